// nntk/random: seeded, counter-based, splittable random streams.
export { createRandom, type Random, restoreRandom } from "./createRandom.js";
export type { RandomState } from "./randomState.js";
