import { checkChoice, checkInteger, checkOptions } from "../core/checks.js";
import { checkData, type Data } from "./data.js";
import { checkNetwork, type Network, parameterCount } from "./network.js";
import { onModel } from "./onModel.js";
import { EigenvalueCounter } from "./structured/eigenvalueCounter.js";

export interface HessianEigenvaluesOptions {
  /** How many. Default 1. */
  count?: number;
  /** From which end of the spectrum. Default "smallest" (the most negative). */
  from?: "smallest" | "largest";
}

/**
 * Eigenvalues of the Hessian of the loss from one end of its spectrum, each enclosed by two exact counts (see `inertia`): none is missed and
 * multiple ones come as often as they occur, which Lanczos cannot promise.
 *
 * Each is right to 32 eps |H|, with the bound of |H| that `inertia` uses. In order from the end asked for.
 *
 * Source   Sturm's bisection on inertia counts: Parlett 1998, section 3.3
 * Cost     about 50 factors an eigenvalue, fewer where brackets are shared
 *
 * @throws {TypeError} not a network, not data, an unknown option  @throws {RangeError} shapes that do not fit, more eigenvalues than parameters
 *
 * @example
 * ```ts
 * import { createNetwork, hessianEigenvalues } from "nntk";
 * const network = { ...createNetwork({ inputs: 1, width: 1 }), W: Float64Array.of(0), b: Float64Array.of(0), C: Float64Array.of(1) };
 * hessianEigenvalues(network, { x: [0], y: [0] }, { from: "largest", count: 2 }).map((value) => Math.round(1e9 * value) / 1e9); // => [1, 0]
 * ```
 */
export function hessianEigenvalues(network: Network, data: Data, options: HessianEigenvaluesOptions = {}): Float64Array {
  const where = "hessianEigenvalues";
  checkNetwork(where, network);
  const { count = 1, from = "smallest" } = checkOptions(where, "options", options, ["count", "from"]);
  const P = parameterCount(network);
  checkInteger(where, "count", count, 1, P);
  checkChoice(where, "from", from, ["smallest", "largest"]);
  return onModel(network, checkData(where, network, data), 1, (model, engine) => {
    model.linearise();
    const counter = new EigenvalueCounter(engine, model, where);
    const bound = counter.norm + 2 * counter.tolerance;
    const known: Count[] = [
      { shift: -bound, below: 0 },
      { shift: bound, below: P },
    ];
    return Float64Array.from({ length: count }, (_, i) => bisect(counter, known, from === "smallest" ? i : P - 1 - i));
  });
}

/** How many eigenvalues are below a shift. */
interface Count {
  shift: number;
  below: number;
}

/** The eigenvalue of any index, ascending, by bisection between the counts known, in ascending order; those made on the way are put among them. */
function bisect(counter: EigenvalueCounter, known: Count[], index: number): number {
  for (;;) {
    const at = known.findIndex(({ below }) => below > index);
    const low = (known[at - 1] as Count).shift;
    const high = (known[at] as Count).shift;
    const middle = low + (high - low) / 2;
    if (high - low <= 4 * counter.tolerance || middle === low || middle === high) return middle;
    known.splice(at, 0, { shift: middle, below: counter.below(middle) });
  }
}
