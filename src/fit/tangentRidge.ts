import type { Matrix } from "../core/matrix.js";
import { jvp } from "../model/jvp.js";
import { flatten, type Network } from "../model/network.js";
import { createTrainer } from "../train/createTrainer.js";
import type { Samples } from "./holdOut.js";

/**
 * The tangent ridge mean less what the network already says: what a step of the linearised network adds at any points, in the user's units.
 *
 *   J(x) v,   v = -(J'J/M + g I)^-1 J' (f - y) / M,   M g = ridge
 *
 * The same mean as that of `tangentBands`, by one factor of the Gauss-Newton system - the smaller of its two forms - in place of a
 * decomposition of the kernel, and with the kernel of all outputs.
 *
 * Cost     one structured step; then a product with J for each set of points
 *
 * @returns undefined where the step is not to be had in finite numbers
 */
export function tangentRidge(network: Network, data: Samples, ridge: number): ((x: Matrix) => Float64Array) | undefined {
  const trainer = createTrainer(network, data, { method: "gauss-newton", regularization: ridge / data.x.rows });
  if (!trainer.step().accepted) return undefined;
  const before = flatten(network);
  const v = flatten(trainer.network()).map((value, i) => value - (before[i] as number));
  const { outputs, scaling } = network;
  return (x) => jvp(network, x, v).map((move, i) => move * (scaling?.yScale[i % outputs] ?? 1));
}
