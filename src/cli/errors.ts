/** A mistake of the caller's - an option, a column, a cell -: printed as it is, with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
