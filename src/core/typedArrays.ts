// Kinds of arrays by their brand, not by `instanceof` alone: an array from another realm - a frame, Node's vm, Jest's environment, what
// `structuredClone` returns in an edge runtime's sandbox - has another constructor and is as good.

/** "[object Float64Array]" and the like: the kind whatever the realm, unless an object says that it is another. */
export const brand = (value: unknown): string => Object.prototype.toString.call(value);

export function isFloat64Array(value: unknown): value is Float64Array {
  return value instanceof Float64Array || (ArrayBuffer.isView(value) && brand(value) === "[object Float64Array]");
}

export function isUint8Array(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && brand(value) === "[object Uint8Array]");
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return value instanceof ArrayBuffer || brand(value) === "[object ArrayBuffer]";
}

export function isList(value: unknown): value is ArrayBufferView | unknown[] {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** Whether its buffer was transferred away: such an array has no entries, and what would copy it throws. */
export function isDetached(value: ArrayBufferView): boolean {
  if (value.byteLength > 0) return false;
  try {
    new Uint8Array(value.buffer);
    return false;
  } catch {
    return true;
  }
}

/**
 * The Float64Array that a value is, if it is one: itself, or, of a subclass or another realm, an ordinary one over the same memory, since
 * `map` and `slice` of a subclass call its constructor.
 */
export function asFloat64Array(value: unknown): Float64Array | undefined {
  if (!isFloat64Array(value)) return undefined;
  if (value.constructor === Float64Array) return value;
  return new Float64Array(value.buffer, value.byteOffset, value.byteLength / Float64Array.BYTES_PER_ELEMENT);
}
