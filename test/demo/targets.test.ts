import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormulaError } from "../../demo/formula.js";
import { settingsOf } from "../../demo/settings/settings.js";
import { bytesToText, textToBytes } from "../../demo/settings/text64.js";
import { CsvError, readCsv } from "../../demo/targets/csv.js";
import { formulaPoints, pointsOf } from "../../demo/targets/points.js";
import { PRESET_KEYS } from "../../demo/targets/presets.js";
import { decodeTable, encodeTable, MOST_ROWS, roundTable } from "../../demo/targets/table.js";

const rows = (text: string) => {
  const { table } = readCsv(text);
  return Array.from(table.x, (x, i) => [Number(x.toFixed(4)), Number((table.y[i] as number).toFixed(4))]);
};

describe("a dropped file", () => {
  const four = [
    [0, 1],
    [1, 2],
    [2, 4],
    [3, 8],
  ];
  test.each([
    ["commas and a heading", "t,value\n0,1\n1,2\n2,4\n3,8\n"],
    ["semicolons and decimal commas", "0,0;1,0\r\n1,0;2,0\r\n2,0;4\r\n3;8"],
    ["tabs", "0\t1\n1\t2\n2\t4\n3\t8"],
    ["spaces, quotes do not hurt", '"0"   1\n1 2\n2 4\n3 8'],
    ["more columns, no order, a byte order mark", "\uFEFF3,8,a\n1,2,b\n0,1,c\n2,4,d"],
    ["empty cells and words are skipped", "x,y\n0,1\n,\n1,2\nn/a,3\n2,4\n3,8"],
  ])("with %s", (_what, text) => {
    expect(rows(text)).toEqual(four);
  });

  test("tells how many rows were skipped, and dates are years", () => {
    const { table, notes } = readCsv("day,y\n2000-01-01,1\n2001-01-01,2\n2002-07-01,?\n2003-01-01,3\n2004-01,4\n");
    expect([...table.x].map(Math.round)).toEqual([2000, 2001, 2003, 2004]);
    expect(notes).toEqual(["1 row was skipped"]);
  });

  test("is thinned to what a link can hold", () => {
    const text = Array.from({ length: 2000 }, (_, i) => `${i},${i % 7}`).join("\n");
    const { table, notes } = readCsv(text);
    expect(table.x).toHaveLength(MOST_ROWS);
    expect([table.x[0], table.x[MOST_ROWS - 1]]).toEqual([0, 1999]);
    expect(notes[0]).toContain("512 of 2000");
  });

  test("without a curve in it is refused with the reason", () => {
    expect(() => readCsv("")).toThrow("found 0 rows");
    expect(() => readCsv("1,2\n3,4\n5,6")).toThrow("found 3 rows");
    expect(() => readCsv("1,2\n1,4\n1,6\n1,8")).toThrow("first column");
    expect(() => readCsv("1,2\n2,2\n3,2\n4,2")).toThrow("second column");
  });

  test("of any text is a table or a CsvError", () => {
    const cell = fc.oneof(fc.double().map(String), fc.string({ maxLength: 5 }), fc.constantFrom("", "1", "2", "3"));
    const text = fc.array(fc.tuple(cell, cell)).map((lines) => lines.map((line) => line.join(",")).join("\n"));
    fc.assert(
      fc.property(text, (source) => {
        try {
          const { table } = readCsv(source);
          expect([...table.x, ...table.y].every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvError);
        }
      }),
    );
  });
});

describe("tables", () => {
  const finite = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  const table = fc
    .array(fc.tuple(finite, finite), { minLength: 4, maxLength: 50 })
    .filter((list) => [0, 1].every((k) => list.some((row) => row[k] !== list[0]?.[k])));

  test("are rounded once and then kept to the bit", () => {
    fc.assert(
      fc.property(table, (list) => {
        const rounded = roundTable(list);
        const bytes = encodeTable(rounded);
        expect(decodeTable(bytes)).toEqual(rounded);
        expect(textToBytes(bytesToText(bytes), bytes.length)).toEqual(bytes);
      }),
    );
  });

  test("are rounded by less than one part in 2^24 of their range", () => {
    fc.assert(
      fc.property(table, (list) => {
        const { x } = roundTable(list);
        const sorted = list.map(([value]) => value).sort((a, b) => a - b);
        const range = (sorted.at(-1) as number) - (sorted[0] as number);
        for (const [i, value] of x.entries()) expect(Math.abs(value - (sorted[i] as number))).toBeLessThanOrEqual(range / 2 ** 24);
      }),
    );
  });

  test("of any bytes are undefined or whole", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 50, maxLength: 120 }), (bytes) => {
        const got = decodeTable(bytes);
        if (got) expect([...got.x, ...got.y].every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe("targets", () => {
  test("each preset has its points, ascending and finite", () => {
    for (const key of PRESET_KEYS) {
      const settings = settingsOf(key);
      const { x, y } = pointsOf(settings);
      expect(x).toHaveLength(settings.samples);
      expect(x.every((value, i) => i === 0 || value > (x[i - 1] as number))).toBe(true);
      expect(y.every(Number.isFinite)).toBe(true);
    }
  });

  test("a formula that is not finite somewhere is refused with the place", () => {
    expect(() => formulaPoints("1/x", 5)).toThrow("the formula is Infinity at x = 0");
    expect(() => formulaPoints("sqrt(x - 0.5)", 5)).toThrow(FormulaError);
    expect([...formulaPoints("1 - x", 3).y]).toEqual([1, 0.5, 0]);
  });
});
