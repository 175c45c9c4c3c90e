import * as Plot from "@observablehq/plot";
import { type Matrix, predict } from "../../index.js";
import { figure, list } from "../format.js";
import { type Bands, type BandsSource, bandsAt } from "../modelFile.js";
import type { Outcome } from "../outcome.js";
import { formatDate, toDate } from "../table/dates.js";
import { draw, extent, HALF, linearScale, thin, WIDE } from "./draw.js";
import { escapeHtml, legend, section } from "./html.js";

/** Points of a curve and dots of a scatter, at most. */
const CURVE = 1200;
const DOTS = 3000;
/** Samples that make a closer look worth while, and the share of the span that it shows. */
const MANY = 150;
const CLOSE = 1 / 8;

interface Point {
  at: number;
  y: number;
  fit: number;
}

/** The fit with its bands, and what it leaves: over x where there is one input, else prediction against measurement. */
export function fitSections(outcome: Outcome, bands: BandsSource): string {
  return outcome.samples.x.cols === 1 ? overInput(outcome, bands) : againstMeasured(outcome, bands);
}

function overInput(outcome: Outcome, source: BandsSource): string {
  const { samples, result } = outcome;
  const { x, columns } = samples;
  const [low, high] = extent(x.data);
  const span = high - low || 1;
  const grid = Float64Array.from({ length: CURVE }, (_, i) => Math.min(high, low + (span * i) / (CURVE - 1)));
  const curve = predict(result.network, grid);
  const bands = bandsAt(source, { rows: CURVE, cols: 1, data: grid });
  const closer = x.rows >= MANY;
  const figures = columns.y.map(({ name }, k) => {
    const points = pointsOf(outcome, k);
    const whole = curvePlot(outcome, k, grid, curve, bands, points, 360);
    const near = { low: high - CLOSE * span, high };
    const within = (at: number) => at >= near.low && at <= near.high;
    const close = closer
      ? `<h3>A closer look at the last eighth</h3>${wrap(
          curvePlot(
            outcome,
            k,
            grid,
            curve,
            bands,
            points.filter(({ at }) => within(at)),
            280,
            near,
          ),
        )}`
      : "";
    return `${columns.y.length > 1 ? `<h3>${escapeHtml(name)}</h3>` : ""}${wrap(whole)}${close}`;
  });
  const residuals = columns.y.map(({ name }, k) => {
    const title = columns.y.length > 1 ? `<h3>${escapeHtml(name)}</h3>` : "";
    return `${title}${wrap(residualPlot(outcome, k))}`;
  });
  const rows = Math.min(DOTS, x.rows);
  const some = rows < x.rows ? ` ${rows.toLocaleString("en-US")} of ${x.rows.toLocaleString("en-US")} rows are drawn.` : "";
  return [
    section({
      title: "The fit",
      text: `The network's output through the rows it was fitted to, and the 95 % band of the function behind them.${some} ${bandsText(outcome, source, bands)}`,
      body: fitLegend(bands) + figures.join("\n"),
    }),
    residualSection(outcome, bands, residuals),
  ].join("\n");
}

function againstMeasured(outcome: Outcome, source: BandsSource): string {
  const { columns } = outcome.samples;
  // asked for what it says of the noise; bands over several inputs are for nntk predict
  const bands = bandsAt(source, { ...source.data.x, rows: 1, data: source.data.x.data.slice(0, source.data.x.cols) });
  const panels = columns.y.map(({ name }, k) => {
    const points = pointsOf(outcome, k).map((point) => ({ ...point, at: point.fit }));
    const ends = [...points.map(({ y }) => y), ...points.map(({ fit }) => fit)];
    const line = extent(ends).map((value) => ({ value }));
    const plot = draw({
      alt: `${name}: predicted against measured`,
      width: HALF,
      height: 400,
      x: linearScale(ends, `predicted ${name}`, { margin: 0.03, ticks: 6 }),
      y: linearScale(ends, name, { margin: 0.03 }),
      marks: [
        Plot.line(line, { x: "value", y: "value", stroke: "var(--fit)", strokeWidth: 1.5 }),
        Plot.dot(thin(points, DOTS), { x: "fit", y: "y", r: 2.2, fill: "var(--point)", fillOpacity: 0.75 }),
      ],
    });
    return `<div><h3>${escapeHtml(name)}</h3>${wrap(plot)}</div>`;
  });
  const residuals = columns.y.map(({ name }, k) => `<h3>${escapeHtml(name)}</h3>${wrap(residualPlot(outcome, k))}`);
  return [
    section({
      title: "The fit",
      text: `Each row's measured value over the network's prediction from ${escapeHtml(list(columns.x.map(({ name }) => name)))}; on the line they agree. Bands for rows of your choice: <code>nntk predict --bands</code>.`,
      body: `${legend([
        { name: "rows", colour: "point", shape: "dot" },
        { name: "prediction = measurement", colour: "fit" },
      ])}<div class="pair">${panels.join("\n")}</div>`,
    }),
    residualSection(outcome, bands, residuals),
  ].join("\n");
}

function residualSection({ samples, rmse }: Outcome, bands: Bands, figures: string[]): string {
  const noise = samples.columns.y.map(
    ({ name }, k) =>
      `${escapeHtml(name)} ${figure(rmse[k] as number)}${bands.status === "ok" ? ` (noise of a single measurement, as the bands see it: ${figure(bands.noise[k] as number)})` : ""}`,
  );
  return section({
    title: "What the fit leaves",
    text: `Measured less predicted; a pattern here is something that the network has not learned. Root mean square: ${noise.join(", ")}.`,
    body: figures.join("\n"),
  });
}

/** Where the bands come from, and how far they can be trusted. */
function bandsText({ samples }: Outcome, { data }: BandsSource, bands: Bands): string {
  if (bands.status !== "ok") return "There are too few rows, or too alike, for bands.";
  const some =
    data.x.rows < samples.x.rows
      ? ` Taken from ${data.x.rows.toLocaleString("en-US")} random rows, it is wider than all of them would make it.`
      : "";
  return `The band is that of the ridge regression on the tangent kernel and is centred on its mean, not on the network's output; measured on smooth functions with noise, such bands held the function in 94 % of places. It does not hold single measurements.${some}`;
}

function pointsOf({ samples, result }: Outcome, k: number): Point[] {
  const { x, y } = samples;
  const fit = predict(result.network, x).data;
  return Array.from({ length: x.rows }, (_, m) => ({
    at: x.data[m * x.cols] as number,
    y: y.data[m * y.cols + k] as number,
    fit: fit[m * y.cols + k] as number,
  }));
}

function curvePlot(
  outcome: Outcome,
  k: number,
  grid: Float64Array,
  curve: Matrix,
  bands: Bands,
  points: Point[],
  height: number,
  near?: { low: number; high: number },
): string {
  const { columns } = outcome.samples;
  const K = columns.y.length;
  const place = placer(outcome);
  const line = Array.from(grid, (at, i) => ({
    at,
    x: place(at),
    fit: curve.data[i * K + k] as number,
    mean: bands.mean.data[i * K + k] as number,
    lower: bands.lower.data[i * K + k] as number,
    upper: bands.upper.data[i * K + k] as number,
  })).filter(({ at }) => near === undefined || (at >= near.low && at <= near.high));
  const dots = thin(points, DOTS);
  const [low, high] = windowOf(
    [...points.map(({ y }) => y), ...line.map(({ fit }) => fit)],
    points.map(({ y }) => y),
  );
  const name = columns.y[k]?.name ?? "";
  const said = (point: Point) =>
    `${columns.x[0]?.name} ${placeText(outcome, point.at)}\n${name} ${figure(point.y, 6)}\nfit ${figure(point.fit, 6)}`;
  return draw({
    alt: `${name} over ${columns.x[0]?.name}: rows, fit and band`,
    width: WIDE,
    height,
    x: inputScale(outcome, near ? [near.low, near.high] : [grid[0] as number, grid.at(-1) as number]),
    y: linearScale([low, high], name, { margin: 0 }),
    marks: [
      bands.status === "ok"
        ? Plot.areaY(line, { x: "x", y1: "lower", y2: "upper", fill: "var(--band)", fillOpacity: 0.22, clip: true })
        : null,
      bands.status === "ok"
        ? Plot.lineY(line, { x: "x", y: "mean", stroke: "var(--mean)", strokeWidth: 1, strokeDasharray: "4 3", clip: true })
        : null,
      Plot.dot(dots, {
        x: (point: Point) => place(point.at),
        y: "y",
        r: near ? 3 : dots.length > 400 ? 1.6 : 2.6,
        fill: "var(--point)",
        fillOpacity: dots.length > 400 && !near ? 0.65 : 0.9,
        title: dots.length <= 1000 ? said : undefined,
      }),
      Plot.lineY(line, { x: "x", y: "fit", stroke: "var(--fit)", strokeWidth: 1.8, clip: true }),
    ],
  });
}

/** The rows' range with a margin, and as much of the curve as stays within half of it beyond. */
function windowOf(all: number[], rows: number[]): [number, number] {
  const [low, high] = extent(rows);
  const [least, most] = extent(all);
  const span = high - low || Math.abs(high) || 1;
  return [Math.max(least, low - span / 2) - 0.05 * span, Math.min(most, high + span / 2) + 0.05 * span];
}

/** Residuals over x, or over the prediction where there are several inputs. */
function residualPlot(outcome: Outcome, k: number): string {
  const { columns } = outcome.samples;
  const single = columns.x.length === 1;
  const place = single ? placer(outcome) : (at: number) => at;
  const name = columns.y[k]?.name ?? "";
  const all = pointsOf(outcome, k);
  const points = thin(all, DOTS).map(({ at, y, fit }) => ({ x: place(single ? at : fit), rest: y - fit }));
  const places = all.map(({ at, fit }) => (single ? at : fit));
  const ends = extent(places);
  return draw({
    alt: `${name}: residuals`,
    width: WIDE,
    height: 200,
    x: single ? inputScale(outcome, ends) : linearScale(ends, `predicted ${name}`, { margin: 0.01, ticks: 10 }),
    y: linearScale(
      points.map(({ rest }) => rest),
      `${name} left`,
      { ticks: 5 },
    ),
    marks: [
      Plot.ruleY([0], { stroke: "var(--fit)", strokeWidth: 1.4 }),
      Plot.dot(points, { x: "x", y: "rest", r: points.length > 400 ? 1.5 : 2.2, fill: "var(--point)", fillOpacity: 0.75 }),
    ],
  });
}

/** The axis of the input: of dates, or of numbers. */
function inputScale(outcome: Outcome, ends: number[]): Plot.ScaleOptions {
  const [column] = outcome.samples.columns.x;
  const label = column?.name ?? "";
  return column?.kind === "date"
    ? { label, type: "utc", domain: ends.map(toDate), labelOffset: 50 }
    : linearScale(ends, label, { margin: 0.004, ticks: 10 });
}

/** Numbers of a column of dates become dates, for the axis. */
function placer({ samples }: Outcome): (at: number) => number | Date {
  return samples.columns.x[0]?.kind === "date" ? toDate : (at) => at;
}

function placeText({ samples }: Outcome, at: number): string {
  return samples.columns.x[0]?.kind === "date" ? formatDate(at) : figure(at, 6);
}

function fitLegend(bands: Bands): string {
  const rest = [
    { name: "95 % band", colour: "band", shape: "band" },
    { name: "its mean", colour: "mean", shape: "dash" },
  ] as const;
  return legend([
    { name: "rows", colour: "point", shape: "dot" },
    { name: "the network", colour: "fit" },
    ...(bands.status === "ok" ? rest : []),
  ]);
}

function wrap(svg: string): string {
  return `<div class="figure">${svg}</div>`;
}
