// Networks and their derivatives: part of the entry "nntk".
export { createNetwork, type InitialLaws, type NetworkOptions } from "./createNetwork.js";
export type { Data } from "./data.js";
export { gradient } from "./gradient.js";
export { type HessianEigenvaluesOptions, hessianEigenvalues } from "./hessianEigenvalues.js";
export { gaussNewtonOperator, hessianOperator } from "./hessianOperator.js";
export { gnvp, hvp } from "./hvp.js";
export { type HessianInertia, inertia } from "./inertia.js";
export { jacobian } from "./jacobian.js";
export { jvp, vjp } from "./jvp.js";
export { loss } from "./loss.js";
export { type Activation, flatten, type Network, type Scaling, unflatten } from "./network.js";
export { predict } from "./predict.js";
export { residualBlocks } from "./residualBlocks.js";
export type { Form } from "./structured/newtonSystem.js";
export type { Curvature } from "./structured/unitBlocks.js";
