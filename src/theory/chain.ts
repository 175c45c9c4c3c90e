import type { BoundModel } from "../model/boundModel.js";

/** The longest chain of additions in an output of a network, and what follows it. */
export function chain({ width, inputs }: BoundModel): number {
  return Math.min(width, 1024) / 4 + width / 1024 + inputs + 16;
}
