// Runs in the browser: draws the figures of the report from the numbers in the page.
import * as Plot from "@observablehq/plot";
import { bands } from "./bands.js";
import type { Results, RunResult } from "./results.js";

const results = JSON.parse(document.getElementById("results")?.textContent ?? "") as Results;
const { methods, runs, problem } = results;
const colour = (key: string) => `var(--method-${methods.findIndex((method) => method.key === key)})`;
const label = (key: string) => methods.find((method) => method.key === key)?.label ?? key;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10⁻³; 1, 10 and 100 as they are. */
function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= 0 && exponent <= 2) return String(10 ** exponent);
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** Powers of ten from at or below `low` to at or above `high`, every one or as few as fit `most`. */
function decades(low: number, high: number, most = 14): number[] {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.ceil(Math.log10(high) - 1e-9);
  const every = Math.ceil((to - from + 1) / most);
  return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => 10 ** (from + i * every));
}

/** The powers of ten between `low` and `high`, every one or as few as fit `most`. */
function decadesWithin(low: number, high: number, most: number): number[] {
  return decades(low, high, most).filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

const style = { background: "transparent", fontSize: "13px", fontFamily: "inherit", overflow: "visible" };

/** Loss against one of the columns of the curves. */
function lossFigure(width: number, column: "step" | "seconds", name: string): Element {
  const curves = methods.map(({ key }) =>
    bands(
      runs.filter((run) => run.method === key).map((run) => ({ x: run.curve[column], y: run.curve.loss })),
      key,
    ),
  );
  const all = curves.flat();
  const several = all.some((point) => point.low < point.high);
  const losses = all.flatMap((point) => [point.low, point.high]);
  const y = decades(Math.min(...losses), Math.max(...losses));
  return Plot.plot({
    width,
    height: Math.min(460, Math.max(320, width * 0.46)),
    marginLeft: 56,
    marginBottom: 42,
    style,
    x: {
      type: "log",
      label: name,
      tickFormat: power,
      ticks: decadesWithin(Math.min(...all.map((p) => p.x)), Math.max(...all.map((p) => p.x)), 8),
    },
    y: { type: "log", label: "loss", tickFormat: power, ticks: y, domain: [y[0] as number, y.at(-1) as number], grid: true, clamp: true },
    marks: [
      several ? Plot.areaY(all, { x: "x", y1: "low", y2: "high", z: "series", fill: (p) => colour(p.series), fillOpacity: 0.18 }) : null,
      Plot.lineY(all, { x: "x", y: "middle", z: "series", stroke: (p) => colour(p.series), strokeWidth: 2 }),
      Plot.dot(ends(all), { x: "x", y: "middle", fill: (p) => colour(p.series), r: 4 }),
      Plot.tip(
        all,
        Plot.pointer({
          x: "x",
          y: "middle",
          title: (p) => `${label(p.series)}\n${name} ${Number(p.x.toPrecision(4))}\nloss ${p.middle.toExponential(2)}`,
        }),
      ),
    ],
    color: { type: "identity" },
  });
}

/** The last point of each series. */
function ends<P extends { series: string }>(points: P[]): P[] {
  return [...new Map(points.map((point) => [point.series, point])).values()];
}

/** Relative errors of the coefficients along the way, a panel a component. */
function coefficientCurves(width: number): Element {
  const points = methods.flatMap(({ key }) =>
    problem.components.flatMap(({ name, coefficient }, j) => {
      const curves = runs
        .filter((run) => run.method === key)
        .map(({ coefficientCurve: { step, values } }) => ({
          x: step,
          y: values.map((row) => Math.abs((row[j] as number) / coefficient - 1)),
        }));
      return bands(curves, key).map((point) => ({ ...point, component: `${coefficient} ${name}` }));
    }),
  );
  const errors = points.map((point) => point.middle).filter((error) => error > 0);
  const y = decades(Math.max(1e-9, Math.min(...errors)), Math.max(...errors));
  return Plot.plot({
    width,
    height: 300,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 42,
    style,
    fx: { padding: 0.14, label: null, domain: problem.components.map(({ name, coefficient }) => `${coefficient} ${name}`) },
    x: { type: "log", label: "iteration", tickFormat: power, ticks: decadesWithin(1, Math.max(...points.map((p) => p.x)), 3) },
    y: {
      type: "log",
      label: "relative error",
      tickFormat: power,
      ticks: y,
      domain: [y[0] as number, y.at(-1) as number],
      grid: true,
      clamp: true,
    },
    marks: [
      Plot.frame({ stroke: "var(--line)" }),
      Plot.lineY(points, { x: "x", y: "middle", fx: "component", z: "series", stroke: (p) => colour(p.series), strokeWidth: 1.6 }),
      Plot.tip(
        points,
        Plot.pointer({
          x: "x",
          y: "middle",
          fx: "component",
          title: (p) => `${label(p.series)}\niteration ${Number(p.x.toPrecision(4))}\nerror ${p.middle.toExponential(1)}`,
        }),
      ),
    ],
    color: { type: "identity" },
  });
}

/** Relative errors of the coefficients at the end, a row a component. */
function coefficientDots(width: number): Element {
  const dots = runs.flatMap((run) =>
    problem.components.flatMap(({ name, coefficient }, j) => {
      const error = run.coefficients?.relativeErrors[j];
      return error === undefined ? [] : [{ series: run.method, component: `${coefficient} ${name}`, error: Math.max(error, 1e-16) }];
    }),
  );
  if (dots.length === 0) return note("The samples are too few to tell the five components apart.");
  const x = decades(Math.min(...dots.map((dot) => dot.error)), Math.max(...dots.map((dot) => dot.error)), 12);
  return Plot.plot({
    width,
    height: 60 + 34 * problem.components.length,
    marginLeft: 100,
    marginBottom: 42,
    style,
    x: { type: "log", label: "relative error", tickFormat: power, ticks: x, domain: [x[0] as number, x.at(-1) as number], grid: true },
    y: { label: null, domain: problem.components.map(({ name, coefficient }) => `${coefficient} ${name}`) },
    marks: [
      Plot.dot(dots, {
        x: "error",
        y: "component",
        fill: (dot) => colour(dot.series),
        r: 5.5,
        fillOpacity: 0.9,
        stroke: "var(--paper)",
        strokeWidth: 1,
      }),
      Plot.tip(
        dots,
        Plot.pointer({
          x: "error",
          y: "component",
          title: (dot) => `${label(dot.series)}\n${dot.component}: ${dot.error.toExponential(1)}`,
        }),
      ),
    ],
    color: { type: "identity" },
  });
}

/** Target, samples and trained network, a panel a method. */
function fits(width: number): Element {
  const grid = document.createElement("div");
  grid.className = "grid";
  const columns = width < 700 ? 1 : 2;
  for (const run of runs) if (run.fit) grid.append(panel(run, run.fit, (width - 24 * (columns - 1)) / columns));
  return grid;
}

function panel(run: RunResult, fit: number[], width: number): Element {
  const { x, y } = problem.fine;
  const element = document.createElement("div");
  const title = document.createElement("h3");
  title.textContent = `${label(run.method)}: loss ${run.finalLoss.toExponential(1)} after ${run.steps.toLocaleString("en-US")} iterations`;
  const curve = x.map((value, i) => ({ x: value, target: y[i] as number, fit: fit[i] as number }));
  const samples = problem.x.map((value, i) => ({ x: value, y: problem.y[i] as number }));
  const picture = Plot.plot({
    width,
    height: 190,
    marginLeft: 36,
    style,
    x: { label: null },
    y: { label: "f(x)", grid: true, domain: [Math.min(...y) - 0.4, Math.max(...y) + 0.4], clamp: true },
    marks: [
      Plot.lineY(curve, { x: "x", y: "target", stroke: "var(--target)", strokeWidth: 4, strokeOpacity: 0.45 }),
      Plot.dot(samples, { x: "x", y: "y", fill: "var(--target)", r: 1.6 }),
      Plot.lineY(curve, { x: "x", y: "fit", stroke: colour(run.method), strokeWidth: 1.6, clip: true }),
    ],
  });
  element.append(title, picture);
  return element;
}

function note(text: string): Element {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

const FIGURES: Record<string, (width: number) => Element> = {
  byStep: (width) => lossFigure(width, "step", "iteration"),
  byTime: (width) => lossFigure(width, "seconds", "seconds"),
  coefficientCurves,
  coefficients: coefficientDots,
  fits,
};

function draw(): void {
  for (const [id, figure] of Object.entries(FIGURES)) {
    const element = document.getElementById(id);
    element?.replaceChildren(runs.length === 0 ? note("Nothing was run.") : figure(Math.max(320, element.clientWidth)));
  }
}

let drawnAt = 0;
new ResizeObserver(() => {
  if (Math.abs(document.body.clientWidth - drawnAt) < 2) return;
  drawnAt = document.body.clientWidth;
  draw();
}).observe(document.body);
