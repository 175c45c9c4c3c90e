import type { Shape } from "./shape.js";

// The one place where training counts its operations, in the unit of the library's budgets: an addition or a multiplication. An activation
// counts as 32, which is what one costs in time. The count depends on the shapes and the steps only, so a budget ends a run at the same
// step on every machine.

const ACTIVATION = 32;

/** A sweep over samples and units, one way: F or J v or J' u. */
function sweep({ inputs, width, outputs, samples }: Shape): number {
  return 2 * samples * width * (inputs + 1 + outputs);
}

/** The network's outputs and the loss at a new theta. */
export function forwardOperations(shape: Shape): number {
  return sweep(shape) + ACTIVATION * shape.samples * shape.width;
}

/** The gradient where the outputs are known. */
export function gradientOperations(shape: Shape): number {
  return sweep(shape);
}

/** One Hessian or Gauss-Newton product: a sweep forward and a sweep back. */
export function productOperations(shape: Shape): number {
  return 2 * sweep(shape);
}
