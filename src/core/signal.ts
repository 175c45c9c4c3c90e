import { wrongKind } from "./checks.js";

/** What is looked at of an AbortSignal: the type asks for no more, so that the library's types need no platform's. */
export interface Signal {
  readonly aborted: boolean;
}

/** An AbortSignal, or nothing. */
export function checkSignal(where: string, signal: unknown): Signal | undefined {
  if (signal === undefined || typeof (signal as Signal | null)?.aborted === "boolean") return signal as Signal | undefined;
  return wrongKind(where, "signal", "an AbortSignal", signal);
}
