import { createNetwork } from "nntk";
import { infiniteNtk, ntkDecomposition, ntkSpectrum, solveRegularized, unitMoves } from "nntk/kernels";
import { check, peak, type Row, type Suite, type Time } from "./support.js";

// Kernels of very wide networks, and the published sweep of widths by the pieces that it consists of.

export const kernels: Suite = { name: "kernels", rows: () => [spectrumRow(), infiniteRow(), ...sweepRows()] };

/** Peak of the machine that the goals in seconds belong to, flops a second. */
const REFERENCE_PEAK = 23.5e9;
const points = (n: number) => Float64Array.from({ length: n }, (_, m) => m / (n - 1));
const X = points(16);
const GAMMAS = Array.from({ length: 10 }, (_, k) => 10 ** -(k + 1));

/** A row in seconds against seconds allowed on the reference machine. */
function secondsRow(operation: string, size: string, allowed: number, call: () => void, calls = 3): Row {
  const before = peak();
  const sample = Array.from({ length: calls + 1 }, () => {
    const start = performance.now();
    call();
    return (performance.now() - start) / 1e3;
  });
  const sorted = sample.slice(1).sort((a, b) => a - b);
  const time: Time = { best: sorted[0] as number, median: sorted[calls >> 1] as number };
  const scaled = (allowed * REFERENCE_PEAK) / Math.max(before, peak());
  const label = allowed < 0.2 ? `${(1e3 * allowed).toFixed(0)} ms` : `${Number(allowed.toFixed(2))} s`;
  return { operation, size, time, figure: "", ratio: scaled / time.best, against: label, goal: 1 };
}

function spectrumRow(): Row {
  const network = createNetwork({ inputs: 1, width: 1e6, seed: 1 });
  return secondsRow("ntkSpectrum", "1e6 x 16", 0.4, () => ntkSpectrum(network, X));
}

function infiniteRow(): Row {
  const x = points(128);
  return secondsRow("infiniteNtk, tanh", "128", 1, () => infiniteNtk(x));
}

/** Units of the published sweep: 16 widths 10, 20, 50, 100, ..., 1e6, 100 networks each. */
const SWEEP = 100 * (8 * 111_110 + 1e6);

/** A network of 200,000 units as the sweep of Figures 1 and 2 treats it; the seconds allowed are those of the whole sweep, by units. */
function sweepRows(): Row[] {
  const width = 200_000;
  const share = width / SWEEP;
  let seed = 0;
  const visit = (followed: number) => () => {
    const network = createNetwork({ inputs: 1, width, beta: 0.52, seed: seed++ });
    const kernel = ntkDecomposition(network, X);
    const r = Float64Array.from(X, (x, m) => (2 * x + 0.4 * Math.sin(5 * Math.PI * x) - (kernel.outputs.data[m] as number)) / 16);
    const columns = GAMMAS.length + followed;
    const duals = new Float64Array(16 * columns);
    for (let j = 0; j < columns; j++) {
      const z = solveRegularized(kernel, r, GAMMAS[j % GAMMAS.length] as number).data;
      for (let m = 0; m < 16; m++) duals[m * columns + j] = z[m] as number;
    }
    const { largest } = unitMoves(network, X, { rows: 16, cols: columns, data: duals }, { outputs: followed });
    check("sweep", largest.every((move) => move > 0) ? 0 : 1, 0);
  };
  return [
    secondsRow("sweep, a network's part", `${width} x 16`, 90 * share, visit(0), 5),
    secondsRow("the same, with true networks", `${width} x 16`, 300 * share, visit(GAMMAS.length), 5),
  ];
}
