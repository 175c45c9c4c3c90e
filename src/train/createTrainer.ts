import type { Data } from "../model/data.js";
import { joinParameters, type Network } from "../model/network.js";
import { ownOptions } from "./plan.js";
import { settingOf } from "./setting.js";
import { PlainTrainer, type Trainer } from "./trainer.js";
import type { TrainerOptions } from "./trainerOptions.js";

/**
 * A trainer of the network's parameters on the data: nothing is computed yet.
 *
 *   L = 1/(2M) sum_m |f(x_m) - y_m|^2, rows weighted where the data has weights
 *   newton, gauss-newton   theta <- theta - E^-1 grad L with E = J'J/M + blockdiag(|S_i|, S_i or 0) + gamma I (saddle-free, full,
 *                          Gauss-Newton), factored exactly ("structured", the default) or by truncated conjugate gradients ("cg")
 *                          `polish: true` adds steps with S_i itself at floors of the loss, where E is certified positive definite
 *   gradient-descent       theta <- theta - learningRate grad L
 *   adam                   Kingma & Ba 2015 with bias correction
 *
 * Shapes   data.x: M x inputs, data.y: M x outputs, weights: M; network and data are copied
 * Source   Riedl, Spiliopoulos & Sirignano, arXiv:2605.08352: the published baseline is { method: "newton", solver: "cg",
 *          cg: { maxIterations: 10, tolerance: 1e-4 }, regularization: { adaptive: "published", initial: 1e-8 } }
 * Cost     an idle trainer holds its parameters, its data and the method's vectors (two more for Adam) as ordinary arrays
 *
 * @throws {TypeError} a network, data or option of the wrong kind, an option the method does not have
 * @throws {RangeError} shapes that do not agree, entries that are not finite, values out of range
 *
 * @example
 * ```ts
 * import { createNetwork, createTrainer } from "nntk";
 * const x = Array.from({ length: 32 }, (_, i) => i / 31);
 * const y = x.map((t) => 2 * t * t);
 * const network = createNetwork({ inputs: 1, width: 50, seed: 1 });
 * const trainer = createTrainer(network, { x, y });
 * const result = trainer.run({ until: { loss: 1e-10 } });
 * result.status; // => "converged"
 * ```
 */
export function createTrainer(network: Network, data: Data, options: TrainerOptions = {}): Trainer {
  const where = "createTrainer";
  const setting = settingOf(where, network, data, options);
  const memory = setting.method.begin(setting.shape);
  return new PlainTrainer(setting, ownOptions(options), { theta: joinParameters(network), memory, step: 0, recent: [] });
}
