import { wrongValue } from "../core/checks.js";
import { STAMP } from "../engine/wasm/routines.js";
import type { Data } from "../model/data.js";
import { joinParameters } from "../model/network.js";
import { digestOf } from "./digest.js";
import { checkMemory } from "./memory.js";
import { settingOf } from "./setting.js";
import { checkIdentity, checkProgress, type TrainerState } from "./state.js";
import { PlainTrainer, type Trainer } from "./trainer.js";

/**
 * The trainer whose state this is, on the same data: its steps are those of the trainer that was never stopped, bit for bit.
 *
 * @throws {TypeError} not a state, or one with parts missing
 * @throws {RangeError} other data than the state's (by a digest of its bits), another build of the library (by its stamp: its steps would
 *   have other bits), values out of range
 *
 * @example
 * ```ts
 * import { createNetwork, createTrainer, resumeTrainer } from "nntk";
 * const data = { x: [0, 0.5, 1], y: [0, 1, 0] };
 * const trainer = createTrainer(createNetwork({ inputs: 1, width: 20 }), data, { method: "adam" });
 * trainer.run({ maxSteps: 5 });
 * const later = resumeTrainer(structuredClone(trainer.state()), data);
 * later.step().loss === trainer.step().loss; // => true
 * ```
 */
export function resumeTrainer(state: TrainerState, data: Data): Trainer {
  const where = "resumeTrainer";
  checkIdentity(where, state, STAMP);
  const setting = settingOf(where, state.network, data, state.options);
  if (digestOf(setting.data) !== state.digest) wrongValue(where, "data", "the data of the state", "other data");
  const memory = checkMemory(where, state.memory, setting.method.begin(setting.shape));
  const position = { theta: joinParameters(state.network), memory, ...checkProgress(where, state) };
  return new PlainTrainer(setting, structuredClone(state.options), position);
}
