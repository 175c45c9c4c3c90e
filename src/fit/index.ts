// The short way: part of the entry "nntk".
export { type FitOptions, type FitResult, fit } from "./fit.js";
