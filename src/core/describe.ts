import { isDetached } from "./typedArrays.js";

/** How an error message shows the value that came: its kind and, where short, the value itself. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length} characters`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    if (Array.isArray(value)) return `an array of length ${value.length}`;
    if (isDetached(value)) return `a detached ${value.constructor.name}`;
    return `a ${value.constructor.name} of length ${(value as unknown as ArrayLike<unknown>).length}`;
  }
  return `an object with keys ${Object.keys(value).slice(0, 6).join(", ") || "(none)"}`;
}
