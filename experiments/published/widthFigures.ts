// Figures 1 and 2: the sweep over widths and regularizers.
import * as Plot from "@observablehq/plot";
import { nntkSpectrum } from "nntk/kernels";
import { decades, figure, INK, type LegendEntry, panel, power, SCALE } from "./chart.js";
import type { Figure } from "./figure.js";
import { BETA, GAMMAS, POINTS } from "./setting.js";
import { logSlope } from "./summary.js";
import type { Row, Sweep } from "./sweep.js";

type Quantity = Exclude<keyof Row, "width" | "gamma">;
const colourOf = (gamma: number) => SCALE[GAMMAS.indexOf(gamma)] as string;
const gammas: LegendEntry[] = GAMMAS.map((gamma, g) => ({ label: `γ = ${power(gamma)}`, colour: SCALE[g] as string }));
/** N^-(1-beta) */
const THEORY = "N⁻⁽¹⁻ᵝ⁾";
const SIZE = { width: 520, height: 400 };

/** The figures with their data. */
export function widthFigures(result: Sweep): Figure[] {
  return [figure1a(result), figure1b(result), figure2a(result), figure2b(result)];
}

function figure1a({ limit, proxyEigenvalues, gammas: values }: Sweep): Figure {
  const limitEigenvalues = [...limit.values];
  const nntkEigenvalues = values.map((gamma) => ({ gamma, eigenvalues: [...nntkSpectrum(limitEigenvalues, gamma)] }));
  const ntkPoints = limitEigenvalues.map((value, j) => ({ j: j + 1, value }));
  const x = { label: "index j", domain: [0.5, POINTS + 0.5] as [number, number], log: false };
  const low = 10 ** Math.floor(Math.log10(limitEigenvalues.at(-1) as number));
  // what rounding the entries of B does to its eigenvalues
  const unresolved = POINTS * Number.EPSILON * (limitEigenvalues[0] as number);
  const left = panel({
    ...SIZE,
    title: "Eigenvalues of the NTK B* and of a network of width 10⁶",
    x,
    y: { label: "eigenvalue", domain: [low, 1] },
    marks: [
      Plot.lineY(ntkPoints, { x: "j", y: "value", stroke: INK, strokeWidth: 1.5 }),
      Plot.dot(ntkPoints, { x: "j", y: "value", fill: INK, r: 3.5 }),
      Plot.dot(
        proxyEigenvalues.map((value, j) => ({ j: j + 1, value })),
        { x: "j", y: "value", stroke: "#e25a33", r: 6, strokeWidth: 1.5 },
      ),
      Plot.ruleY([unresolved], { stroke: INK, strokeDasharray: "2,4", strokeOpacity: 0.6 }),
      Plot.text([{ x: 0.8, y: 2.2 * unresolved }], {
        x: "x",
        y: "y",
        text: ["below M·eps·λ₁: lost once B is formed"],
        textAnchor: "start",
        fontSize: 11,
      }),
    ],
  });
  const points = nntkEigenvalues.flatMap(({ gamma, eigenvalues }) => eigenvalues.map((value, j) => ({ gamma, j: j + 1, value })));
  const right = panel({
    ...SIZE,
    title: "Eigenvalues λ/(λ + γ) of the NNTK",
    x,
    y: { label: "eigenvalue", domain: [1e-12, 2] },
    marks: [
      Plot.lineY(points, { x: "j", y: "value", z: "gamma", stroke: (p) => colourOf(p.gamma), strokeWidth: 1.75, clip: true }),
      Plot.dot(points, { x: "j", y: "value", fill: (p) => colourOf(p.gamma), r: 2.25, clip: true }),
    ],
  });
  return {
    name: "figure1a",
    svg: figure({
      title: "Figure 1a. The NTK's eigenvalues accumulate at zero; the NNTK's are near one wherever λ is above γ",
      panels: [left, right],
      columns: 2,
      legend: [{ label: "exact limit", colour: INK, mark: "dot" }, { label: "N = 10⁶", colour: "#e25a33", mark: "ring" }, ...gammas],
      notes: [
        `M = ${POINTS} equispaced points on [0, 1]; the limit from singular values of quadrature features, right to about 10⁻¹⁵ √(λ₁/λ) relative down to its last eigenvalue.`,
      ],
    }),
    data: { limitEigenvalues, proxyEigenvalues, nntkEigenvalues },
  };
}

function figure1b(result: Sweep): Figure {
  const linear = curves(result, "linearLoss");
  const network = curves(result, "networkLoss");
  const limits = result.gammas.map((gamma, g) => ({ gamma, value: result.limitLoss[g] as number }));
  const x = widths(result);
  const limitMarks = Plot.ruleY(limits, { y: "value", stroke: (p) => colourOf(p.gamma), strokeDasharray: "2,4", strokeOpacity: 0.8 });
  const left = panel({
    ...SIZE,
    title: "Linearised model (as published)",
    x,
    y: { label: "relative loss after one step", domain: [1e-6, 1e-1] },
    marks: [limitMarks, ...bandMarks(linear)],
  });
  const panels = [left];
  if (network.length > 0) {
    const y = { label: "relative loss after one step", domain: [1e-5, 1e6] as [number, number] };
    panels.push(panel({ ...SIZE, title: "The network itself, after the same step", x, y, marks: bandMarks(network) }));
  }
  return {
    name: "figure1b",
    svg: figure({
      title: "Figure 1b. Loss after one regularized step, against the width",
      panels,
      columns: 2,
      legend: [...gammas, { label: "limit", colour: INK, dash: "2,4" }],
      notes: [
        `y = 2x + 0.4 sin 5πx; loss = (|f − y| / |y|)² / 2M. Lines: medians of ${result.networks} networks, bands: 10 % to 90 % of them. Dotted: the infinite-width limit.`,
        "The published figure shows the left panel. At ordinary widths the network follows it for γ ≥ 10⁻⁴ only; below, the step that serves the linear model throws the network far away.",
      ],
    }),
    data: { rows: pick(result, ["linearLoss", "networkLoss"]), limitLoss: limits },
  };
}

function figure2a(result: Sweep): Figure {
  const scaled = curves(result, "largestMove").map((row) => times(row, row.gamma));
  const slopes = slopesOf(result, "largestMove");
  return {
    name: "figure2a",
    svg: figure({
      title: "Figure 2a. The largest move of a unit in one step falls with the width",
      panels: [
        panel({
          width: 680,
          height: 460,
          title: "γ · max over units of |(Δw, Δb, Δc)|",
          x: widths(result),
          y: { label: "γ · largest unit move", domain: [1e-8, 1] },
          marks: [...bandMarks(scaled), ...theory(2e-1)],
        }),
      ],
      columns: 1,
      legend: [...withSlopes(slopes), { label: `${THEORY}: −${(1 - BETA).toFixed(2)}`, colour: INK, dash: "6,4" }],
      notes: [`${aliasNote(result.networks)} ${SLOPES}`],
    }),
    data: { rows: pick(result, ["largestMove"]), slopes, aliasedTo: "2x - 0.4 sin(10 pi x)" },
  };
}

function figure2b(result: Sweep): Figure {
  const scaled = curves(result, "kernelError").map((row) => times(row, row.gamma));
  const proxy = curves(result, "proxyError").map((row) => times(row, row.gamma));
  const slopes = slopesOf(result, "kernelError");
  return {
    name: "figure2b",
    svg: figure({
      title: `Figure 2b. The NNTK converges to its limit like ${THEORY}`,
      panels: [
        panel({
          width: 680,
          height: 460,
          title: "γ · |NNTKᴺ − NNTK*| / |NNTK*|, Frobenius norm",
          x: widths(result),
          y: { label: "γ · relative kernel error", domain: [1e-13, 1] },
          marks: [
            Plot.lineY(proxy, {
              x: "width",
              y: "median",
              z: "gamma",
              stroke: (p) => colourOf(p.gamma),
              strokeDasharray: "2,3",
              strokeWidth: 1.5,
            }),
            ...bandMarks(scaled),
            ...theory(4e-2),
          ],
        }),
      ],
      columns: 1,
      legend: [
        ...withSlopes(slopes),
        { label: "exact limit", colour: INK },
        { label: "N = 10⁶ proxy", colour: INK, dash: "2,3" },
        { label: `${THEORY}: −${(1 - BETA).toFixed(2)}`, colour: INK, dash: "6,4" },
      ],
      notes: [
        `Medians of ${result.networks} networks, bands: 10 % to 90 %; β = ${BETA}. Dotted: the same against the published stand-in for the limit, one network of width 10⁶, which flattens the last decade.`,
        SLOPES,
      ],
    }),
    data: { rows: pick(result, ["kernelError", "proxyError"]), slopes },
  };
}

const SLOPES = "In the legend: slopes of the means in log-log coordinates, over all widths.";

interface Band {
  width: number;
  gamma: number;
  median: number;
  low: number;
  high: number;
}

function curves({ rows }: Sweep, quantity: Quantity): Band[] {
  return rows.flatMap((row) => {
    const values = row[quantity];
    return values === undefined ? [] : [{ width: row.width, gamma: row.gamma, median: values.median, low: values.low, high: values.high }];
  });
}

function times({ width, gamma, median, low, high }: Band, factor: number): Band {
  return { width, gamma, median: factor * median, low: factor * low, high: factor * high };
}

function bandMarks(rows: Band[]): Plot.Markish[] {
  const colour = (row: Band) => colourOf(row.gamma);
  return [
    Plot.areaY(rows, { x: "width", y1: "low", y2: "high", z: "gamma", fill: colour, fillOpacity: 0.16, clip: true }),
    Plot.lineY(rows, { x: "width", y: "median", z: "gamma", stroke: colour, strokeWidth: 2, clip: true }),
    Plot.dot(rows, { x: "width", y: "median", fill: colour, r: 2, clip: true }),
  ];
}

/** The line of slope -(1 - beta) through `start` at N = 10. */
function theory(start: number): Plot.Markish[] {
  const line = [10, 1e6].map((width) => ({ width, value: start * (width / 10) ** -(1 - BETA) }));
  return [Plot.lineY(line, { x: "width", y: "value", stroke: INK, strokeDasharray: "6,4", strokeWidth: 1.75, clip: true })];
}

function widths({ widths: all }: Sweep) {
  const domain: [number, number] = [Math.min(...all), Math.max(...all)];
  return { label: "hidden units N", domain, ticks: decades(...domain) };
}

function slopesOf({ rows, gammas: values }: Sweep, quantity: Quantity) {
  return values.flatMap((gamma) => {
    const points = rows.filter((row) => row.gamma === gamma).map((row) => ({ x: row.width, y: row[quantity]?.mean ?? 0 }));
    const slope = logSlope(points);
    return slope === undefined ? [] : [{ gamma, ...slope }];
  });
}

/** The regularizers' legend with each line's slope. */
function withSlopes(slopes: ReturnType<typeof slopesOf>): LegendEntry[] {
  return gammas.map((entry, g) => {
    const found = slopes.find(({ gamma }) => gamma === GAMMAS[g]);
    return found === undefined ? entry : { ...entry, label: `${entry.label}: ${found.slope.toFixed(2).replace("-", "−")}` };
  });
}

function aliasNote(networks: number): string {
  return `Medians of ${networks} networks, bands: 10 % to 90 %. y = 2x + 0.4 sin 20πx: on ${POINTS} equispaced points that is 2x − 0.4 sin 10πx, the frequency the data really carry.`;
}

function pick({ rows }: Sweep, quantities: readonly Quantity[]) {
  return rows.map((row) => ({
    width: row.width,
    gamma: row.gamma,
    ...Object.fromEntries(quantities.filter((q) => row[q] !== undefined).map((q) => [q, row[q]])),
  }));
}
