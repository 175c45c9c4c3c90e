import fc from "fast-check";
import { sin } from "nntk/elementary";
import { describe, expect, test } from "vitest";
import { FormulaError, FUNCTIONS, LONGEST, parseFormula } from "../../demo/formula.js";

const at = (text: string, ...x: number[]) => [...parseFormula(text)(Float64Array.from(x))];

function refusal(text: string): FormulaError {
  try {
    parseFormula(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormulaError);
    return error as FormulaError;
  }
  throw new Error(`"${text}" was understood`);
}

describe("formulas", () => {
  test.each([
    ["1 + 2*3", 7],
    ["2x", 4],
    ["2x^2", 8],
    ["-x^2", -4],
    ["2^-x", 0.25],
    ["2^x^3", 256],
    ["(x+1)(x-1)", 3],
    ["8/2/2", 2],
    ["1 - 2 - 3", -4],
    ["1e2 x", 200],
    [".5x", 1],
    ["2·x − 1", 3],
    ["max(x, 3) + min(1, x)", 4],
    ["mod(-1, 3)", 2],
    ["step(x - 3) + step(x - 2) + sign(-x)", 0],
    ["sqrt(2x) pi / π", 2],
    ["--x", 2],
    ["x e^0", 2],
  ])("%s at x = 2 is %d", (text, value) => {
    expect(at(text, 2)[0]).toBeCloseTo(value, 12);
  });

  test("uses the library's functions, to the bit", () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => i / 7);
    expect(parseFormula("sin(x)")(x)).toEqual(sin(x));
  });

  test("gives one value a point, for no points too", () => {
    expect(at("3")).toEqual([]);
    expect(at("3", 1, 2)).toEqual([3, 3]);
  });

  test.each([
    ["", 0, "expected a number, x, a function or a bracket, found the end"],
    ["2 +", 3, "found the end"],
    ["sin x", 4, 'expected "(" after sin, found "x"'],
    ["sin(x", 5, 'expected ")", found the end'],
    ["x)", 1, 'expected an operator or the end, found ")"'],
    ["2 $ x", 2, 'cannot read "$"'],
    ["y + 1", 0, '"y" is neither x, pi, tau, e nor a function'],
    ["max(x)", 5, 'expected "," and max\'s second argument, found ")"'],
    ["sin(x, x)", 5, 'expected ")", found ","'],
    ["1e999", 0, "too large"],
    ["constructor", 0, "neither"],
    ["__proto__", 0, "cannot read"],
    ["alert(1)", 0, "neither"],
  ])("%j is refused at %d", (text, position, message) => {
    const error = refusal(text);
    expect(error.message).toContain(message);
    expect(error.position).toBe(position);
  });

  test("what is too long or too deep is refused before it costs anything", () => {
    expect(refusal("x".repeat(LONGEST + 1)).message).toContain("at most");
    for (const text of ["(", "-", "x^", "sin(", "max(1,"].map((piece) => piece.repeat(Math.floor(LONGEST / piece.length)))) {
      expect(refusal(text).message).toContain("levels");
    }
  });

  test("whatever the text, the answer is a formula or a FormulaError within it", () => {
    const piece = fc.oneof(
      fc.constantFrom(...FUNCTIONS, "x", "pi", "(", ")", ",", "+", "-", "*", "/", "^", " ", "2", ".5", "1e3", "e", "π", "..", "1e", "\t"),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const good = fc.constantFrom("sin(2 pi x) + 0.5 sign(x)", "max(x, 1 - x)^2", "-(x + 1)(x - 1)/3", "exp(-x^2) mod(x, 2)");
    const mended = fc
      .tuple(good, piece, fc.nat(30), fc.nat(2))
      .map(([text, put, at, cut]) => text.slice(0, at) + put + text.slice(at + cut));
    const text = fc.oneof(
      mended,
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
    );
    let understood = 0;
    const x = Float64Array.of(-1, 0, 0.5, 1e300);
    fc.assert(
      fc.property(text, (source) => {
        try {
          expect(parseFormula(source)(x)).toHaveLength(4);
          understood++;
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaError);
          const { position } = error as FormulaError;
          expect(position >= 0 && position <= source.length).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(understood).toBeGreaterThan(100); // the control: the texts are not all nonsense
  });

  test("a formula means what its own fully bracketed form means", () => {
    const tree: fc.Arbitrary<{ bare: string; full: string; rank: number }> = fc.letrec<{
      node: { bare: string; full: string; rank: number };
    }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom("x", "2", "0.75", "pi").map((text) => ({ bare: text, full: text, rank: 3 })),
        fc.tuple(tie("node"), fc.constantFrom("+", "-", "*", "/"), tie("node")).map(([a, operator, b]) => {
          const rank = operator === "+" || operator === "-" ? 0 : 1;
          const left = a.rank >= rank ? a.bare : `(${a.bare})`;
          const right = b.rank > rank ? b.bare : `(${b.bare})`;
          return { bare: `${left}${operator}${right}`, full: `(${a.full}${operator}${b.full})`, rank };
        }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, ({ bare, full }) => {
        fc.pre(bare.length <= LONGEST && full.length <= LONGEST);
        expect(at(bare, -1.5, 0.3, 2)).toEqual(at(full, -1.5, 0.3, 2));
      }),
    );
  });
});
