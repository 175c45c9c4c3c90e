// Peak signal-to-noise ratio against compute time.
import { grouped, seconds } from "../page/numbers.js";
import { alignCurves } from "../plots/alignCurves.js";
import { Chart, type Column } from "../plots/chart.js";
import { append, type Curve, emptyCurve } from "../race/curve.js";
import { psnr, SIDES, type Side } from "./duel.js";
import type { ImageFrame } from "./messages.js";

export class PsnrPlot {
  private readonly chart: Chart;
  private curves: Record<Side, Curve> = { structured: emptyCurve(), rival: emptyCurve() };
  private frame?: ImageFrame;
  /** The rival's name. */
  private name = "";
  private seconds = 1;

  constructor(host: HTMLElement, rivalColor: () => "adam" | "descent") {
    this.chart = new Chart(host, {
      height: (width) => Math.round(Math.min(300, Math.max(220, width * 0.4))),
      x: { label: "compute time of each method in seconds" },
      y: { label: "PSNR in dB" },
      lines: [
        { color: ({ method }) => method.structured, width: 2.6 },
        { color: ({ method }) => method[rivalColor()], width: 2 },
      ],
    });
  }

  open(name: string, most: number): void {
    this.name = name;
    this.seconds = most;
    this.curves = { structured: emptyCurve(), rival: emptyCurve() };
    this.chart.recolor();
  }

  draw(frame: ImageFrame): void {
    this.frame = frame;
    for (const side of SIDES) append(this.curves[side], frame.lanes[side].curve);
    const { x, y } = alignCurves(SIDES.map((side) => ({ x: this.curves[side].seconds, y: this.curves[side].loss.map(psnr) })));
    const values = y.flatMap((column: Column) => column.filter((value): value is number => value !== null));
    const low = values.reduce((a, b) => Math.min(a, b), 10);
    const high = values.reduce((a, b) => Math.max(a, b), 20);
    this.chart.set(x, y, [0, this.seconds], [Math.max(-20, Math.floor(low / 5) * 5), Math.ceil(high / 5) * 5]);
  }

  reading(): string {
    if (!this.frame) return "";
    const { structured, rival } = this.frame.lanes;
    const part = (name: string, { psnr: value, steps, seconds: time }: ImageFrame["lanes"][Side]) =>
      `${name} ${value.toFixed(1)} dB after ${grouped(steps)} ${steps === 1 ? "step" : "steps"} and ${seconds(time)}`;
    return `${part("Structured Newton", structured)}; ${part(this.name, rival)}.`;
  }

  table(): string[][] {
    const rows = [15, 20, 25, 30, 35, 40, 45, 50].map((level) => [
      `${level} dB`,
      ...SIDES.map((side) => {
        const { loss, seconds: times, step } = this.curves[side];
        const at = loss.findIndex((value) => psnr(value) >= level);
        return at < 0 ? "–" : `${grouped(step[at] as number)} (${seconds(times[at] as number)})`;
      }),
    ]);
    return [["steps (time) to", "Structured Newton", this.name], ...rows];
  }
}
