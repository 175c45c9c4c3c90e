import * as Plot from "@observablehq/plot";
import { type FitResult, predict } from "nntk";
import { figure, INK, panel } from "../published/chart.js";
import { residual, type Score } from "./compare.js";
import type { Series } from "./record.js";

const FITTED = "#c2410c";
const REST = "#1d6fb8";
const POINT = "#8a949e";
const [WIDTH, HEIGHT] = [560, 300];
/** The stretch shown closely, years. */
const CLOSE: [number, number] = [1990, 1996];

const points = ({ x, y }: Series) => x.map((t, m) => ({ x: t, y: y[m] as number }));

/** The record and the fit, six years of it closely, what is left, and the candidates that were compared. */
export function picture(result: FitResult, training: Series, rest: Series, scores: Score[]): string {
  const grid = Array.from({ length: 6000 }, (_, i) => 1958.2 + (62.1 * i) / 5999);
  const curve = points({ x: grid, y: Array.from(predict(result.network, grid).data) });
  const near = (list: { x: number; y: number }[]) => list.filter(({ x }) => x >= CLOSE[0] && x <= CLOSE[1]);
  // years without a comma
  const axis = Plot.axisX({ tickFormat: "d", labelAnchor: "center", labelArrow: "none" });
  const years = { label: "year", domain: [1958, 2021] as [number, number], log: false };
  const size = { width: WIDTH, height: HEIGHT };
  const samples = (list: { x: number; y: number }[], fill: string, r: number) => Plot.dot(list, { x: "x", y: "y", r, fill });
  const line = (list: { x: number; y: number }[]) => Plot.line(list, { x: "x", y: "y", stroke: FITTED, strokeWidth: 1.25 });
  const panels = [
    panel({
      ...size,
      title: "The record and the fit",
      x: years,
      y: { label: "CO₂, ppm", domain: [310, 420], log: false },
      marks: [axis, samples(points(training), POINT, 1.2), samples(points(rest), REST, 1.4), line(curve)],
    }),
    panel({
      ...size,
      title: "Six years closely",
      x: { label: "year", domain: CLOSE, log: false, ticks: [1990, 1991, 1992, 1993, 1994, 1995, 1996] },
      y: { label: "CO₂, ppm", domain: [348, 368], log: false },
      marks: [axis, line(near(curve)), samples(near(points(training)), INK, 2.5), samples(near(points(rest)), REST, 3)],
    }),
    panel({
      ...size,
      title: "What the fit leaves",
      x: years,
      y: { label: "residual, ppm", domain: [-4, 4], log: false },
      marks: [
        axis,
        samples(points(residual(result.network, training)), POINT, 1.4),
        samples(points(residual(result.network, rest)), REST, 2),
        Plot.ruleY([0], { stroke: INK, strokeOpacity: 0.5 }),
      ],
    }),
    panel({
      ...size,
      title: "Candidates compared before training",
      x: { label: "input scale", domain: [0.9, 400], ticks: [1, 10, 100] },
      y: { label: "expected error, deviations of the targets", domain: [0.01, 1] },
      marks: ["tanh", "sin"].map((name) =>
        Plot.line(
          result.choice.tried.filter(({ activation, width }) => activation === name && width === 300),
          { x: "inputScale", y: "error", stroke: name === "sin" ? FITTED : INK, marker: "dot" },
        ),
      ),
    }),
  ];
  const { choice, steps } = result;
  const chosen = `Chosen: ${choice.width} ${choice.activation} units, input scale ${choice.inputScale}; ${steps} steps, ended by held-out samples.`;
  const figures = scores.map(({ name, rest: error, seasonLeft }) => `${name} ${error.toFixed(2)} (${seasonLeft.toFixed(2)})`);
  return figure({
    title: "Mauna Loa CO₂, 1958 to 2020: fit({ x, y }) on a random four fifths",
    columns: 2,
    panels,
    legend: [
      { label: "the fit; sine units", colour: FITTED },
      { label: "trained on; tanh units", colour: INK, mark: "dot" },
      { label: "never shown", colour: REST, mark: "dot" },
    ],
    notes: [`${chosen} Error on the months never shown, ppm, and the season left in the residual: ${figures.join(", ")}.`],
  });
}
