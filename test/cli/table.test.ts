import { describe, expect, test } from "vitest";
import { columnNames, readColumn } from "../../src/cli/table/columns.js";
import { dateOrder, formatDate, parseDate } from "../../src/cli/table/dates.js";
import { parseNumber } from "../../src/cli/table/numbers.js";
import { decode, parseTable } from "../../src/cli/table/readTable.js";
import { readSamples, rolesOf } from "../../src/cli/table/samples.js";
import { csvText } from "../../src/cli/table/writeTable.js";

const day = (text: string) => Date.parse(text) / 86_400_000;
const reading = { missing: [] };
const column = (text: string, name: string, options: object = reading) =>
  readColumn(parseTable("data.csv", text), name, { ...reading, ...options });

describe("dates", () => {
  test.each([
    ["2024-03-01", "2024-03-01T00:00Z"],
    ["2024-03", "2024-03-01T00:00Z"],
    ["2024/3/1", "2024-03-01T00:00Z"],
    ["2024.03.01 6:30", "2024-03-01T06:30Z"],
    ["2024-03-01T12:30:15", "2024-03-01T12:30:15Z"],
    ["2024-03-01 12:30:15.5Z", "2024-03-01T12:30:15.5Z"],
    ["2024-03-01T12:30+02:00", "2024-03-01T10:30Z"],
    ["2024-03-01T12:30-0530", "2024-03-01T18:00Z"],
    ["1 Mar 2024", "2024-03-01T00:00Z"],
    ["1. March 2024", "2024-03-01T00:00Z"],
    ["01-Mar-2024", "2024-03-01T00:00Z"],
    ["Mar 1, 2024", "2024-03-01T00:00Z"],
    ["September 3rd, 2024", "2024-09-03T00:00Z"],
    ["sept 2024", "2024-09-01T00:00Z"],
    ["2024-Q3", "2024-07-01T00:00Z"],
    ["2024Q1", "2024-01-01T00:00Z"],
    ["29.02.2024", "2024-02-29T00:00Z"],
  ])("%s", (text, iso) => {
    expect(parseDate(text, "dmy")).toBeCloseTo(day(iso), 9);
  });

  test.each(["2023-02-29", "2024-13-01", "32.01.2024", "1 Mai 2024", "2024", "2024-3-1-1", "yesterday", "12:30", "", "1/2/24", "Ma 2024x"])(
    "no date: %j",
    (text) => {
      expect(parseDate(text, "dmy")).toBeUndefined();
    },
  );

  test("in numbers take their order from what their column holds", () => {
    expect(parseDate("3/4/2024", "mdy")).toBe(day("2024-03-04"));
    expect(parseDate("3/4/2024", "dmy")).toBe(day("2024-04-03"));
    expect(dateOrder(["1/2/2024", "13/2/2024"])).toEqual({ order: "dmy", certain: true });
    expect(dateOrder(["1/2/2024", "2/13/2024"])).toEqual({ order: "mdy", certain: true });
    expect(dateOrder(["1.2.2024"])).toEqual({ order: "dmy", certain: true });
    expect(dateOrder(["1/2/2024"])).toMatchObject({ order: "mdy", certain: false, example: "1/2/2024" });
    expect(column("d,y\n1/2/2024,1", "d").notice).toBe('column "d": 1/2/2024 is read month first; --dates dmy reads the day first');
    expect(column("d,y\n1/2/2024,1", "d", { order: "dmy" })).toMatchObject({ values: [day("2024-02-01")] });
  });

  test("are written as they are read", () => {
    for (const text of ["2024-03-01", "1969-07-20T20:17:40Z", "0999-12-31"])
      expect(formatDate(parseDate(text, "dmy") as number)).toBe(text);
  });
});

describe("numbers", () => {
  test.each([
    ["1", 1],
    [" -1.5e-9 ", -1.5e-9],
    ["+.5", 0.5],
    ["2.", 2],
    ["1E9", 1e9],
    ["\u22123", -3],
    ["1,5", undefined],
    ["0x10", undefined],
    ["1e999", undefined],
    ["Infinity", undefined],
    ["n/a", undefined],
    ["1 2", undefined],
    ["", undefined],
  ])("%j", (text, value) => expect(parseNumber(text, ",")).toBe(value));

  test("have a decimal comma where semicolons separate", () => {
    expect(parseNumber("1,5", ";")).toBe(1.5);
    expect(parseNumber("1.5", ";")).toBe(1.5);
    expect(parseNumber("1.234,5", ";")).toBeUndefined();
  });
});

describe("a table", () => {
  test("is read with any of the usual separators, marks of byte order and line ends", () => {
    for (const mark of [",", ";", "\t", "|"])
      for (const end of ["\n", "\r\n", "\r"])
        for (const bom of ["", "\ufeff"]) {
          const bytes = new TextEncoder().encode(`${bom}t${mark}"a${mark}b"${end}1${mark}2${end}${end}3${mark}4${end}`);
          const table = parseTable("data.csv", decode(bytes));
          expect(table.header).toEqual(["t", `a${mark}b`]);
          expect(table.rows).toEqual([
            { line: 2, cells: ["1", "2"] },
            { line: 4, cells: ["3", "4"] },
          ]);
        }
  });

  test("is read in the encodings that spreadsheets write", () => {
    expect(decode(Uint8Array.of(0xff, 0xfe, 0x41, 0x00))).toBe("A");
    expect(decode(Uint8Array.of(0xfe, 0xff, 0x00, 0x41))).toBe("A");
    expect(decode(Uint8Array.of(0x47, 0xe4))).toBe("Gä");
    expect(decode(Uint8Array.of(0x47, 0xc3, 0xa4))).toBe("Gä");
  });

  test("counts lines where cells hold line ends", () => {
    const { rows } = parseTable("data.csv", 'a,b\n1,"x\ny"\n2,z\n');
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
  });

  test("without a header has its columns numbered", () => {
    const table = parseTable("data.csv", "1,2\n3,4\n");
    expect(table).toMatchObject({ headless: true, header: ["1", "2"] });
    expect(table.rows).toHaveLength(2);
  });

  test.each([
    ["", "data.csv: is empty: expected a header line with the columns' names"],
    ["t,y\n", "data.csv: holds a header and no rows"],
    ["t,y\n1,2\n1,2,3\n", "data.csv:3: 3 cells where the header has 2"],
    ['t,y\n1,"2\n', /^data\.csv:\d: Quote Not Closed/],
  ])("that is none is refused: %j", (text, message) => {
    expect(() => parseTable("data.csv", text)).toThrow(message);
  });

  test("is written so that it is read again", () => {
    const rows = [
      ["a", 'b "c"', "d,e"],
      ["1", "x\ny", " z "],
    ];
    const { header, rows: read } = parseTable("data.csv", csvText(rows, ","));
    expect(header).toEqual(rows[0]);
    expect(read[0]?.cells.slice(0, 2)).toEqual(rows[1]?.slice(0, 2));
  });
});

describe("a column", () => {
  test("that cannot be read says where and why", () => {
    expect(() => column("t,value\n1,2\n2,n/a\n", "value")).toThrow(
      'data.csv:3: column "value": "n/a" is not a number; to skip such rows: --missing n/a',
    );
    expect(() => column("t,value\n1,2\n2,1e999\n", "value")).toThrow('data.csv:3: column "value": "1e999" is not a number');
    expect(() => column("t,value\n2024-01-01,2\nsoon,3\n", "t")).toThrow('data.csv:3: column "t": "soon" is not a date');
  });

  test("that is not there suggests the one that was meant", () => {
    expect(() => column("time,value\n1,2\n", "valeu")).toThrow(
      'data.csv: no column "valeu" (did you mean "value"?): there are "time", "value"',
    );
    expect(() => column("a,a\n1,2\n", "a")).toThrow('data.csv: two columns are called "a"');
  });

  test("may have a comma in its name", () => {
    const table = parseTable("data.csv", 'a,"b,c",d\n1,2,3\n');
    expect(columnNames(table, ["b,c", "a,d"])).toEqual(["b,c", "a", "d"]);
  });
});

describe("samples", () => {
  const table = parseTable("data.csv", "when,a,b,w\n2024-01-03,1e-9,1e9,1\n2024-01-01,,2e9,1\n2024-01-01,3e-9,,2\n2024-01-01,4e-9,4e9,2\n");

  test("are the rows that are whole, in their order; the others are counted", () => {
    const samples = readSamples(table, rolesOf(table, { x: ["when,a"], y: ["b"], weights: "w" }), reading);
    expect(samples.x).toEqual({ rows: 2, cols: 2, data: Float64Array.of(day("2024-01-03"), 1e-9, day("2024-01-01"), 4e-9) });
    expect(samples.y.data).toEqual(Float64Array.of(1e9, 4e9));
    expect(samples.weights).toEqual(Float64Array.of(1, 2));
    expect(samples.dropped).toEqual([3, 4]);
    expect(samples.columns.x).toEqual([
      { name: "when", kind: "date", order: "mdy" },
      { name: "a", kind: "number" },
    ]);
  });

  test("take the last column for y and all others for x where none is named", () => {
    expect(rolesOf(table, {})).toEqual({ x: ["when", "a", "b"], y: ["w"] });
    expect(rolesOf(table, { weights: "w" })).toEqual({ x: ["when", "a"], y: ["b"], weights: "w" });
    expect(rolesOf(table, { x: ["w"] })).toEqual({ x: ["w"], y: ["b"] });
    expect(() => rolesOf(table, { x: ["a"], y: ["a"] })).toThrow('column "a" is taken twice');
    expect(() => rolesOf(parseTable("d", "a\nz\n"), {})).toThrow("no column is left for x");
  });

  test("that cannot be are refused", () => {
    const bad = parseTable("data.csv", "x,y,w\n1,2,0\n,3,1\n");
    expect(() => readSamples(bad, { x: ["x"], y: ["y"], weights: "w" }, reading)).toThrow(
      'data.csv:2: column "w": a weight has to be above 0',
    );
    const none = parseTable("data.csv", "x,y\n1,\n,3\n");
    expect(() => readSamples(none, { x: ["x"], y: ["y"] }, reading)).toThrow('data.csv: every row has an empty cell in "x", "y"');
    expect(readSamples(parseTable("d", "x,y\n1,-\n2,3\n"), { x: ["x"], y: ["y"] }, { missing: ["-"] }).dropped).toEqual([2]);
  });
});
