import type { Engine } from "../engine/engine.js";
import { ACTIVATIONS, type Network } from "./network.js";
import type { SampleSpace } from "./sampleSpace.js";

/** Units and samples of one block of a sweep: 32 kB, constants of the numeric contract. */
export const UNIT_BLOCK = 32;
const SAMPLE_BLOCK = 128;
/** Fewer samples than a block's come with more units, a power of two up to this, while they are at most so many numbers: fewer calls, the same bits. */
const MOST_UNITS = 256;
const NUMBERS = 8192;
/** How much of the room for activations is taken where it does not hold all of them. */
const PART = 0.5;

/** A part of the units x samples table, `units` rows of `samples` numbers one after another. */
export interface Block {
  unit: number;
  units: number;
  sample: number;
  samples: number;
  /** units * samples */
  numbers: number;
}

/**
 * The table of activations and slopes, units x samples, visited block by block: units outside, so that all that is done with a few of them is
 * done while their activations are at hand. The table is kept after `keep` as far as there is room, else recomputed into scratch whenever a
 * block is asked for, or `held` for the present units. It is stored block by block, so that a block is contiguous either way and the bits are
 * the same.
 */
export class UnitTable {
  /** The units are tanh: slopes and second derivatives follow from the activations in two operations. */
  readonly tanh: boolean;
  /** Scratch for one block each; `z` is overwritten by whatever computes activations, slopes or second derivatives. */
  readonly z: number;
  readonly e: number;
  /** The first units, whose activations are kept. */
  readonly kept: number;
  /** Units of a block. */
  private readonly many: number = UNIT_BLOCK;

  private readonly kind: number;
  /** The table, and behind the rows that are kept those of the units that are held, where that is not too much. */
  private readonly a: number;
  private readonly slope: number;
  private readonly holds: boolean;
  private held = -1;
  private readonly blockA: number;
  private readonly blockSlope: number;
  private readonly block: Block = { unit: 0, units: 0, sample: 0, samples: 0, numbers: 0 };

  constructor(
    private readonly engine: Engine,
    private readonly network: Network,
    private readonly space: SampleSpace,
    private readonly theta: number,
    keepBytes: number,
  ) {
    const { arena } = engine;
    const { width, activation } = network;
    this.kind = ACTIVATIONS.indexOf(activation);
    this.tanh = activation === "tanh";
    while (this.many < MOST_UNITS && 2 * this.many * space.stride <= NUMBERS) this.many *= 2;
    const row = 8 * space.stride * (this.tanh ? 1 : 2);
    this.kept = row * width <= keepBytes ? width : Math.floor((PART * keepBytes) / row / this.many) * this.many;
    this.holds = this.kept < width && row * this.many <= keepBytes;
    const numbers = (this.kept + (this.holds ? this.many : 0)) * space.stride;
    this.a = arena.f64(numbers);
    this.slope = this.tanh ? 0 : arena.f64(numbers);
    const n = Math.min(this.many, width) * Math.min(SAMPLE_BLOCK, space.stride);
    this.z = arena.f64(n);
    this.e = arena.f64(n);
    this.blockA = arena.f64(n);
    this.blockSlope = arena.f64(n);
  }

  /** The first of the present units. */
  get unit(): number {
    return this.block.unit;
  }

  /** Visits the blocks of units from..to, `from` a multiple of 32, in ascending order. With `hold` their activations are taken once a visit. */
  eachUnits(hold: boolean, visit: (unit: number, units: number) => void, from = 0, to = this.network.width): void {
    const { block, many, kept, holds } = this;
    for (let unit = from; unit < to; unit += block.units) {
      block.unit = unit;
      // with one block of samples, the table is a block from any unit to any other
      const end = many === UNIT_BLOCK ? this.network.width : unit < kept ? Math.min(kept, to) : to;
      block.units = Math.min(many, end - unit);
      if (hold && holds && unit >= kept) {
        this.held = unit;
        this.eachSamples(() => this.keep());
      }
      visit(unit, block.units);
      this.held = -1;
    }
  }

  /** Visits the blocks of samples start..end of the present units, `start` a multiple of 128; the record is reused. */
  eachSamples(visit: (block: Block) => void, start = 0, end = this.space.stride): void {
    const { block } = this;
    for (let sample = start; sample < end; sample += SAMPLE_BLOCK) {
      block.sample = sample;
      block.samples = Math.min(SAMPLE_BLOCK, this.space.stride - sample);
      block.numbers = block.units * block.samples;
      visit(block);
    }
  }

  /** z = pre-activations of the present block at any parameters. */
  affine(theta: number, z: number): void {
    const { unit, units, sample, samples } = this.block;
    const { space } = this;
    const { inputs: d, width: N } = this.network;
    const b = theta + 8 * (N * d + unit);
    this.engine.routines.shallow_affine_f64(units, samples, d, theta + 8 * unit * d, d, 1, b, space.x + 8 * sample, space.stride, z);
  }

  /** Address of the present block's activations at any parameters, not kept. */
  at(theta: number): number {
    return this.activate(theta, this.blockA);
  }

  /** Copies the present block's rows over samples sample..sample+length to where the units from `first` on have theirs, `length` each. */
  copyRows(first: number, units: number, a: number, slope: number, sample: number, length: number): void {
    const { engine, many } = this;
    const { shallow_scale_f64 } = engine.routines;
    const copy = (ones: number) => (block: Block) => {
      const from = this.activations();
      const last = Math.min(block.units, first + units - block.unit);
      const to = 8 * (length * (block.unit - first) + block.sample - sample);
      shallow_scale_f64(last, block.samples, ones, this.slopes(from), slope + to, length);
      shallow_scale_f64(last, block.samples, ones, from, a + to, length);
    };
    engine.scope(() => {
      const ones = engine.arena.f64(Math.min(many, units));
      engine.view(ones, Math.min(many, units)).fill(1);
      this.eachSamples(copy(ones), sample, sample + length);
    });
  }

  /** Address of the present block's activations, computed now and, with the slopes, kept or held where there is room. */
  keep(): number {
    const place = this.place();
    if (place < 0) return this.at(this.theta);
    const a = this.activate(this.theta, this.a + place);
    if (!this.tanh) this.findSlopes(this.z, a, this.slope + place);
    return a;
  }

  /** Address of the present block's activations, as kept or held or anew. */
  activations(): number {
    const place = this.place();
    return place < 0 ? this.at(this.theta) : this.a + place;
  }

  /** Address of the present block's slopes; `a` is what `activations` has just returned, and z is still what that left there. */
  slopes(a: number): number {
    const place = this.place();
    if (place >= 0 && !this.tanh) return this.slope + place;
    this.findSlopes(this.z, a, this.blockSlope);
    return this.blockSlope;
  }

  /** Activations and slopes of whole units over all samples, units x stride each: to the bit what the blocks hold, in as few calls as fit the cache. */
  fill(unit: number, units: number, a: number, slope: number): void {
    const { theta, block } = this;
    const { stride } = this.space;
    const step = Math.max(1, Math.floor((UNIT_BLOCK * SAMPLE_BLOCK) / stride));
    block.sample = 0;
    block.samples = stride;
    for (let done = 0; done < units; done += step) {
      block.unit = unit + done;
      block.units = Math.min(step, units - done);
      block.numbers = block.units * stride;
      const at = 8 * done * stride;
      this.activate(theta, a + at, slope + at);
      this.findSlopes(slope + at, a + at, slope + at);
    }
  }

  /** e = R c of the present block; u holds R from the block's first sample on. */
  pull(u: number): void {
    const { unit, units, samples } = this.block;
    const { inputs: d, outputs: K, width: N } = this.network;
    const c = this.theta + 8 * (N * (d + 1) + unit);
    this.engine.routines.shallow_affine_f64(units, samples, K, c, 1, N, 0, u, this.space.stride, this.e);
  }

  /** e = R c o a'' of the present block; returns the address of its slopes. */
  pullSecond(u: number): number {
    const a = this.activations();
    const slope = this.slopes(a);
    this.pull(u);
    this.timesSecond(a, slope);
    return slope;
  }

  /** The block e times the present block's slopes; `a` as in `slopes`. */
  timesSlope(a: number): void {
    if (this.tanh) this.engine.routines.shallow_times_tanh_slope_f64(this.block.numbers, a, this.e);
    else this.times(this.slopes(a));
  }

  /** The block e times the present block's second derivatives; `a` and `slope` are what `activations` and `slopes` have just returned. */
  private timesSecond(a: number, slope: number): void {
    const { routines } = this.engine;
    const { e, z } = this;
    const n = this.block.numbers;
    if (this.tanh) {
      // -2 a a'
      this.times(slope);
      this.times(a);
      routines.scale_f64(n, -2, e, e);
    } else {
      this.affine(this.theta, z);
      routines.activation_second_f64(this.kind, n, z, a, slope, z);
      this.times(z);
    }
  }

  /** e = e o x */
  private times(x: number): void {
    this.engine.routines.shallow_times_f64(1, this.block.numbers, x, 0, this.e, this.e);
  }

  /** a = the present block's activations at any parameters, by way of z. */
  private activate(theta: number, a: number, z = this.z): number {
    this.affine(theta, z);
    this.engine.routines.elementary_f64(this.kind, this.block.numbers, z, a);
    return a;
  }

  /** slopes = those of the present block at pre-activations z, given the activations a; may be z. */
  private findSlopes(z: number, a: number, slopes: number): void {
    const { engine, kind } = this;
    const n = this.block.numbers;
    if (this.tanh) {
      engine.view(slopes, n).fill(1);
      engine.routines.shallow_times_tanh_slope_f64(n, a, slopes);
    } else engine.routines.activation_first_f64(kind, n, z, a, slopes);
  }

  /** Bytes from the start of the table to the present block, or less than 0 where it is neither kept nor held. */
  private place(): number {
    const { unit, units, sample } = this.block;
    if (unit >= this.kept && unit !== this.held) return -1;
    return 8 * (Math.min(unit, this.kept) * this.space.stride + units * sample);
  }
}
