import { checkChoice, checkInteger, isRecord, wrongKind } from "../core/checks.js";

/** The only generator so far. The name changes when the stream does. */
export const GENERATOR = "philox4x32-10";

/** A word of the generator has 32 bits. */
export const WORD = 0x100000000;

/** Where a stream stands: plain data, safe in JSON and structuredClone. `restoreRandom` goes on from it. */
export interface RandomState {
  generator: typeof GENERATOR;
  /** Which stream: the two key words, then the two upper counter words, each a 32-bit unsigned integer. */
  key: [number, number, number, number];
  /** Values drawn so far. */
  position: number;
  /** Streams split off so far. */
  splits: number;
}

/** A copy of a state that came from anywhere. @throws {TypeError} not a state  @throws {RangeError} a field out of range */
export function checkRandomState(where: string, state: unknown): RandomState {
  if (!isRecord(state)) wrongKind(where, "state", "what state() returned", state);
  const { generator, key, position, splits } = state;
  checkChoice(where, "state.generator", generator, [GENERATOR]);
  if (!Array.isArray(key) || key.length !== 4) wrongKind(where, "state.key", "four 32-bit integers", key);
  return {
    generator: GENERATOR,
    key: Array.from(key, (word, i) => checkInteger(where, `state.key[${i}]`, word, 0, WORD - 1)) as RandomState["key"],
    position: checkInteger(where, "state.position", position),
    splits: checkInteger(where, "state.splits", splits),
  };
}
