import { describe, expect, test } from "vitest";
import { examples } from "./extract.js";
import { check } from "./literal.js";

describe("every example in the documentation runs and prints what it says", () => {
  for (const { name } of examples()) {
    test(name, async () => {
      await import(/* @vite-ignore */ `example:${name}.ts`);
    });
  }

  test("numbers are compared to the digits printed, no further and no less", () => {
    check(0.12345, "0.1234");
    check([1, 2.5], "[1, 2.5]");
    check({ status: "ok", extra: 1 }, '{ status: "ok" }');
    expect(() => check(0.12356, "0.1234")).toThrow();
    expect(() => check(3.0001, "3")).toThrow();
    expect(() => check("no", '"ok"')).toThrow();
    expect(() => check([1, 2], "[1]")).toThrow();
    expect(() => check({}, "{ a: 1 }")).toThrow();
  });
});
