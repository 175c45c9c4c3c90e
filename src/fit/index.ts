// The short way: part of the entry "nntk".
export type { Candidate } from "./candidates.js";
export type { Choice, Tried } from "./choose.js";
export type { Ridge } from "./crossValidation.js";
export { type FitResult, fit } from "./fit.js";
export type { FitOptions } from "./fitOptions.js";
export type { FitRecord, FitState, HeldOutState } from "./fitState.js";
export type { ValidationOptions } from "./holdOut.js";
export { type Bands, type BandsOptions, tangentBands } from "./tangentBands.js";
export type { ValidationResult } from "./training.js";
