import { wrongKind } from "../core/checks.js";

/** Throws at the first of these options that is given beside something with which it has no meaning. */
export function checkAbsent<O extends object>(where: string, options: O, keys: readonly (keyof O & string)[], beside: string): void {
  for (const key of keys) if (options[key] !== undefined) wrongKind(where, key, `to be absent with ${beside}`, options[key]);
}
