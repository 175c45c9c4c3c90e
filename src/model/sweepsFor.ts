import { lineSweeps } from "./lineSweeps.js";
import { rowSweeps } from "./rowSweeps.js";
import type { Bound, Sweeps } from "./sweeps.js";

/** The fused sweeps where they are made for the network, else the general ones. The two agree to rounding. */
export function sweepsFor(bound: Bound): Sweeps {
  const { inputs, outputs, activation } = bound.network;
  return inputs === 1 && outputs === 1 && activation === "tanh" ? lineSweeps(bound) : rowSweeps(bound);
}
