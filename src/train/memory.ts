import { checkArrayLike, checkNumber, misuse, wrongKind, wrongValue } from "../core/checks.js";

/** What a method keeps from step to step beside theta: named numbers and named vectors (any length). Plain data, part of the trainer's state. */
export interface Memory {
  scalars: Record<string, number>;
  vectors: Record<string, Float64Array>;
}

/** Reads the method's memory from a state: every number and vector that `expected` has, of the same length, and no other. */
export function checkMemory(where: string, memory: unknown, expected: Memory): Memory {
  const { scalars, vectors } = checkKeys(where, "state.memory", memory, ["scalars", "vectors"]) as { scalars: unknown; vectors: unknown };
  const numbers = checkKeys(where, "state.memory.scalars", scalars, Object.keys(expected.scalars));
  const lists = checkKeys(where, "state.memory.vectors", vectors, Object.keys(expected.vectors));
  const result: Memory = { scalars: {}, vectors: {} };
  for (const name of Object.keys(expected.scalars)) {
    result.scalars[name] = checkNumber(where, `state.memory.scalars.${name}`, numbers[name]);
  }
  for (const [name, { length }] of Object.entries(expected.vectors)) {
    const values = checkArrayLike(where, `state.memory.vectors.${name}`, lists[name]);
    if (values.length !== length) wrongValue(where, `state.memory.vectors.${name}`, `length ${length}`, values.length);
    result.vectors[name] = Float64Array.from(values);
  }
  return result;
}

function checkKeys(where: string, name: string, value: unknown, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null) wrongKind(where, name, "an object", value);
  const got = Object.keys(value).sort().join(", ");
  if (got !== [...keys].sort().join(", ")) misuse(TypeError, where, name, `the keys ${keys.join(", ") || "(none)"}`, got || "(none)");
  return value as Record<string, unknown>;
}
