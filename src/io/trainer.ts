import { isRecord, wrongKind } from "../core/checks.js";
import type { TrainerState } from "../train/state.js";
import type { Bytes } from "./bytes.js";
import { checkFormat, decodeRecord, encodeRecordBytes, encodeRecordJson, type RecordFormat } from "./record.js";

const KIND = "nntk-trainer";

/**
 * What `trainer.state()` returned as a file, for `resumeTrainer` to go on from bit for bit: safetensors, each array a tensor named by its
 * place (its JSON pointer), the rest JSON in the metadata; or JSON altogether ({ format: "json" }).
 *
 * Any plain record can be written: numbers with every bit (-0, NaN and infinities too), texts, true, false, null, lists, objects and
 * Float64Arrays, at most 64 levels deep. Fields that are undefined are left out.
 *
 * @throws {TypeError} something that is no plain data, with its place  @throws {RangeError} more than 64 levels (a circle, too)
 *
 * @example
 * ```ts
 * import { createNetwork, createTrainer, resumeTrainer } from "nntk";
 * import { decodeTrainer, encodeTrainer } from "nntk/io";
 * const data = { x: [0, 1, 2, 3], y: [0, 1, 0, -1] };
 * const trainer = createTrainer(createNetwork({ inputs: 1, width: 20 }), data, { method: "adam" });
 * trainer.step();
 * const bytes = encodeTrainer(trainer.state());
 * resumeTrainer(decodeTrainer(bytes), data).step().loss === trainer.step().loss; // => true
 * ```
 */
export function encodeTrainer(state: TrainerState, options?: { format?: "safetensors" }): Uint8Array;
export function encodeTrainer(state: TrainerState, options: { format: "json" }): string;
export function encodeTrainer(state: TrainerState, options?: { format?: RecordFormat }): Uint8Array | string {
  const where = "encodeTrainer";
  if (!isRecord(state)) wrongKind(where, "state", "what trainer.state() returned", state);
  return checkFormat(where, options) === "json" ? encodeRecordJson(where, KIND, state) : encodeRecordBytes(where, KIND, state);
}

/**
 * The state in a file written by `encodeTrainer`, as bytes or, for JSON, as text. The file need not be trusted: what comes back is plain
 * data without a prototype or code of its own. That its fields make a trainer is for `resumeTrainer` to check.
 *
 * @throws {TypeError} neither bytes nor text; no object  @throws {RangeError} a file that breaks its format, with the place
 */
export function decodeTrainer(file: Bytes | string): TrainerState {
  return decodeRecord("decodeTrainer", KIND, file) as unknown as TrainerState;
}
