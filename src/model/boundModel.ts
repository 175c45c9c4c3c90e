import { makeMatrix } from "../core/matrix.js";
import { pow } from "../elementary/scalar.js";
import type { Engine } from "../engine/engine.js";
import type { CheckedData } from "./data.js";
import { joinParameters, type Network, parameterCount } from "./network.js";
import { SampleSpace } from "./sampleSpace.js";
import type { Sweeps } from "./sweeps.js";
import { sweepsFor } from "./sweepsFor.js";
import { type TileSum, tileSum } from "./tileSum.js";
import { type Block, UnitTable } from "./unitTable.js";

/** Activations (and slopes, where they cost more than a few operations) are kept while they fit into this; else half of this is filled. */
const KEEP_BYTES = 256e6;

/** What is done with units unit..unit+units as soon as they are visited. */
export type UnitVisit = (unit: number, units: number) => void;

/** A sum over the units under way: `add` takes in those that are visited; `close`, after the last of them, ends it. */
export interface UnitSum<T> {
  add(): void;
  close(): T;
}

/** What a bound model is asked for: single sweeps, for which nothing is kept; also several at one point; also products with H. */
export type Derivatives = 0 | 1 | 2;

/**
 * A network and a data set bound to one engine's arena, for the length of a borrow: every sweep over units x samples that the library makes.
 *
 *   r = weight o (f - y),  L = |r|^2 / (2M),  grad = J'r / M,  G = J'J / M,  H = G + blockdiag(S_i)
 *
 * All arguments are addresses. A parameter vector is W (width x inputs), b, C (outputs x width); a vector of sample space is one column an
 * output, `space.stride` numbers each, zeros behind the samples: `space.length` numbers, on which plain dot products are right.
 * With sample weights the rows of J and r carry the factors sqrt(M w_m / sum w).
 *
 * `linearise` fixes the point at which gradient, products and blocks are taken: `theta` must not change between. `forward` is independent of
 * it. Everything is allocated by the constructor, so scopes may be opened and closed around any call.
 *
 * Order    results depend on the operands only, not on whether activations are kept or recomputed, nor on what was asked before
 * Cost     a sweep is O(M N (d + K)); forward and linearise take one activation each, the products none while the activations are kept
 */
export class BoundModel {
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly parameters: number;
  /** inputs + 1 + outputs, the parameters of a unit. */
  readonly unitParameters: number;
  /** width^-beta */
  readonly scale: number;
  readonly space: SampleSpace;
  /** Address of the parameters, f64[parameters]. */
  readonly theta: number;
  /** Address of the residual at the linearised point, a vector of sample space. */
  readonly residual: number;

  readonly table: UnitTable;
  private readonly sweeps: Sweeps;
  private readonly outputSum: TileSum;
  private readonly tangentSum: TileSum;
  private readonly weighted: number;
  private readonly image: number;
  private readonly curvature: number = 0;
  private curvatureReady = false;

  constructor(
    readonly engine: Engine,
    readonly network: Network,
    data: CheckedData,
    derivatives: Derivatives = 2,
    keepBytes = KEEP_BYTES,
  ) {
    const { width, inputs, outputs } = network;
    const { arena } = engine;
    this.width = width;
    this.inputs = inputs;
    this.outputs = outputs;
    this.parameters = parameterCount(network);
    this.unitParameters = inputs + 1 + outputs;
    this.scale = pow(width, -network.beta);
    this.space = new SampleSpace(engine, outputs, data, network.scaling);
    const { length } = this.space;
    this.theta = engine.put(joinParameters(network));
    this.residual = arena.f64(length);
    this.weighted = arena.f64(length);
    this.image = arena.f64(length);
    this.table = new UnitTable(engine, network, this.space, this.theta, derivatives > 0 ? keepBytes : 0);
    this.sweeps = sweepsFor(this);
    this.outputSum = tileSum(engine, length);
    this.tangentSum = tileSum(engine, length);
    if (derivatives > 1) this.curvature = arena.f64(width * this.unitParameters * this.unitParameters);
  }

  /** A model of the same network over `samples` of this one's samples, first derivatives only. `takeSamples` has to follow. */
  subset(samples: number): BoundModel {
    const weights = this.space.weighted ? new Float64Array(samples).fill(1) : undefined;
    const [x, y] = [makeMatrix(samples, this.inputs), makeMatrix(samples, this.outputs)];
    return new BoundModel(this.engine, { ...this.network, scaling: undefined }, { x, y, weights }, 1);
  }

  /** Takes samples and parameters from the model that this is a subset of, and is linearised there; returns the loss on them. */
  takeSamples(whole: BoundModel, indices: Int32Array): number {
    this.space.takeColumns(whole.space, indices);
    this.setTheta(this.engine.view(whole.theta, this.parameters));
    return this.linearise();
  }

  /** Copies a parameter vector in. `linearise` has to follow before anything but `forward` is asked. */
  setTheta(theta: Float64Array): void {
    this.engine.view(this.theta, this.parameters).set(theta);
  }

  /** Copies the parameters out. */
  takeTheta(): Float64Array {
    return this.engine.take(this.theta, this.parameters);
  }

  /** The loss at any parameters; writes the residual there. The cheap trial: one sweep, nothing kept, the linearised point stays. */
  forward(theta = this.theta, residual = this.residual): number {
    return this.sumUp(this.sumOutputs(theta, residual, () => this.table.at(theta)));
  }

  /**
   * `forward(theta, residual)` for theta = the linearised point + move, cheaper where the move is small and the units' function has an addition
   * theorem (tanh). The two differ by rounding.
   */
  forwardNear(theta: number, move: number, residual: number): number {
    return this.sumUp(this.sumNear(theta, move, residual));
  }

  /** `forwardNear`, unit by unit: the parameters of a unit, and its move, are read when it is added. */
  sumNear(theta: number, move: number, residual: number): UnitSum<number> {
    const { table, space, inputs: d, width: N } = this;
    if (!table.tanh) return this.sumOutputs(theta, residual, () => table.at(theta));
    const { shallow_near_tanh_f64 } = this.engine.routines;
    return this.sumOutputs(theta, residual, ({ unit, units, sample, samples }) => {
      const a = table.activations();
      const [w, b] = [8 * unit * d, 8 * (N * d + unit)];
      const x = space.x + 8 * sample;
      shallow_near_tanh_f64(units, samples, d, a, move + w, move + b, theta + w, theta + b, x, space.stride, table.z);
      return table.z;
    });
  }

  /** mean |y|^2 over the samples, in the network's coordinates, weights regarded. `linearise` has to follow: the residual is overwritten. */
  meanTarget(): number {
    const { space, residual, engine } = this;
    engine.view(residual, space.length).fill(0);
    space.weigh(residual, 1, residual, true);
    return engine.routines.dot_f64(space.length, residual, residual) / space.samples;
  }

  /** Makes `theta` the point of all derivatives; returns its loss and writes `residual`. */
  linearise(): number {
    this.curvatureReady = false;
    return this.sumUp(this.sumOutputs(this.theta, this.residual, () => this.table.keep()));
  }

  /** out = J'r / M */
  gradient(out: number): void {
    this.pullBack(this.residual, 1 / this.space.samples, out);
  }

  /** out = J v; v a parameter vector, out a vector of sample space. */
  jvp(v: number, out: number): void {
    this.sumUp(this.sumTangent(v, out));
  }

  /** `jvp`, unit by unit. */
  sumTangent(v: number, out: number): UnitSum<void> {
    const { table, sweeps, tangentSum: sum } = this;
    sum.open(out);
    return {
      add: () => sweeps.forward(v, sum.at(table.unit)),
      close: () => {
        sum.close();
        this.space.weigh(out, this.scale, out);
      },
    };
  }

  /** out = J'u; u a vector of sample space, out a parameter vector. `then` is told of units as soon as their part of it is there. */
  vjp(u: number, out: number, then?: UnitVisit): void {
    this.pullBack(u, 1, out, then);
  }

  /** Tells of all units in ascending order, as `vjp` does. */
  visitUnits(visit: UnitVisit): void {
    this.table.eachUnits(false, visit);
  }

  /** out = J'J v / M */
  gnvp(v: number, out: number): void {
    this.jvp(v, this.image);
    this.pullBack(this.image, 1 / this.space.samples, out);
  }

  /** out = H v = J'J v / M + blockdiag(S_i) v; the blocks are formed once a point. v and out do not overlap. */
  hvp(v: number, out: number): void {
    if (!this.curvatureReady) {
      this.residualBlocks(this.curvature);
      this.curvatureReady = true;
    }
    this.gnvp(v, out);
    this.engine.routines.shallow_blocks_apply_f64(this.width, this.inputs, this.outputs, this.curvature, v, out);
  }

  /** out = S_1, ..., S_width, each q x q row-major over (w, b, c) of its unit. */
  residualBlocks(out: number): void {
    this.startBlocks(out);
    this.visitUnits(() => this.sweeps.blocks(this.weighted, out));
  }

  /** out = the diagonals of S_1, ..., S_width, q each: s/M sum_m rho_mi a''_mi x~_mj^2, and 0 for the output weights. */
  residualDiagonal(out: number): void {
    const { engine, table, inputs: d, unitParameters: q, weighted, space } = this;
    const { routines } = engine;
    this.startBlocks(out, this.width * q);
    engine.scope(() => {
      const squares = engine.arena.f64((d + 1) * space.stride);
      routines.shallow_times_f64(d + 1, space.stride, space.x, space.stride, space.x, squares);
      this.visitUnits(() =>
        table.eachSamples(({ unit, units, sample, samples }) => {
          table.pullSecond(weighted + 8 * sample);
          routines.shallow_dots_f64(units, samples, d + 1, table.e, squares + 8 * sample, space.stride, out + 8 * unit * q, q, 1);
        }),
      );
    });
  }

  /**
   * The activations and slopes of whole units at the linearised point over samples sample..sample+length: a and slope, units x length each.
   * `unit` is a multiple of 32 and `sample` of 128. With `blocks`, an address, also their residual blocks in their places there.
   */
  rows(unit: number, units: number, a: number, slope: number, sample = 0, length = this.space.stride, blocks = 0): void {
    const { table } = this;
    if (unit >= table.kept && length === this.space.stride && blocks === 0) {
      table.fill(unit, units, a, slope);
      return;
    }
    table.eachUnits(
      blocks !== 0,
      () => {
        if (blocks !== 0) this.sweeps.blocks(this.weighted, blocks);
        table.copyRows(unit, units, a, slope, sample, length);
      },
      unit,
      unit + units,
    );
  }

  /** Readies `out` for the residual blocks that `rows` adds: before nothing but `rows` is asked, all units in turn. */
  startBlocks(out: number, length = this.width * this.unitParameters * this.unitParameters): void {
    this.engine.view(out, length).fill(0);
    this.space.weigh(this.residual, this.scale / this.space.samples, this.weighted);
  }

  /** out = factor J'u */
  private pullBack(u: number, factor: number, out: number, then?: UnitVisit): void {
    const { table, sweeps, weighted } = this;
    this.space.weigh(u, factor * this.scale, weighted);
    this.engine.view(out, this.parameters).fill(0);
    table.eachUnits(then !== undefined, (unit, units) => {
      sweeps.backward(weighted, out);
      then?.(unit, units);
    });
  }

  private sumUp<T>(sum: UnitSum<T>): T {
    this.visitUnits(sum.add);
    return sum.close();
  }

  /** The loss at `theta` from the activations that `activate` gives block by block; writes the residual. */
  private sumOutputs(theta: number, residual: number, activate: (block: Block) => number): UnitSum<number> {
    const { engine, space, table, width: N, outputs: K, outputSum: sum } = this;
    const { shallow_combine_f64, dot_f64 } = engine.routines;
    const C = theta + 8 * N * (this.inputs + 1);
    sum.open(residual);
    return {
      add: () => {
        const f = sum.at(table.unit);
        table.eachSamples((block) => {
          const { unit, units, sample, samples } = block;
          shallow_combine_f64(units, samples, K, C + 8 * unit, N, activate(block), f + 8 * sample, space.stride);
        });
      },
      close: () => {
        sum.close();
        space.weigh(residual, this.scale, residual, true);
        return dot_f64(space.length, residual, residual) / (2 * space.samples);
      },
    };
  }
}
