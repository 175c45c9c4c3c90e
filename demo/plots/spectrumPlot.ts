// Eigenvalues of the tangent kernel, gamma, and what Newton makes of them.

import { power, scientific } from "../page/numbers.js";
import type { Frame, Opened } from "../race/messages.js";
import { Chart, type Column } from "./chart.js";
import type { Picture } from "./picture.js";
import { decadeRange, decades } from "./ticks.js";

/** Below this part of the largest, eigenvalues are not drawn. */
const LOWEST = 1e-20;

export class SpectrumPlot implements Picture {
  private readonly chart: Chart;
  private start: Float64Array = new Float64Array(0);
  private now: Float64Array = new Float64Array(0);
  private gamma = 0;

  constructor(host: HTMLElement) {
    this.chart = new Chart(host, {
      height: (width) => Math.round(Math.min(380, Math.max(260, width * 0.6))),
      x: { label: "mode, from smooth to wild" },
      y: { label: "eigenvalue", logarithmic: true, ticks: decades, format: power },
      lines: [
        { color: ({ target }) => target, width: 1.6, dash: [2, 3] },
        { color: ({ soft }) => soft, width: 1.8 },
        { color: ({ method }) => method.structured, width: 2.6 },
      ],
      over: (plot, { ink, font, soft, sheet }) => {
        if (!(this.gamma > 0)) return;
        const { ctx, bbox } = plot;
        const [low = 0, high = 1] = this.limits();
        if (this.gamma < low || this.gamma > high) return;
        const y = plot.valToPos(this.gamma, "y", true);
        ctx.save();
        ctx.strokeStyle = soft;
        ctx.lineWidth = devicePixelRatio;
        ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
        ctx.fillStyle = ink;
        ctx.font = font.replace("12px", `${12 * devicePixelRatio}px`);
        ctx.textAlign = "left";
        ctx.textBaseline = "bottom";
        ctx.setLineDash([]);
        ctx.strokeStyle = sheet;
        ctx.lineWidth = 4 * devicePixelRatio;
        ctx.lineJoin = "round";
        const words: [string, number, number] = [
          `γ = ${scientific(this.gamma)}`,
          bbox.left + 6 * devicePixelRatio,
          y - 3 * devicePixelRatio,
        ];
        ctx.strokeText(...words);
        ctx.fillText(...words);
        ctx.restore();
      },
    });
  }

  open({ spectrum }: Opened): void {
    this.start = spectrum;
    this.now = spectrum;
    this.gamma = 0;
  }

  /** The kernel of the network as it stands. */
  setSpectrum(values: Float64Array): void {
    this.now = values;
    this.refresh();
  }

  draw({ lanes }: Frame): void {
    this.gamma = lanes.structured.gamma;
    this.refresh();
  }

  reading(): string {
    const { now, gamma, start } = this;
    const first = start[0] ?? 0;
    const range = `The first and the ${now.length}th eigenvalue of the tangent kernel are ${scientific(now[0] ?? 0)} and ${scientific(now.at(-1) ?? 0)}`;
    if (!(gamma > 0) || first === 0) return `${range}.`;
    const quick = now.filter((value) => value >= gamma).length;
    return `${range}; with γ = ${scientific(gamma)} Newton learns ${quick} of ${now.length} modes at better than half a step each.`;
  }

  table(): string[][] {
    const rows = Array.from(this.now, (value, j) => [
      String(j + 1),
      scientific(this.start[j] as number),
      scientific(value),
      this.gamma > 0 ? scientific(value / (value + this.gamma)) : "–",
    ]);
    return [["mode", "NTK at the start", "NTK now", "NNTK now"], ...rows];
  }

  private limits(): [number, number] {
    const first = Math.max(this.now[0] ?? 1, this.start[0] ?? 1, 1e-300);
    const values = [...this.now, ...this.start].filter((value) => value > LOWEST * first);
    return decadeRange(
      values.reduce((a, b) => Math.min(a, b), first),
      Math.max(1, first),
    );
  }

  private refresh(): void {
    const { now, start, gamma } = this;
    const [low, high] = this.limits();
    const shown = (values: Float64Array): Column => Array.from(values, (value) => (value >= low ? value : null));
    const newton = gamma > 0 ? shown(now.map((value) => value / (value + gamma))) : Array.from(now, () => null);
    const modes = Array.from(now, (_, j) => j + 1);
    this.chart.set(modes, [shown(start), shown(now), newton], [1, Math.max(2, now.length)], [low, high]);
  }
}
