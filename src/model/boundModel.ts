import { makeMatrix } from "../core/matrix.js";
import { pow } from "../elementary/scalar.js";
import type { Engine } from "../engine/engine.js";
import type { CheckedData } from "./data.js";
import { ACTIVATIONS, joinParameters, type Network, parameterCount } from "./network.js";
import { SampleSpace } from "./sampleSpace.js";

/** Units and samples of one block of a sweep: 32 kB, constants of the numeric contract. */
const UNIT_BLOCK = 32;
const SAMPLE_BLOCK = 128;
/** Units whose contributions to the outputs are summed by themselves before they join the total; of the contract too. */
const UNIT_TILE = 1024;
/** Activations (and slopes, where they cost more than a few operations) are kept while they fit into this. */
const KEEP_BYTES = 256e6;
const TANH = ACTIVATIONS.indexOf("tanh");

/** What a bound model is asked for: outputs and losses; also first derivatives; also the residual blocks and with them H. */
export type Derivatives = 0 | 1 | 2;

/** A part of the units x samples table of activations, `units` rows of `samples` numbers one after another. */
interface Block {
  unit: number;
  units: number;
  sample: number;
  samples: number;
}

/**
 * A network and a data set bound to one engine's arena, for the length of a borrow: every sweep over units x samples that the library makes.
 *
 *   r = weight o (f - y),  L = |r|^2 / (2M),  grad = J'r / M,  G = J'J / M,  H = G + blockdiag(S_i)                  (method.md, section 2)
 *
 * All arguments are addresses. A parameter vector is W (width x inputs), b, C (outputs x width); a vector of sample space is one column an
 * output, `space.stride` numbers each, zeros behind the samples: `space.length` numbers, on which plain dot products are right.
 * With sample weights the rows of J and r carry the factors sqrt(M w_m / sum w).
 *
 * `linearise` fixes the point at which gradient, products and blocks are taken: `theta` must not change between. `forward` is independent of
 * it. Everything is allocated by the constructor, so scopes may be opened and closed around any call.
 *
 * Order    results depend on the operands and on the constants above, not on whether activations are kept or recomputed
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

  private readonly kind: number;
  private readonly fused: boolean;
  // kept tables, block by block (0: recomputed), scratch for one block each, and two vectors of sample space
  private readonly keptA: number = 0;
  private readonly keptSlope: number = 0;
  private readonly z: number;
  private readonly blockA: number;
  private readonly blockSlope: number;
  private readonly e: number;
  private readonly partial: number;
  private readonly weighted: number;
  private readonly image: number;
  private readonly curvature: number = 0;
  private curvatureReady = false;
  private readonly block: Block = { unit: 0, units: 0, sample: 0, samples: 0 };

  constructor(
    private readonly engine: Engine,
    private readonly network: Network,
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
    this.kind = ACTIVATIONS.indexOf(network.activation);
    this.fused = network.activation === "tanh" && inputs === 1 && outputs === 1;
    this.space = new SampleSpace(engine, outputs, data, network.scaling);
    const { length, stride } = this.space;
    this.theta = engine.put(joinParameters(network));
    this.residual = arena.f64(length);
    this.partial = arena.f64(length);
    this.weighted = arena.f64(length);
    this.image = arena.f64(length);
    const n = Math.min(UNIT_BLOCK, width) * Math.min(SAMPLE_BLOCK, stride);
    this.z = arena.f64(n);
    this.blockA = arena.f64(n);
    this.blockSlope = arena.f64(n);
    this.e = arena.f64(n);
    const slopes = network.activation === "tanh" ? 0 : 1;
    if (derivatives > 0 && 8 * width * stride * (1 + slopes) <= keepBytes) {
      this.keptA = arena.f64(width * stride);
      if (slopes > 0) this.keptSlope = arena.f64(width * stride);
    }
    if (derivatives > 1) this.curvature = arena.f64(width * this.unitParameters * this.unitParameters);
  }

  /** A model of the same network over `samples` of this one's samples, first derivatives only, without targets. `takeSamples` has to follow. */
  subset(samples: number): BoundModel {
    const weights = this.space.weight === 0 ? undefined : new Float64Array(samples).fill(1);
    return new BoundModel(this.engine, { ...this.network, scaling: undefined }, { x: makeMatrix(samples, this.inputs), weights }, 1);
  }

  /** Takes samples and parameters from the model that this is a subset of, and is linearised there. */
  takeSamples(whole: BoundModel, indices: Int32Array): void {
    this.space.takeColumns(whole.space, indices, this.inputs);
    this.engine.view(this.theta, this.parameters).set(this.engine.view(whole.theta, this.parameters));
    this.linearise();
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
    const { activation_f64, shallow_combine_f64 } = this.engine.routines;
    const C = theta + 8 * this.width * (this.inputs + 1);
    this.sum(residual, ({ unit, units, sample, samples }, f) => {
      this.affine(theta, this.z);
      activation_f64(this.kind, units * samples, this.z, this.z);
      shallow_combine_f64(units, samples, this.outputs, C + 8 * unit, this.width, this.z, f + 8 * sample, this.space.stride);
    });
    return this.finishLoss(residual);
  }

  /**
   * `forward(theta, residual)` for theta = the linearised point + move, cheaper where the move is small and the units' function has an addition
   * theorem (tanh) and its values are kept. The two differ by rounding.
   */
  forwardNear(theta: number, move: number, residual: number): number {
    if (this.kind !== 0 || this.keptA === 0) return this.forward(theta, residual);
    const { shallow_near_tanh_f64, shallow_affine_f64, shallow_combine_f64 } = this.engine.routines;
    const { inputs: d, width: N, space, z } = this;
    const C = theta + 8 * N * (d + 1);
    this.sum(residual, ({ unit, units, sample, samples }, f) => {
      const x = space.x + 8 * sample;
      const [w, b] = [8 * unit * d, 8 * (N * d + unit)];
      shallow_affine_f64(units, samples, d, move + w, d, 1, move + b, x, space.stride, z);
      shallow_near_tanh_f64(units, samples, d, this.keptA + this.offset(), z, theta + w, theta + b, x, space.stride, z);
      shallow_combine_f64(units, samples, this.outputs, C + 8 * unit, N, z, f + 8 * sample, space.stride);
    });
    return this.finishLoss(residual);
  }

  /** Makes `theta` the point of all derivatives; returns its loss and writes `residual`. */
  linearise(): number {
    const { shallow_combine_f64 } = this.engine.routines;
    const C = this.theta + 8 * this.width * (this.inputs + 1);
    this.curvatureReady = false;
    this.sum(this.residual, ({ unit, units, sample, samples }, f) => {
      const a = this.keptA === 0 ? this.activations() : this.keep();
      shallow_combine_f64(units, samples, this.outputs, C + 8 * unit, this.width, a, f + 8 * sample, this.space.stride);
    });
    return this.finishLoss(this.residual);
  }

  /** out = J'r / M */
  gradient(out: number): void {
    this.pullBack(this.residual, 1 / this.space.samples, out);
  }

  /** out = J v; v a parameter vector, out a vector of sample space. */
  jvp(v: number, out: number): void {
    if (this.fused) this.lineForward(v, out);
    else this.rowsForward(v, out);
    this.space.finish(out, this.scale, false);
  }

  /** out = J'u; u a vector of sample space, out a parameter vector. */
  vjp(u: number, out: number): void {
    this.pullBack(u, 1, out);
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
    const length = this.width * this.unitParameters * this.unitParameters;
    this.engine.view(out, length).fill(0);
    this.space.weigh(this.residual, this.scale / this.space.samples, this.weighted);
    if (this.fused) this.lineBlocks(out);
    else this.rowsBlocks(out);
  }

  private lineBlocks(out: number): void {
    const { routines } = this.engine;
    const { width: N, theta, space, weighted } = this;
    this.eachBlock(0, N, ({ unit, units, sample, samples }) => {
      const u = weighted + 8 * sample;
      const C = theta + 8 * (2 * N + unit);
      routines.line_blocks_f64(units, samples, this.activations(), space.x + 8 * sample, u, C, out + 72 * unit);
    });
  }

  private rowsBlocks(out: number): void {
    const { routines } = this.engine;
    const { inputs: d, outputs: K, width: N, unitParameters: q, weighted, space, e } = this;
    const row = 8 * space.stride;
    const C = this.theta + 8 * N * (d + 1);
    this.eachBlock(0, N, ({ unit, units, sample, samples }) => {
      const to = out + 8 * unit * q * q;
      const x = space.x + 8 * sample;
      const a = this.activations();
      const slope = this.slopes(a);
      // e = rho o a''
      routines.shallow_affine_f64(units, samples, K, C + 8 * unit, 1, N, 0, weighted + 8 * sample, space.stride, e);
      this.timesSecond(a, slope);
      // against x~_j o x~_0 .. x~_j: the lower triangle of the (w, b) part
      for (let j = 0; j <= d; j++) {
        routines.shallow_times_f64(units, samples, x + row * j, 0, e, this.z);
        routines.shallow_dots_f64(units, samples, j + 1, this.z, x, space.stride, to + 8 * q * j, q * q, 1);
      }
      // a' o r_k against X~: the rows of c
      for (let k = 0; k < K; k++) {
        routines.shallow_times_f64(units, samples, weighted + row * k + 8 * sample, 0, slope, this.z);
        routines.shallow_dots_f64(units, samples, d + 1, this.z, x, space.stride, to + 8 * q * (d + 1 + k), q * q, 1);
      }
    });
    mirror(this.engine.view(out, N * q * q), q);
  }

  /**
   * The activations and slopes of whole units at the linearised point over samples sample..sample+length: a and slope, units x length each.
   * `unit` is a multiple of 32 and `sample` of 128.
   */
  rows(unit: number, units: number, a: number, slope: number, sample = 0, length = this.space.stride): void {
    this.eachBlock(
      unit,
      unit + units,
      (block) => {
        const from = this.activations();
        const fromSlope = this.slopes(from);
        const bytes = 8 * block.samples;
        const memory = new Uint8Array(this.engine.routines.memory.buffer);
        const last = Math.min(block.units, unit + units - block.unit);
        const first = 8 * (length * (block.unit - unit) + block.sample - sample);
        if (block.samples === length) {
          memory.copyWithin(a + first, from, from + last * bytes);
          memory.copyWithin(slope + first, fromSlope, fromSlope + last * bytes);
          return;
        }
        for (let u = 0; u < last; u++) {
          const to = first + 8 * length * u;
          memory.copyWithin(a + to, from + bytes * u, from + bytes * (u + 1));
          memory.copyWithin(slope + to, fromSlope + bytes * u, fromSlope + bytes * (u + 1));
        }
      },
      sample,
      sample + length,
    );
  }

  private lineForward(v: number, out: number): void {
    const { routines } = this.engine;
    const { width: N, theta, space } = this;
    this.sum(out, ({ unit, units, sample, samples }, f) => {
      const at = 8 * unit;
      const x = space.x + 8 * sample;
      routines.line_jvp_f64(
        units,
        samples,
        this.activations(),
        x,
        theta + 16 * N + at,
        v + at,
        v + 8 * N + at,
        v + 16 * N + at,
        f + 8 * sample,
      );
    });
  }

  private rowsForward(v: number, out: number): void {
    const { routines } = this.engine;
    const { width: N, outputs: K, e } = this;
    const { stride } = this.space;
    const skip = 8 * N * (this.inputs + 1);
    this.sum(out, ({ unit, units, sample, samples }, f) => {
      const a = this.activations();
      this.affine(v, e);
      this.timesSlope(a);
      routines.shallow_combine_f64(units, samples, K, this.theta + skip + 8 * unit, N, e, f + 8 * sample, stride);
      routines.shallow_combine_f64(units, samples, K, v + skip + 8 * unit, N, a, f + 8 * sample, stride);
    });
  }

  /** out = factor J'u */
  private pullBack(u: number, factor: number, out: number): void {
    this.space.weigh(u, factor * this.scale, this.weighted);
    this.engine.view(out, this.parameters).fill(0);
    if (this.fused) this.lineBackward(out);
    else this.rowsBackward(out);
  }

  private lineBackward(out: number): void {
    const { routines } = this.engine;
    const { width: N, theta, space, weighted } = this;
    this.eachBlock(0, N, ({ unit, units, sample, samples }) => {
      const at = 8 * unit;
      const u = weighted + 8 * sample;
      routines.line_vjp_f64(
        units,
        samples,
        this.activations(),
        space.x + 8 * sample,
        u,
        theta + 16 * N + at,
        out + at,
        out + 8 * N + at,
        out + 16 * N + at,
      );
    });
  }

  private rowsBackward(out: number): void {
    const { routines } = this.engine;
    const { inputs: d, outputs: K, width: N, e } = this;
    const { stride, x } = this.space;
    const skip = 8 * N * (d + 1);
    this.eachBlock(0, N, ({ unit, units, sample, samples }) => {
      const a = this.activations();
      const u = this.weighted + 8 * sample;
      const xs = x + 8 * sample;
      routines.shallow_affine_f64(units, samples, K, this.theta + skip + 8 * unit, 1, N, 0, u, stride, e);
      this.timesSlope(a);
      routines.shallow_dots_f64(units, samples, d, e, xs, stride, out + 8 * unit * d, d, 1);
      routines.shallow_dots_f64(units, samples, 1, e, xs + 8 * d * stride, stride, out + 8 * (N * d + unit), 1, 1);
      routines.shallow_dots_f64(units, samples, K, a, u, stride, out + skip + 8 * unit, 1, N);
    });
  }

  /** Pre-activations of the present block at any parameters. */
  private affine(theta: number, z: number): void {
    const { unit, units, sample, samples } = this.block;
    const { inputs: d, width: N, space } = this;
    const b = theta + 8 * (N * d + unit);
    this.engine.routines.shallow_affine_f64(units, samples, d, theta + 8 * unit * d, d, 1, b, space.x + 8 * sample, space.stride, z);
  }

  /** Address of the present block's activations at the linearised point, kept or computed into scratch. */
  private activations(): number {
    const { units, samples } = this.block;
    if (this.keptA !== 0) return this.keptA + this.offset();
    this.affine(this.theta, this.z);
    this.engine.routines.activation_f64(this.kind, units * samples, this.z, this.blockA);
    return this.blockA;
  }

  /** Address of the present block's slopes; `a` is what `activations` has just returned. */
  private slopes(a: number): number {
    const { units, samples } = this.block;
    if (this.keptSlope !== 0) return this.keptSlope + this.offset();
    const n = units * samples;
    if (this.kind === TANH) {
      this.engine.view(this.blockSlope, n).fill(1);
      this.engine.routines.shallow_times_tanh_slope_f64(n, a, this.blockSlope);
    } else {
      // z is still what `activations` left there
      this.engine.routines.activation_first_f64(this.kind, n, this.z, a, this.blockSlope);
    }
    return this.blockSlope;
  }

  /** The block e times the present block's slopes; `a` is what `activations` has just returned. */
  private timesSlope(a: number): void {
    const { routines } = this.engine;
    const { units, samples } = this.block;
    if (this.kind === TANH) routines.shallow_times_tanh_slope_f64(units * samples, a, this.e);
    else routines.shallow_times_f64(units, samples, this.slopes(a), samples, this.e, this.e);
  }

  /** The block e times the present block's second derivatives; `a` and `slope` are what `activations` and `slopes` have just returned. */
  private timesSecond(a: number, slope: number): void {
    const { routines } = this.engine;
    const { units, samples } = this.block;
    const { e, z } = this;
    const n = units * samples;
    if (this.kind === TANH) {
      // -2 a a'
      routines.shallow_times_f64(units, samples, slope, samples, e, e);
      routines.shallow_times_f64(units, samples, a, samples, e, e);
      routines.scale_f64(n, -2, e, e);
      return;
    }
    this.affine(this.theta, z);
    routines.activation_second_f64(this.kind, n, z, a, slope, z);
    routines.shallow_times_f64(units, samples, z, samples, e, e);
  }

  /** Computes the present block's activations, and slopes where they are kept, into the kept tables. */
  private keep(): number {
    const { units, samples } = this.block;
    const { routines } = this.engine;
    const a = this.keptA + this.offset();
    this.affine(this.theta, this.z);
    routines.activation_f64(this.kind, units * samples, this.z, a);
    if (this.keptSlope !== 0) routines.activation_first_f64(this.kind, units * samples, this.z, a, this.keptSlope + this.offset());
    return a;
  }

  private offset(): number {
    const { unit, units, sample } = this.block;
    return 8 * (unit * this.space.stride + units * sample);
  }

  /** total = what `add` adds, block by block, summed tile by tile. */
  private sum(total: number, add: (block: Block, f: number) => void): void {
    const { width, partial, space, engine } = this;
    const tiled = width > UNIT_TILE;
    const f = tiled ? partial : total;
    engine.view(total, space.length).fill(0);
    for (let tile = 0; tile < width; tile += UNIT_TILE) {
      if (tiled) engine.view(f, space.length).fill(0);
      this.eachBlock(tile, Math.min(tile + UNIT_TILE, width), (block) => add(block, f));
      if (tiled) engine.routines.axpy_f64(space.length, 1, f, total);
    }
  }

  /** Visits the whole blocks that hold the units from..to, samples outside; the record is reused. */
  private eachBlock(from: number, to: number, visit: (block: Block) => void, start = 0, end = this.space.stride): void {
    const { block } = this;
    for (let sample = start; sample < end; sample += SAMPLE_BLOCK) {
      block.sample = sample;
      block.samples = Math.min(SAMPLE_BLOCK, this.space.stride - sample);
      for (let unit = from; unit < to; unit += UNIT_BLOCK) {
        block.unit = unit;
        block.units = Math.min(UNIT_BLOCK, this.width - unit);
        visit(block);
      }
    }
  }

  private finishLoss(residual: number): number {
    this.space.finish(residual, this.scale, true);
    return this.engine.routines.dot_f64(this.space.length, residual, residual) / (2 * this.space.samples);
  }
}

/** Copies the lower triangles of q x q blocks into the upper ones. */
function mirror(blocks: Float64Array, q: number): void {
  for (let start = 0; start < blocks.length; start += q * q) {
    for (let i = 1; i < q; i++) for (let j = 0; j < i; j++) blocks[start + j * q + i] = blocks[start + i * q + j] as number;
  }
}
