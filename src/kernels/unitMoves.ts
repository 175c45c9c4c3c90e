import { checkInteger, givenOptions, wrongValue } from "../core/checks.js";
import { checkMatrix, type Matrix, type MatrixLike, makeMatrix } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import { safeScale } from "../linalg/powerOfTwo.js";
import type { BoundModel } from "../model/boundModel.js";
import { checkInputs } from "../model/data.js";
import { ACTIVATIONS, checkNetwork, type Network } from "../model/network.js";
import { oneNaN, onModel } from "../model/onModel.js";
import { tileUnits, unitTiles } from "./unitTiles.js";

/** What steps given by dual vectors do to a network. */
export interface UnitMoves {
  /** for each column of Z the largest Euclidean length of a unit's move: max_i |(v_w,i, v_b,i, v_c,i)| */
  largest: Float64Array;
  /** M K x c, or only the first columns asked for: the network's outputs at theta + v, column j after step j, in its own coordinates */
  outputs?: Matrix;
}

/**
 * Steps theta -> theta + v with v = J' z, one for each column z of Z, all at once and without keeping one of them: the largest move of a
 * unit, and on request the outputs of the true, not the linearised network after the step.
 *
 * Every step of Newton's method on the linearised model, and of gradient descent, has this form (`solveRegularized`, z = (y - f) / M).
 *
 * Shapes   x: M x d; Z: M K x c, row (m, k) at m K + k. `outputs`: true, or for how many of the first columns
 * Source   RSS (arXiv:2605.08352): units move by less and less as the width grows
 * Cost     P M K c multiply-adds, P = width (d + 1 + K), and for the outputs M width c activations; memory of one tile beside the parameters
 * Overflow entries beyond the range of float64 are infinite or NaN: finite parameters do not promise finite results
 *
 * @throws {TypeError} not a network, matrices of another kind, an unknown option
 * @throws {RangeError} no sample, shapes that do not fit the network, non-finite entries
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { unitMoves } from "nntk/kernels";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(3) };
 * unitMoves(network, [0], [2], { outputs: true }); // => { largest: [6], outputs: { data: [2.9999631] } }
 * ```
 */
export function unitMoves(network: Network, x: MatrixLike, Z: MatrixLike, options?: { outputs?: boolean | number }): UnitMoves {
  const where = "unitMoves";
  checkNetwork(where, network);
  const samples = checkInputs(where, network, x);
  const given = checkMatrix(where, "Z", Z);
  const n = samples.rows * network.outputs;
  if (given.rows !== n) wrongValue(where, "Z", `${n} rows (outputs of all samples)`, given.rows);
  const { outputs: asked = false } = givenOptions(where, options, ["outputs"]);
  const wanted = typeof asked === "boolean" ? Number(asked) * given.cols : checkInteger(where, "options.outputs", asked, 0, given.cols);
  return onModel(network, { x: samples }, 0, (model, engine) => {
    const { inputs: d, outputs: K, space, unitParameters: q } = model;
    const { length, stride } = space;
    const { arena, routines } = engine;
    const count = given.cols;
    const row = q * count;
    const most = tileUnits(model);
    const duals = putDuals(engine, model, given);
    const largest = arena.f64(count);
    const moves = arena.f64(most * row);
    const scratch = arena.bytes(routines.gemm_scratch_bytes());
    const after = arena.f64(most * q);
    const z = arena.f64(most * stride);
    const f = arena.f64(wanted * length);
    const code = ACTIVATIONS.indexOf(network.activation);
    engine.view(largest, count).fill(0);
    engine.view(f, wanted * length).fill(0);
    unitTiles(engine, model, ({ unit, units, a, slopes }) => {
      const b = 8 * (d + 1) * count;
      routines.gemm_f64(units, (d + 1) * count, length, 1, slopes, length, 1, duals, (d + 1) * count, 1, 0, moves, row, scratch);
      for (let k = 0; k < K; k++) {
        // the part of the duals that belongs to the ones, output k's rows
        const ones = duals + k * stride * b + 8 * d * count;
        routines.gemm_f64(units, count, stride, 1, a, stride, 1, ones, (d + 1) * count, 1, 0, moves + b + 8 * k * count, row, scratch);
      }
      routines.shallow_longest_f64(units, q, count, moves, largest);
      for (let j = 0; j < wanted; j++) {
        move(engine, model, unit, units, moves + 8 * j, count, after);
        const c = after + 8 * (d + 1) * units;
        routines.shallow_affine_f64(units, stride, d, after, 1, units, after + 8 * d * units, space.x, stride, z);
        routines.elementary_f64(code, units * stride, z, z);
        routines.shallow_combine_f64(units, stride, K, c, units, z, f + 8 * j * length, stride);
      }
    });
    const squares = oneNaN(engine.take(largest, count));
    const lengths = squares.map((square, j) => (inRange(square) ? Math.sqrt(square) : rescaled(network, samples, given, j, square)));
    if (wanted === 0) return { largest: lengths };
    const outputs = makeMatrix(n, wanted);
    for (let j = 0; j < wanted; j++) {
      const column = f + 8 * j * length;
      space.weigh(column, model.scale, column);
      for (const [at, value] of oneNaN(space.takeRows(column)).entries()) outputs.data[at * wanted + j] = value;
    }
    return { largest: lengths, outputs };
  });
}

/** The parameters of a tile's units after the first of their moves, q x units at `after`: w, then b, then c. */
function move(engine: Engine, model: BoundModel, unit: number, units: number, moves: number, count: number, after: number): void {
  const { width: N, inputs: d, unitParameters: q } = model;
  const theta = engine.view(model.theta, model.parameters);
  const step = engine.view(moves, units * q * count - count + 1);
  const to = engine.view(after, units * q);
  for (let i = 0; i < units; i++) {
    for (let p = 0; p < q; p++) {
      to[p * units + i] = theta[p < d ? (unit + i) * d + p : N * p + unit + i]! + step[(i * q + p) * count]!;
    }
  }
}

/** Whether a square keeps the digits of its root. */
function inRange(square: number): boolean {
  return square > 1e-280 && square < Infinity;
}

/** The largest move under column j of Z where its square is not in range: a move is linear in z, and scaling by powers of two is exact. */
function rescaled(network: Network, x: Matrix, Z: Matrix, j: number, square: number): number {
  const column = Float64Array.from({ length: Z.rows }, (_, row) => Z.data[row * Z.cols + j]!);
  const scale = safeScale(column);
  if (scale === 1) return Math.sqrt(square);
  const scaled = makeMatrix(
    Z.rows,
    1,
    column.map((z) => z / scale),
  );
  return scale * unitMoves(network, x, scaled).largest[0]!;
}

/** s [x_1 o Z, ..., x_d o Z, 1 o Z], a row for each entry of a vector of sample space: what slopes and activations are multiplied with. */
function putDuals(engine: Engine, { space, inputs: d, outputs: K, scale }: BoundModel, { cols, data }: Matrix): number {
  const { length, stride, samples } = space;
  const ld = (d + 1) * cols;
  const pointer = engine.arena.f64(length * ld);
  const rows = engine.view(pointer, length * ld).fill(0);
  const x = engine.view(space.x, (d + 1) * stride);
  for (let m = 0; m < samples; m++) {
    for (let k = 0; k < K; k++) {
      for (let l = 0; l <= d; l++) {
        const to = (k * stride + m) * ld + l * cols;
        for (let j = 0; j < cols; j++) rows[to + j] = scale * x[l * stride + m]! * data[(m * K + k) * cols + j]!;
      }
    }
  }
  return pointer;
}
