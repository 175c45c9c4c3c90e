// One SHA-256 for each part of the library: equal digests, equal bits.
import { elementary } from "./elementary.mjs";
import { io } from "./io.mjs";
import { kernels, theory } from "./kernels.mjs";
import { linalg } from "./linalg.mjs";
import { model } from "./model.mjs";
import { random } from "./random.mjs";
import { Recorder } from "./record.mjs";
import { fit, train } from "./train.mjs";

const SECTIONS = [...elementary, ...random, ...linalg, ...model, ...train, ...fit, ...kernels, ...theory, ...io];

/**
 * Runs every section on the library's entries.
 *
 * @param entries { main: nntk, linalg: nntk/linalg, elementary, random, kernels, theory, io }
 * @returns [{ name, sha256 }], in the order of the sections
 */
export function digest(entries) {
  return SECTIONS.map(([name, run]) => {
    const recorder = new Recorder();
    run(entries, recorder);
    return { name, sha256: recorder.hex() };
  });
}
