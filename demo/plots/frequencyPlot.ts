// What is left of the target in each band of frequencies, method by method.

import { power, scientific } from "../page/numbers.js";
import type { Frame, Opened } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import { Chart, type Column } from "./chart.js";
import { methodLines } from "./lines.js";
import type { Picture } from "./picture.js";
import { decadeRange, decades, doublings } from "./ticks.js";

/** A band is learnt where the error is below this part of the target's strongest band. */
const LEARNT = 0.01;

export class FrequencyPlot implements Picture {
  private readonly chart: Chart;
  private oscillations: number[] = [];
  private target = new Float64Array(0);
  private frame?: Frame;

  constructor(host: HTMLElement) {
    this.chart = new Chart(host, {
      height: (width) => Math.round(Math.min(380, Math.max(260, width * 0.6))),
      x: {
        label: "oscillations across the range",
        logarithmic: true,
        ticks: doublings,
        format: (value) => (value < 1 ? "½" : String(value)),
      },
      y: { label: "error", logarithmic: true, ticks: decades, format: power },
      lines: methodLines(true),
      under: (plot, { target }) => {
        const { ctx, bbox } = plot;
        const floor = bbox.top + bbox.height;
        const places = this.oscillations.map((value) => plot.valToPos(value, "x", true));
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
        ctx.clip();
        ctx.fillStyle = target;
        ctx.globalAlpha = 0.26;
        for (const [i, value] of this.target.entries()) {
          const place = places[i] as number;
          const left = i === 0 ? bbox.left : ((places[i - 1] as number) + place) / 2;
          const right = i + 1 === places.length ? bbox.left + bbox.width : (place + (places[i + 1] as number)) / 2;
          const top = value > 0 ? Math.min(floor, plot.valToPos(value, "y", true)) : floor;
          ctx.fillRect(left + devicePixelRatio, top, right - left - 2 * devicePixelRatio, floor - top);
        }
        ctx.restore();
      },
    });
  }

  open({ oscillations, targetBands }: Opened): void {
    this.oscillations = oscillations;
    this.target = targetBands as Float64Array<ArrayBuffer>;
  }

  draw(frame: Frame): void {
    this.frame = frame;
    const top = this.strongest();
    const columns = METHOD_KEYS.map((key): Column => this.oscillations.map((_, i) => positive(frame.lanes[key].bands?.[i])));
    const values = columns.flat().filter((value): value is number => value !== null);
    const low = Math.max(
      1e-9 * top,
      values.reduce((a, b) => Math.min(a, b), 0.1 * top),
    );
    const high = Math.min(
      1e2 * top,
      values.reduce((a, b) => Math.max(a, b), top),
    );
    const { oscillations } = this;
    this.chart.set(
      oscillations,
      columns,
      [0.92 * (oscillations[0] as number), 1.08 * (oscillations.at(-1) as number)],
      decadeRange(low, high),
    );
  }

  show(key: MethodKey, visible: boolean): void {
    this.chart.show(METHOD_KEYS.indexOf(key), visible);
  }

  reading(): string {
    if (!this.frame) return "";
    const { lanes } = this.frame;
    const learnt = METHOD_KEYS.map((key) => {
      const missing = this.oscillations.filter((_, i) => !((lanes[key].bands?.[i] as number) < LEARNT * this.strongest()));
      const [lowest] = missing;
      return `${METHODS[key].short} ${lowest === undefined ? "all" : lowest === this.oscillations[0] ? "none" : `below ${scientific(lowest)}`}`;
    });
    return `Frequencies learnt to a hundredth of the strongest: ${learnt.join(", ")}.`;
  }

  table(): string[][] {
    const rows = this.oscillations.map((value, i) => [
      scientific(value),
      scientific(this.target[i] as number),
      ...METHOD_KEYS.map((key) => scientific(this.frame?.lanes[key].bands?.[i] ?? Number.NaN)),
    ]);
    return [["oscillations", "target", ...METHOD_KEYS.map((key) => METHODS[key].short)], ...rows];
  }

  private strongest(): number {
    return this.target.reduce((a, b) => Math.max(a, b), 1e-300);
  }
}

function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 && Number.isFinite(value) ? value : null;
}
