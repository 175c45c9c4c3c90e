// Loss against compute time or against steps, both logarithmic.

import { grouped, power, scientific, seconds } from "../page/numbers.js";
import { append, type Curve, emptyCurve } from "../race/curve.js";
import type { Frame } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import { alignCurves, valueBefore } from "./alignCurves.js";
import { Chart, type Column } from "./chart.js";
import { methodLines } from "./lines.js";
import type { Picture } from "./picture.js";
import { decadeRange, decades } from "./ticks.js";

const LABELS = { seconds: "compute time in seconds", step: "steps" };

export class LossPlot implements Picture {
  private readonly chart: Chart;
  private against: "seconds" | "step" = "seconds";
  private curves = new Map<MethodKey, Curve>();
  private shown: { x: number[]; y: Column[] } = { x: [], y: [] };
  private frame?: Frame;

  constructor(
    host: HTMLElement,
    private readonly onReading: (text: string) => void,
  ) {
    this.chart = new Chart(host, {
      height: (width) => Math.round(Math.min(380, Math.max(260, width * 0.6))),
      x: { label: LABELS.seconds, logarithmic: true, ticks: decades, format: power },
      y: { label: "loss", logarithmic: true, ticks: decades, format: power },
      lines: methodLines(),
      over: (plot, { method }) => {
        for (const key of METHOD_KEYS) {
          const curve = this.curves.get(key);
          const last = (curve?.step.length ?? 0) - 1;
          if (!curve || last < 1 || !plot.series[METHOD_KEYS.indexOf(key) + 1]?.show) continue;
          const loss = curve.loss[last] as number;
          if (!(loss > 0)) continue;
          plot.ctx.fillStyle = method[key];
          plot.ctx.beginPath();
          plot.ctx.arc(
            plot.valToPos(curve[this.against][last] as number, "x", true),
            plot.valToPos(loss, "y", true),
            (key === "structured" ? 5 : 3.5) * devicePixelRatio,
            0,
            2 * Math.PI,
          );
          plot.ctx.fill();
        }
      },
      onPoint: (row) => this.onReading(row === null ? this.reading() : this.readingAt(row)),
    });
  }

  open(): void {
    this.curves = new Map(METHOD_KEYS.map((key) => [key, emptyCurve()]));
    this.frame = undefined;
  }

  draw(frame: Frame): void {
    this.frame = frame;
    for (const key of METHOD_KEYS) append(this.curves.get(key) as Curve, frame.lanes[key].curve);
    this.refresh();
  }

  setAgainst(against: "seconds" | "step"): void {
    this.against = against;
    this.chart.labelX(LABELS[against]);
    this.refresh();
  }

  show(key: MethodKey, visible: boolean): void {
    this.chart.show(METHOD_KEYS.indexOf(key), visible);
  }

  reading(): string {
    if (!this.frame) return "";
    const { lanes } = this.frame;
    const best = METHOD_KEYS.reduce((a, b) => (lanes[b].loss < lanes[a].loss ? b : a));
    const rest = METHOD_KEYS.filter((key) => key !== best).map((key) => `${METHODS[key].short} ${scientific(lanes[key].loss)}`);
    const { loss, steps, seconds: time } = lanes[best];
    return `${METHODS[best].label} leads with a loss of ${scientific(loss)} after ${grouped(steps)} steps and ${seconds(time)}; ${rest.join(", ")}.`;
  }

  table(): string[][] {
    const thresholds = Array.from({ length: 13 }, (_, i) => 10 ** -i);
    const rows = thresholds.map((threshold) => [
      power(threshold),
      ...METHOD_KEYS.map((key) => {
        const curve = this.curves.get(key);
        const at = curve?.loss.findIndex((loss) => loss <= threshold) ?? -1;
        return at < 0 ? "–" : `${grouped(curve?.step[at] as number)} (${seconds(curve?.seconds[at] as number)})`;
      }),
    ]);
    return [["steps (time) to a loss of", ...METHOD_KEYS.map((key) => METHODS[key].short)], ...rows];
  }

  private refresh(): void {
    const curves = METHOD_KEYS.map((key) => this.curves.get(key) ?? emptyCurve());
    this.shown = alignCurves(curves.map((curve) => ({ x: curve[this.against], y: curve.loss })));
    const { x, y } = this.shown;
    const losses = y.flatMap((column) => column.filter((loss): loss is number => loss !== null && loss > 0 && loss < 1e300));
    if (x.length < 2 || losses.length === 0) {
      const nothing = METHOD_KEYS.map((): Column => []);
      this.chart.set([], nothing, [1e-3, 1], [1e-6, 1]);
      return;
    }
    const bottom = losses.reduce((a, b) => Math.min(a, b));
    const first = Math.max(...curves.map((curve) => curve.loss[0] ?? 0));
    const top = Math.min(
      losses.reduce((a, b) => Math.max(a, b)),
      1e3 * first,
    );
    this.chart.set(x, y, [x[0] as number, 1.02 * (x.at(-1) as number)], decadeRange(Math.max(bottom, 1e-30), top));
  }

  private readingAt(row: number): string {
    const place = this.shown.x[row];
    if (place === undefined) return this.reading();
    const values = METHOD_KEYS.map((key, i) => [key, valueBefore(this.shown.y[i] as Column, row)] as const);
    const words = values.map(([key, loss]) => `${METHODS[key].short} ${loss === undefined ? "–" : scientific(loss)}`);
    return `At ${this.against === "step" ? `step ${grouped(place)}` : `${scientific(place)} s`}: ${words.join(", ")}.`;
  }
}
