import type { MatrixLike } from "../core/matrix.js";
import type { Engine } from "../engine/engine.js";
import type { BoundOperator, LinearOperator } from "../linalg/operator.js";
import { SymmetricOperator } from "../linalg/symmetricOperator.js";
import { BoundModel } from "./boundModel.js";
import { type CheckedData, checkData, checkInputs, copyData, type Data } from "./data.js";
import { checkNetwork, joinParameters, type Network, parameterCount, splitParameters } from "./network.js";

/**
 * The loss's exact Hessian at a network, as a linear operator: for `cg`, `minres`, `eigsh`, `spectralDensity`.
 *
 *   H = J'J / M + blockdiag(S_1..S_N)           (`hvp`, `residualBlocks`)
 *
 * Symmetric, seldom positive definite. The network and the data are copied when the operator is made.
 *
 * Shapes   rows = cols = width * (inputs + 1 + outputs), in the order of `flatten`
 * Cost     inside the library's own algorithms the activations and blocks are computed once, and a product is two sweeps; `apply` called from
 *          outside computes them anew
 *
 * @throws {TypeError} not a network, not data  @throws {RangeError} shapes that do not fit, no sample, a NaN or infinite entry, a weight not above 0
 *
 * @example
 * ```ts
 * import { createNetwork, hessianOperator } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * const H = hessianOperator(network, { x: [1, 2], y: [0, 4] });
 * const out = new Float64Array(3);
 * H.apply(Float64Array.of(1, 0, 0), out);
 * out; // => [2.5, 1.5, -4]
 * ```
 */
export function hessianOperator(network: Network, data: Data): LinearOperator {
  checkNetwork("hessianOperator", network);
  return new CurvatureOperator(network, checkData("hessianOperator", network, data), "hvp");
}

/**
 * The Gauss-Newton matrix at a network, as a linear operator.
 *
 *   G = J'J / M                 its nonzero eigenvalues are those of the tangent kernel J J'/M
 *
 * Symmetric and positive semidefinite. The network and the inputs are copied when the operator is made. J is that of `jacobian`.
 *
 * Shapes   x: M x inputs; rows = cols = width * (inputs + 1 + outputs), in the order of `flatten`
 * Cost     as `hessianOperator`
 *
 * @throws {TypeError} not a network, not a matrix  @throws {RangeError} no sample, the wrong number of columns, a NaN or infinite entry
 *
 * @example
 * ```ts
 * import { createNetwork, gaussNewtonOperator } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * const G = gaussNewtonOperator(network, [1, 2]);
 * const out = new Float64Array(3);
 * G.apply(Float64Array.of(1, 0, 0), out);
 * out; // => [2.5, 1.5, 0]
 * ```
 */
export function gaussNewtonOperator(network: Network, x: MatrixLike): LinearOperator {
  checkNetwork("gaussNewtonOperator", network);
  return new CurvatureOperator(network, { x: checkInputs("gaussNewtonOperator", network, x) }, "gnvp");
}

class CurvatureOperator extends SymmetricOperator {
  private readonly network: Network;
  private readonly data: CheckedData;

  constructor(
    network: Network,
    data: CheckedData,
    private readonly product: "hvp" | "gnvp",
  ) {
    const parameters = parameterCount(network);
    // two sweeps over samples and units, forward and back
    super(parameters, 4 * data.x.rows * parameters);
    this.network = splitParameters(network, joinParameters(network));
    this.data = copyData(data);
  }

  protected override bind(engine: Engine): BoundOperator {
    const { product } = this;
    const model = new BoundModel(engine, this.network, this.data, product === "hvp" ? 2 : 1);
    model.linearise();
    return (x, out) => model[product](x, out);
  }
}
