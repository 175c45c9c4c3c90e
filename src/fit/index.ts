// The short way: part of the entry "nntk".
export type { Candidate } from "./candidates.js";
export type { Choice, Tried } from "./choose.js";
export type { Ridge } from "./crossValidation.js";
export { type FitResult, fit } from "./fit.js";
export type { FitOptions, ValidationOptions } from "./fitOptions.js";
export { type Bands, type BandsOptions, tangentBands } from "./tangentBands.js";
export type { FitRecord, ValidationResult } from "./trainHeldOut.js";
