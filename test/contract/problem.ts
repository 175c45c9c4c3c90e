import { createNetwork } from "../../src/index.js";

/** A small problem that every function of the contract is called with. */
export const network = createNetwork({ inputs: 1, width: 12, seed: 1 });
export const x = [0, 0.2, 0.4, 0.6, 0.8, 1];
export const y = x.map((t) => t * (1 - t));
export const data = { x, y };
export const matrix = [
  [4, 1, 0],
  [1, 3, 1],
  [0, 1, 2],
];

/** The names of an object's own fields that are there. */
export function fieldsOf(value: object): string[] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name]) => name);
}
