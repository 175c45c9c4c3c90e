// The target's points and each method's curve.

import { scientific } from "../page/numbers.js";
import type { Frame, Opened } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import type { Table } from "../targets/table.js";
import { Chart, type Column } from "./chart.js";
import { methodLines } from "./lines.js";
import type { Picture } from "./picture.js";

export class FitPlot implements Picture {
  private readonly chart: Chart;
  private points: Table = { x: new Float64Array(0), y: new Float64Array(0) };
  private grid = new Float64Array(0);
  private rangeY: [number, number] = [0, 1];
  private frame?: Frame;

  constructor(host: HTMLElement) {
    this.chart = new Chart(host, {
      height: (width) => Math.round(Math.min(420, Math.max(240, width * 0.44))),
      x: { label: "x", format: plain },
      y: { label: "y", size: 46 },
      lines: methodLines(),
      under: (plot, { target }) => {
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top - 4, bbox.width, bbox.height + 8);
        ctx.clip();
        ctx.fillStyle = target;
        const radius = Math.max(1.5, Math.min(3.2, bbox.width / devicePixelRatio / this.points.x.length / 2.2)) * devicePixelRatio;
        for (const [i, x] of this.points.x.entries()) {
          ctx.beginPath();
          ctx.arc(plot.valToPos(x, "x", true), plot.valToPos(this.points.y[i] as number, "y", true), radius, 0, 2 * Math.PI);
          ctx.fill();
        }
        ctx.restore();
      },
    });
  }

  open({ points, grid }: Opened): void {
    this.points = points;
    this.grid = grid as Float64Array<ArrayBuffer>;
    const low = points.y.reduce((a, b) => Math.min(a, b));
    const high = points.y.reduce((a, b) => Math.max(a, b));
    const room = 0.12 * (high - low) || 1;
    this.rangeY = [low - room, high + room];
  }

  draw(frame: Frame): void {
    this.frame = frame;
    const { grid, rangeY } = this;
    const columns = METHOD_KEYS.map((key): Column => Array.from(frame.lanes[key].fit ?? []));
    this.chart.set(grid, columns, [grid[0] as number, grid[grid.length - 1] as number], rangeY);
  }

  show(key: MethodKey, visible: boolean): void {
    this.chart.show(METHOD_KEYS.indexOf(key), visible);
  }

  reading(): string {
    if (!this.frame) return "";
    const { lanes } = this.frame;
    const [low, high] = this.rangeY;
    const parts = METHOD_KEYS.map((key) => {
      const { bands } = lanes[key];
      if (!bands) return `${METHODS[key].short} overflowed`;
      const rms = Math.sqrt(bands.reduce((total, value) => total + value * value, 0));
      return `${METHODS[key].short} ${scientific((100 * rms) / (high - low), 2)} %`;
    });
    return `Typical distance from the points, as a share of the picture’s height: ${parts.join(", ")}.`;
  }

  table(): string[][] {
    const { grid, frame } = this;
    const every = 10;
    const rows = Array.from({ length: Math.ceil(grid.length / every) }, (_, i) => i * every);
    const cells = rows.map((i) => [grid[i] as number, ...METHOD_KEYS.map((key) => frame?.lanes[key].fit?.[i] ?? Number.NaN)]);
    return [
      ["x", ...METHOD_KEYS.map((key) => METHODS[key].short)],
      ...cells.map((row) => row.map((value) => String(Number(value.toPrecision(4))))),
    ];
  }
}

/** Years are no thousands. */
function plain(value: number): string {
  const size = Math.abs(value);
  return size >= 1e5 || (size > 0 && size < 1e-4) ? scientific(value, 3) : String(Number(value.toPrecision(7)));
}
