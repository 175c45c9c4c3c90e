// Figures 3 and 5: the training comparison.
import * as Plot from "@observablehq/plot";
import { type BandPoint, bands } from "../comparison/bands.js";
import { median } from "../comparison/median.js";
import { COMPONENTS } from "../comparison/problem.js";
import { figure, type LegendEntry, panel } from "./chart.js";
import type { Figure } from "./figure.js";
import type { Training, TrainingRun } from "./training.js";

const COLOURS = ["#6e7781", "#d97706", "#0d9488", "#2563eb", "#c81e5b", "#7c3aed"] as const;

export function trainingFigures(training: Training): Figure[] {
  return [figure3(training), figure5(training)];
}

function figure3(training: Training): Figure {
  const size = { width: 520, height: 420 };
  const y = { label: "loss", domain: [1e-12, 10] as [number, number] };
  const steps = curves(training, ({ curve }) => ({ x: curve.step, y: curve.loss }));
  const times = curves(training, ({ curve }) => ({ x: curve.seconds, y: curve.loss }));
  return {
    name: "figure3",
    svg: figure({
      title: "Figure 3. Training on the five-component target",
      panels: [
        panel({
          ...size,
          title: "Loss against iteration",
          x: { label: "iteration", domain: reach(steps) },
          y,
          marks: bandMarks(training, steps),
        }),
        panel({
          ...size,
          title: "Loss against compute time",
          x: { label: "seconds of compute", domain: reach(times) },
          y,
          marks: bandMarks(training, times),
        }),
      ],
      columns: 2,
      legend: legend(training),
      notes: [
        settingNote(training),
        "The structured method is not in the published figure: the same Hessian, solved exactly with |S| for the residual blocks, corrected along the path.",
      ],
    }),
    data: {
      methods: names(training),
      runs: training.runs.map(({ method, seed, steps: n, seconds, loss, curve }) => ({ method, seed, steps: n, seconds, loss, curve })),
    },
  };
}

function figure5(training: Training): Figure {
  const size = { width: 350, height: 290 };
  const panels = COMPONENTS.map(({ name, coefficient }, j) => {
    const points = curves(training, ({ coefficients: { step, values } }) => ({
      x: step,
      y: values.map((row) => Math.abs((row[j] ?? 0) / coefficient - 1)),
    }));
    return panel({
      ...size,
      title: `Coefficient ${coefficient} of ${name}`,
      x: { label: "iteration", domain: reach(points) },
      y: { label: "relative error", domain: [1e-8, 10] },
      marks: bandMarks(training, points),
    });
  });
  const modes = modesLeft(training).filter(({ eigenvalue }) => eigenvalue > 1e-16);
  panels.push(
    panel({
      ...size,
      title: "What is left in each mode of the NTK",
      x: { label: "eigenvalue of the NTK at the start", domain: [1e-16, 2] },
      y: { label: "|q′(f − y)| at the end / at the start", domain: [1e-9, 1e2] },
      marks: [
        Plot.lineY(modes, {
          x: "eigenvalue",
          y: "left",
          z: "method",
          stroke: (p) => colour(training, p.method),
          strokeWidth: 1.25,
          clip: true,
        }),
        Plot.dot(modes, { x: "eigenvalue", y: "left", fill: (p) => colour(training, p.method), r: 2.75, clip: true }),
      ],
    }),
  );
  return {
    name: "figure5",
    svg: figure({
      title: "Figure 5. Errors of the target's five coefficients, and of the tangent kernel's modes",
      panels,
      columns: 3,
      legend: legend(training),
      notes: [
        settingNote(training),
        "Coefficients by least squares of the network's output on x and the four sines. Modes: eigenvectors q of the tangent kernel at the start, down to 10⁻¹⁶.",
      ],
    }),
    data: {
      methods: names(training),
      components: COMPONENTS.map(({ name, coefficient }) => ({ name, coefficient })),
      runs: training.runs.map(({ method, seed, coefficients, modes: list }) => ({
        method,
        seed,
        coefficients,
        errors: errors(coefficients.values.at(-1) ?? []),
        modes: list,
      })),
    },
  };
}

/** Medians over the starts, mode by mode. */
function modesLeft({ methods, runs }: Training): { method: string; eigenvalue: number; left: number }[] {
  return methods.flatMap(({ key }) => {
    const mine = runs.filter((run) => run.method === key);
    return (mine[0]?.modes ?? []).map((_, j) => {
      const all = mine.flatMap((run) => run.modes[j] ?? []);
      return { method: key, eigenvalue: median(all.map((mode) => mode.eigenvalue)), left: median(all.map((mode) => mode.left)) };
    });
  });
}

function errors(values: readonly number[]) {
  const absolute = values.map((value, j) => Math.abs(value - (COMPONENTS[j]?.coefficient as number)));
  return { absolute, relative: absolute.map((error, j) => error / (COMPONENTS[j]?.coefficient as number)) };
}

function curves({ methods, runs }: Training, of: (run: TrainingRun) => { x: number[]; y: number[] }): BandPoint[] {
  return methods.flatMap(({ key }) => bands(runs.filter((run) => run.method === key).map(of), key));
}

function bandMarks(training: Training, points: BandPoint[]): Plot.Markish[] {
  const stroke = (p: BandPoint) => colour(training, p.series);
  const ends = [...new Map(points.map((point) => [point.series, point])).values()];
  return [
    Plot.areaY(points, { x: "x", y1: "low", y2: "high", z: "series", fill: stroke, fillOpacity: 0.16, clip: true }),
    Plot.lineY(points, { x: "x", y: "middle", z: "series", stroke, strokeWidth: 2, clip: true }),
    Plot.dot(ends, { x: "x", y: "middle", fill: stroke, r: 3.5, clip: true }),
  ];
}

function reach(points: readonly BandPoint[]): [number, number] {
  const xs = points.map((point) => point.x);
  return [Math.min(...xs), Math.max(...xs)];
}

function colour({ methods }: Training, key: string): string {
  return COLOURS[methods.findIndex((method) => method.key === key) % COLOURS.length] as string;
}

function legend(training: Training): LegendEntry[] {
  return training.methods.map(({ key, label }) => ({ label, colour: colour(training, key) }));
}

function names({ methods }: Training) {
  return methods.map(({ key, label, options }) => ({ key, label, options }));
}

function settingNote({ setting: { width, points, seeds, seconds } }: Training): string {
  return `N = ${width}, M = ${points}, β = 0.52; medians over ${seeds} starts, bands from the best to the worst; at most ${seconds} s, 5,000 Newton and Gauss-Newton or 50,000 first-order iterations each.`;
}
