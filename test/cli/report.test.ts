import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.js";
import { runHere } from "../../src/cli/fitting/run.js";
import { linearScale } from "../../src/cli/report/draw.js";

import { testFolder } from "./built.js";

const { folder, remove } = testFolder();
afterAll(remove);
process.env.npm_command = "";

const EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(2)>&\"'";
const silent = { out: () => {}, err: () => {}, watched: false, columns: 80 };

async function report(table: string, ...args: string[]): Promise<string> {
  writeFileSync(join(folder, "data.csv"), table);
  const file = join(folder, "fit.html");
  expect(await cli(["fit", join(folder, "data.csv"), "--report", file, ...args], silent, runHere)).toBe(0);
  return readFileSync(file, "utf8");
}

const quoted = `"${EVIL.replaceAll('"', '""')}"`;
const dated = Array.from(
  { length: 200 },
  (_, i) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")},${Math.sin(i / 9) + ((i * 7919) % 13) / 60}\n`,
);

describe("a report", () => {
  let html = "";
  beforeAll(async () => {
    html = await report(`when,${quoted}\n${dated.join("")}`, "--width", "60");
  });

  test("holds everything, and nothing that could fetch or run", () => {
    const { document } = parseHTML(html);
    expect(document.querySelectorAll("script, link, img, iframe, object, [src], [onerror]")).toHaveLength(0);
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).not.toMatch(/(?:href|src|url)\s*[=(]\s*["']?(?:https?:)?\/\//i);
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`);
    expect(document.querySelector("h1")?.textContent).toBe(`${EVIL} from when`);
  });

  test("shows the fit, what it leaves, the training, the spectrum, the choice, and how to repeat it", () => {
    const { document } = parseHTML(html);
    expect([...document.querySelectorAll("h2")].map((head) => head.textContent)).toEqual([
      "The fit",
      "What the fit leaves",
      "The training",
      "The spectrum, and what each gamma buys",
      "What was chosen, and why",
      "How to repeat it",
    ]);
    const figures = [...document.querySelectorAll("svg")];
    expect(figures.length).toBeGreaterThanOrEqual(8);
    for (const figure of figures) expect(figure.getAttribute("aria-label")).toBeTruthy();
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(document.querySelector("pre")?.textContent).toMatch(/^nntk fit .* --x when --y .* --width 60 --seed 0 --report /);
    expect(html).toMatch(/SHA-256 is [0-9a-f]{64}/);
    expect(html).toMatch(/prefers-color-scheme: dark/);
    // colours come from the page, so that figures follow light and dark
    expect(html.match(/(?:stroke|fill)="#/g)).toBeNull();
  });

  test("shows the years of dates", () => {
    expect(html).toMatch(/>2005<|>2010</);
  });
});

test("a report of several inputs and outputs sets prediction against measurement", async () => {
  const rows = Array.from({ length: 49 }, (_, i) => [(i % 7) / 6, Math.floor(i / 7) / 6]).map(
    ([a = 0, b = 0]) => `${a},${b},${a * b},${a - b}\n`,
  );
  const html = await report(
    `a,b,product,difference\n${rows.join("")}`,
    "--x",
    "a,b",
    "--y",
    "product,difference",
    "--width",
    "50",
    "--steps",
    "3",
  );
  expect(html).toMatch(/product over a and b/);
  expect(html).toMatch(/product: predicted against measured/);
  expect(html).toMatch(/difference: residuals/);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test.each([
  ["one row", "t,v\n1,2\n"],
  ["a constant", "t,v\n1,2\n2,2\n3,2\n4,2\n"],
  ["two inputs and a constant", "a,b,v\n0,0,1\n1,0,1\n0,1,1\n1,1,1\n"],
  ["two inputs of 1e-300", "a,b,v\n0,0,1\n1e-300,0,2\n0,1e-300,3\n"],
  ["two inputs on a line", "a,b,v\n0,5,1\n1,5,2\n2,5,1\n"],
  ["one x", "t,v\n1,2\n1,3\n1,4\n"],
  ["numbers at the end of doubles", "t,v\n0,0\n5e-324,5e-324\n"],
  ["a fit to the last bit", "t,v\n0,0\n1,1e-310\n"],
  ["two rows far apart", "t,v\n-1e300,1e-300\n1e300,-1e-300\n"],
])("a report stands where there is little to show: %s", async (_, table) => {
  const html = await report(table, "--steps", "3");
  expect(html).toMatch(/<h2>How to repeat it<\/h2>/);
  expect(html).not.toMatch(/NaN|undefined/);
});

test("axes put a common power of ten into their label", () => {
  expect(linearScale([0, 3e-9], "t")).toMatchObject({ label: "t, 10⁻⁹" });
  expect(linearScale([0, 42], "t")).toMatchObject({ label: "t" });
  const { tickFormat } = linearScale([0, 2e9], "t") as { tickFormat: (value: number) => string };
  expect(tickFormat(1.5e9)).toBe("1.5");
  expect(linearScale([0, 42], "t", { margin: 0 }).ticks).toEqual([0, 10, 20, 30, 40]);
  expect(linearScale([-0.31, 0.2], "t", { margin: 0, ticks: 5 }).ticks).toEqual([-0.2, 0, 0.2]);
});
