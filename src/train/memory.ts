import { checkArrayLike, checkNumber, isRecord, misuse, wrongKind, wrongValue } from "../core/checks.js";

/** What a method keeps from step to step beside theta: named numbers and named P-vectors. Plain data, part of the trainer's state. */
export interface Memory {
  scalars: Record<string, number>;
  vectors: Record<string, Float64Array>;
}

/** Reads the method's memory from a state: every number and vector that `expected` has, of the same length, and no other. */
export function checkMemory(where: string, memory: unknown, expected: Memory): Memory {
  const name = "state.memory";
  const { scalars, vectors } = read(where, name, memory, { ...expected }, (_, value) => value);
  return {
    scalars: read(where, `${name}.scalars`, scalars, expected.scalars, (entry, value) => checkNumber(where, entry, value)),
    vectors: read(where, `${name}.vectors`, vectors, expected.vectors, (entry, value, { length }) => {
      const values = checkArrayLike(where, entry, value);
      if (values.length !== length) wrongValue(where, entry, `length ${length}`, values.length);
      return Float64Array.from(values);
    }),
  };
}

/** A record with the keys of `expected` and no other, entry by entry. */
function read<E, T>(
  where: string,
  name: string,
  value: unknown,
  expected: Record<string, E>,
  entry: (name: string, value: unknown, expected: E) => T,
): Record<string, T> {
  if (!isRecord(value)) wrongKind(where, name, "an object", value);
  const [keys, got] = [expected, value].map((record) => Object.keys(record).sort().join(", "));
  if (got !== keys) misuse(TypeError, where, name, `the keys {${keys}}`, `{${got}}`);
  return Object.fromEntries(Object.entries(expected).map(([key, like]) => [key, entry(`${name}.${key}`, value[key], like)]));
}
