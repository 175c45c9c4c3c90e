// A picture with axes: uPlot in the page's dress, as wide as its place, redrawn when the scheme changes.
import uPlot from "uplot";
import { onThemeChange, type Theme, theme } from "./theme.js";

export type Column = (number | null)[];

interface AxisPlan {
  label: string;
  logarithmic?: boolean;
  /** Room beside the axis in pixels. */
  size?: number;
  ticks?: (low: number, high: number, most: number) => number[];
  format?: (value: number) => string;
}

export interface LinePlan {
  color: (theme: Theme) => string;
  width: number;
  dash?: number[];
  dots?: boolean;
}

export interface ChartPlan {
  height: (width: number) => number;
  x: AxisPlan;
  y: AxisPlan;
  lines: LinePlan[];
  /** Drawn under the lines, in device pixels. */
  under?: (plot: uPlot, theme: Theme) => void;
  /** Drawn over the lines. */
  over?: (plot: uPlot, theme: Theme) => void;
  /** The row under the pointer, or null when it leaves. */
  onPoint?: (row: number | null) => void;
}

export class Chart {
  private plot?: uPlot;
  private data: [Float64Array | number[], ...Column[]];
  private range = { x: [0.1, 1] as [number, number], y: [0.1, 1] as [number, number] };
  private hidden = new Set<number>();

  constructor(
    private readonly host: HTMLElement,
    private readonly plan: ChartPlan,
  ) {
    this.data = [[], ...plan.lines.map(() => [])];
    new ResizeObserver(() => this.resize()).observe(host);
    onThemeChange(() => this.rebuild());
    this.rebuild();
  }

  /** Shows columns: x, then one for each line; null is a gap. */
  set(x: Float64Array | number[], lines: Column[], rangeX: [number, number], rangeY: [number, number]): void {
    this.data = [x, ...lines];
    this.range = { x: rangeX, y: rangeY };
    this.plot?.setData(this.data as uPlot.AlignedData, true);
  }

  /** Writes something else along the x axis. */
  labelX(label: string): void {
    this.plan.x.label = label;
    this.rebuild();
  }

  /** Takes the colours anew. */
  recolor(): void {
    this.rebuild();
  }

  /** Shows or hides a line, counted from 0. */
  show(line: number, visible: boolean): void {
    if (visible) this.hidden.delete(line);
    else this.hidden.add(line);
    this.plot?.setSeries(line + 1, { show: visible });
  }

  private resize(): void {
    const width = this.host.clientWidth;
    if (width > 0 && this.plot && width !== this.plot.width) this.plot.setSize({ width, height: this.plan.height(width) });
  }

  private rebuild(): void {
    this.plot?.destroy();
    const width = Math.max(280, this.host.clientWidth);
    const { x, y, lines, under, over, onPoint, height } = this.plan;
    const colors = theme();
    const options: uPlot.Options = {
      width,
      height: height(width),
      legend: { show: false },
      padding: [10, 14, 0, 0],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false }, show: onPoint !== undefined },
      scales: {
        x: { time: false, distr: x.logarithmic ? 3 : 1, range: () => this.range.x },
        y: { distr: y.logarithmic ? 3 : 1, range: () => this.range.y },
      },
      axes: [axis(x, colors, true), axis(y, colors, false)],
      series: [
        {},
        ...lines.map((line, i) => ({
          stroke: line.color(colors),
          width: line.width,
          dash: line.dash,
          spanGaps: true,
          show: !this.hidden.has(i),
          points: { show: line.dots ?? false, size: 5.5, fill: line.color(colors), stroke: line.color(colors) },
        })),
      ],
      hooks: {
        drawAxes: under ? [(plot) => under(plot, colors)] : [],
        draw: over ? [(plot) => over(plot, colors)] : [],
        setCursor: onPoint ? [(plot) => onPoint(plot.cursor.idx ?? null)] : [],
      },
    };
    this.plot = new uPlot(options, this.data as uPlot.AlignedData, this.host);
  }
}

function axis(plan: AxisPlan, colors: Theme, horizontal: boolean): uPlot.Axis {
  const { ticks, format } = plan;
  const room = (plot: uPlot) => (horizontal ? plot.bbox.width / 64 : plot.bbox.height / 34) / devicePixelRatio;
  return {
    label: plan.label,
    labelFont: colors.font,
    labelSize: 20,
    labelGap: 2,
    font: colors.font,
    size: plan.size ?? (horizontal ? 30 : 52),
    gap: 6,
    stroke: colors.soft,
    grid: { stroke: colors.line, width: 1, show: !horizontal },
    ticks: { show: false },
    border: { show: horizontal, stroke: colors.line, width: 1 },
    space: horizontal ? 64 : 34,
    ...(ticks
      ? { splits: (plot: uPlot, _axis: number, low: number, high: number) => ticks(low, high, Math.max(2, Math.floor(room(plot)))) }
      : {}),
    ...(ticks ? { filter: (_plot: uPlot, splits: number[]) => splits } : {}),
    ...(format ? { values: (_plot: uPlot, splits: number[]) => splits.map(format) } : {}),
  };
}
