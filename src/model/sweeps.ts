import type { Engine } from "../engine/engine.js";
import type { Network } from "./network.js";
import type { SampleSpace } from "./sampleSpace.js";
import type { UnitTable } from "./unitTable.js";

/** What a sweep works on: a network's shape, its samples, its units' table, and the address of its parameters. */
export interface Bound {
  engine: Engine;
  network: Network;
  space: SampleSpace;
  table: UnitTable;
  theta: number;
}

/**
 * The sweeps over units x samples behind every derivative, for the table's present units and all samples, without the factors that
 * `BoundModel` puts before them. j is the Jacobian of sum_i c_i sigma(z_i): no width scale, no weights. u and f are vectors of sample space,
 * v and out parameter vectors.
 */
export interface Sweeps {
  /** f += j v; what stands behind the samples is left undefined. */
  forward(v: number, f: number): void;
  /** out += j'u */
  backward(u: number, out: number): void;
  /** out += the residual blocks of the units for the residual u; q x q each. */
  blocks(u: number, out: number): void;
}
