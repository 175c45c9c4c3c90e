// nntk/theory: the statements of the theory as functions, one a file.
export type { ConvergenceBound, ConvergenceBoundOptions } from "./convergenceBound.js";
export { convergenceBound } from "./convergenceBound.js";
export { criticalLearningRate } from "./criticalLearningRate.js";
export type { Dynamics } from "./dynamics.js";
export { gradientDescent } from "./gradientDescent.js";
export { gradientFlow } from "./gradientFlow.js";
export { newtonFlow } from "./newtonFlow.js";
export { newtonIterates } from "./newtonIterates.js";
export type { NewtonRate } from "./newtonRate.js";
export { newtonRate } from "./newtonRate.js";
export { type PositiveDefinitenessMargin, positiveDefinitenessMargin } from "./positiveDefiniteness.js";
export { regularizationForRate } from "./regularizationForRate.js";
export { scaledRegularization } from "./scaledRegularization.js";
export { type StepCertificate, stepCertificate } from "./stepCertificate.js";
