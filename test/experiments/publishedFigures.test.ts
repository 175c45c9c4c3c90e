import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../experiments/comparison/flags.js";
import { readOptions } from "../../experiments/published/options.js";
import { logSlope, summary } from "../../experiments/published/summary.js";
import { recording } from "../model/recorded.js";

// The figures as a user regenerates them, on the built package, tiny.

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "nntk-figures-"));
beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("the figures are drawn from dist: npm run build first");
});
afterAll(() => rmSync(folder, { recursive: true }));

function figures(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const program = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "experiments/publishedFigures.ts"), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: folder }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
// biome-ignore lint/suspicious/noExplicitAny: plain JSON of many shapes
const data = (name: string, from = "all"): any => JSON.parse(readFileSync(join(folder, from, `${name}.json`), "utf8"));

describe("the published figures", () => {
  test("run small, are six pictures with their numbers", async () => {
    const widths = ["--networks", "3", "--widths", "10,100,1000"];
    const training = ["--seeds", "2", "--seconds", "0.2", "--width", "40", "--points", "12"];
    const { code, out, err } = await figures(...widths, ...training, "--out", "all");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("N =    1000");
    const names = ["figure1a", "figure1b", "figure2a", "figure2b", "figure3", "figure5"];
    expect(readdirSync(join(folder, "all")).sort()).toEqual(names.flatMap((name) => [`${name}.json`, `${name}.svg`]));
    for (const name of names) {
      const svg = readFileSync(join(folder, "all", `${name}.svg`), "utf8");
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg.match(/<svg\b/g)?.length).toBe(svg.match(/<\/svg>/g)?.length);
    }
  });

  test("show the recorded limit, and losses that fall to it", () => {
    const exact = recording("infinite_width_limit")["16"].eigs_Bstar_60digit_arithmetic.map(Number) as number[];
    const found = data("figure1a").limitEigenvalues as number[];
    for (const [j, value] of exact.entries()) expect(found[j]! / value).toBeCloseTo(1, 5); // written with six digits
    const { rows, limitLoss } = data("figure1b");
    for (const { width, gamma, linearLoss, networkLoss } of rows) {
      if (width < 1000 || gamma < 1e-4) continue;
      const limit = limitLoss.find((entry: { gamma: number }) => entry.gamma === gamma).value;
      expect(linearLoss.median / limit).toBeGreaterThan(0.5);
      expect(linearLoss.median / limit).toBeLessThan(2);
      expect(networkLoss.median / linearLoss.median).toBeLessThan(1.5);
    }
    // and what the published plot leaves out: a small regularizer ruins the network itself
    const small = rows.find((row: { width: number; gamma: number }) => row.width === 1000 && row.gamma === 1e-10);
    expect(small.networkLoss.median).toBeGreaterThan(100 * small.linearLoss.median);
  });

  test("are the same numbers every time, the true network left out or not", async () => {
    const { code } = await figures("--figures", "2", "--no-network", "--networks", "3", "--widths", "10,100,1000", "--out", "again");
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "again"))).toHaveLength(4);
    for (const name of ["figure2a", "figure2b"]) expect(data(name, "again")).toEqual(data(name));
  });

  test("refuse what they do not know with code 2", async () => {
    const { code, err } = await figures("--network", "3");
    expect(code).toBe(2);
    expect(err).toContain("--help");
    for (const args of [
      ["--figures", "4"],
      ["--networks", "0"],
      ["--widths", "10,x"],
      ["--seconds", "-1"],
    ])
      expect(() => readOptions(args)).toThrow(UsageError);
    expect(readOptions(["--help"])).toBeUndefined();
  });
});

describe("what the figures sum up with", () => {
  test("a sample's median, band and moments", () => {
    const values = Array.from({ length: 11 }, (_, i) => (7 * i) % 11);
    expect(summary(values)).toMatchObject({ median: 5, low: 1, high: 9, min: 0, max: 10 });
    expect(summary(values).mean).toBeCloseTo(5, 14);
    expect(summary(values).deviation).toBeCloseTo(Math.sqrt(11), 13);
    expect(summary([3])).toEqual({ median: 3, low: 3, high: 3, min: 3, max: 3, mean: 3, deviation: 0 });
  });

  test("a power law's exponent, exactly where it is one, and with an interval that holds where it is noisy", () => {
    const xs = [10, 20, 50, 100, 200, 500];
    const exact = logSlope(xs.map((x) => ({ x, y: 3 * x ** -0.48 })));
    expect(exact?.slope).toBeCloseTo(-0.48, 12);
    expect(exact?.halfWidth).toBeLessThan(1e-12);
    const noisy = logSlope(xs.map((x, i) => ({ x, y: x ** -0.48 * (i % 2 === 0 ? 1.1 : 0.9) })));
    expect(Math.abs((noisy?.slope ?? 0) + 0.48)).toBeLessThan(noisy?.halfWidth ?? 0);
    expect(logSlope([{ x: 1, y: 1 }])).toBeUndefined();
  });
});
