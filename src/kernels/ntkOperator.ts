import type { MatrixLike } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import type { BoundOperator, LinearOperator } from "../linalg/operator.js";
import { SymmetricOperator } from "../linalg/symmetricOperator.js";
import { BoundModel } from "../model/boundModel.js";
import { type CheckedData, checkInputs, copyData } from "../model/data.js";
import { checkNetwork, joinParameters, type Network, splitParameters } from "../model/network.js";

/**
 * The empirical tangent kernel as a linear operator: B u = J (J' u) / M, the Gram matrix never formed. For `cg`, `eigsh`, `spectralDensity`,
 * `trace` on more samples than a matrix of them would fit.
 *
 * Symmetric positive semidefinite. The network and the inputs are copied when the operator is made. J is that of `jacobian`.
 *
 * Shapes   x: M x inputs; rows = cols = M K, entry (m, k) at m K + k
 * Source   Jacot, Gabriel & Hongler 2018; RSS (arXiv:2605.08352) for the normalisation
 * Cost     two sweeps, O(M N (d + K)), a product; the activations once, inside the library's own algorithms
 *
 * @throws {TypeError} not a network, not a matrix  @throws {RangeError} no sample, the wrong number of columns, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { ntkOperator } from "nntk/kernels";
 * import { eigsh } from "nntk/linalg";
 * const network = createNetwork({ inputs: 1, width: 100 });
 * eigsh(ntkOperator(network, [0, 0.5, 1]), 1).status; // => "converged"
 * ```
 */
export function ntkOperator(network: Network, x: MatrixLike): LinearOperator {
  checkNetwork("ntkOperator", network);
  return new KernelOperator(network, { x: checkInputs("ntkOperator", network, x) });
}

class KernelOperator extends SymmetricOperator {
  private readonly network: Network;
  private readonly data: CheckedData;

  constructor(network: Network, data: CheckedData) {
    const samples = data.x.rows;
    // two sweeps over samples and units
    super(samples * network.outputs, 4 * samples * network.width * (network.inputs + 1 + network.outputs));
    this.network = splitParameters(network, joinParameters(network));
    this.data = copyData(data);
  }

  protected override bind(engine: Engine): BoundOperator {
    const { rows } = this;
    const model = new BoundModel(engine, this.network, this.data, 1);
    const { space } = model;
    const u = engine.arena.f64(space.length);
    const gradient = engine.arena.f64(model.parameters);
    model.linearise();
    return (x, out) => {
      space.setRows(engine.view(x, rows), u);
      model.vjp(u, gradient);
      model.jvp(gradient, u);
      engine.view(out, rows).set(space.takeRows(u));
      engine.routines.scale_f64(rows, 1 / space.samples, out, out);
    };
  }
}
