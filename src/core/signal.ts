import { wrongKind } from "./checks.js";

/** What is looked at of an AbortSignal: the type asks for no more, so that the library's types need no platform's. */
export interface Signal {
  readonly aborted: boolean;
}

/** An AbortSignal, or nothing. */
export function checkSignal(where: string, signal: unknown): Signal | undefined {
  if (signal === undefined) return undefined;
  if (typeof signal === "object" && signal !== null && typeof (signal as Signal).aborted === "boolean") return signal as Signal;
  return wrongKind(where, "signal", "an AbortSignal", signal);
}
