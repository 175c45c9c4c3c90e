import { isDetached } from "./typedArrays.js";

/** How an error message shows the value that came: its kind and, where short, the value itself. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (ArrayBuffer.isView(value)) {
    return `a ${isDetached(value) ? "detached " : ""}${value.constructor.name} of length ${(value as Float64Array).length}`;
  }
  return `an object with keys ${Object.keys(value).slice(0, 6).join(", ") || "(none)"}`;
}
