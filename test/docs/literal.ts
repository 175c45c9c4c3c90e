import { expect } from "vitest";

/** A number as printed: it stands for every value that rounds to it at its last digit. */
class Printed {
  readonly value: number;
  readonly slack: number;
  constructor(text: string) {
    this.value = Number(text);
    const [mantissa, exponent = "0"] = text.toLowerCase().split("e") as [string, string?];
    const decimals = mantissa.includes(".") ? mantissa.length - mantissa.indexOf(".") - 1 : 0;
    const exact = decimals === 0 && exponent === "0";
    this.slack = exact ? 0 : 0.500001 * 10 ** (Number(exponent) - decimals);
  }
}

/** Compares a value with the literal of a documentation comment: numbers to the digits printed, objects by the keys given. */
export function check(actual: unknown, literal: string): void {
  const wrapped = literal.replace(
    /("[^"]*")|(?<![\w$.])(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)/gi,
    (_, text, number) => text ?? `new P("${number}")`,
  );
  const expected: unknown = new Function("P", `return (${wrapped});`)(Printed);
  compare(actual, expected, literal);
}

function compare(actual: unknown, expected: unknown, where: string): void {
  if (expected instanceof Printed) {
    expect(typeof actual, where).toBe("number");
    expect(Math.abs((actual as number) - expected.value), `${where}: got ${actual}`).toBeLessThanOrEqual(expected.slack);
  } else if (Array.isArray(expected)) {
    const list = Array.from(actual as ArrayLike<unknown>);
    expect(list.length, where).toBe(expected.length);
    for (const [i, entry] of expected.entries()) compare(list[i], entry, where);
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, entry] of Object.entries(expected)) compare((actual as Record<string, unknown>)[key], entry, `${where}: ${key}`);
  } else {
    expect(actual, where).toBe(expected);
  }
}
