import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFlags, UsageError } from "../../experiments/comparison/flags.js";
import { initialFromFile } from "../../experiments/comparison/problem.js";
import type { Results } from "../../experiments/comparison/results.js";

// The main job as a user starts it, on the built package.

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "nntk-comparison-"));
const inFolder = (name: string) => join(folder, name);

beforeAll(() => {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("the main job runs on dist: npm run build first");
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const program = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "experiments/trainingComparison.ts"), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const SMALL = ["--width", "50", "--points", "16", "--seconds", "0.3"];
const results = (name: string) => JSON.parse(readFileSync(inFolder(name), "utf8")) as Results;

describe("the training comparison", () => {
  test("run small, prints its table and writes figures and report", async () => {
    const { code, out, err } = await start(...SMALL);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Gradient descent: loss ");
    expect(out).toContain("loss reached");
    expect(out).toMatch(/1e-12 +│/);
    expect(out).toContain("0.8 sin 16πx");
    expect(out).not.toContain("\u001b"); // a pipe gets plain lines

    const { problem, runs, methods, version, command } = results("out/training-comparison.json");
    expect(problem).toMatchObject({ width: 50, points: 16, beta: 0.52, from: "seed 0" });
    expect(problem.y[0]).toBe(0);
    expect(problem.y[15]).toBeCloseTo(4, 12);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(command).toBe(`npm start -- ${SMALL.join(" ")}`);
    expect(runs.map((run) => run.method)).toEqual(methods.map((method) => method.key));
    for (const run of runs) {
      expect(run.finalLoss).toBeLessThan(run.initialLoss);
      expect(run.initialLoss).toBe(runs[0]?.initialLoss);
      expect(run.curve.step).toHaveLength(run.curve.loss.length);
      expect([run.curve.step.at(-1), run.curve.loss.at(-1)]).toEqual([run.steps, run.finalLoss]);
      expect(run.fit).toHaveLength(problem.fine.x.length);
      expect(run.coefficients?.relativeErrors).toHaveLength(5);
      expect(run.reached.map((hit) => hit !== null)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((e) => run.finalLoss <= 10 ** -e));
    }

    const html = readFileSync(inFolder("out/training-comparison.html"), "utf8");
    const embedded = /<script type="application\/json" id="results">(.*?)<\/script>/s.exec(html)?.[1] as string;
    expect(JSON.parse(embedded)).toEqual(results("out/training-comparison.json"));
    expect(html).not.toMatch(/(?:src|href)="/); // nothing is fetched
    expect(html).toContain(command);
    for (const id of ["byStep", "byTime", "coefficientCurves", "coefficients", "fits"]) expect(html).toContain(`id="${id}"`);
  });

  test("from a file of initial weights starts there, whatever the seed", async () => {
    const b1 = Array.from({ length: 20 }, (_, i) => Math.sin(i));
    const file = inFolder("start.json");
    writeFileSync(file, JSON.stringify({ W1: b1.map((b) => [2 * b]), b1, W2: b1.map((b) => -b) }));
    const small = ["--points", "12", "--seconds", "0.05", "--methods", "adam,newton"];
    const one = await start(...small, "--initial", file, "--json", inFolder("one.json"));
    expect(one.code).toBe(0);
    const { problem, runs } = results("one.json");
    expect(problem).toMatchObject({ width: 20, from: file });
    const f = (x: number) => 20 ** -0.52 * b1.reduce((sum, b) => sum - b * Math.tanh(2 * b * x + b), 0);
    const loss = problem.x.reduce((sum, x, m) => sum + (f(x) - (problem.y[m] as number)) ** 2, 0) / 24;
    expect(runs[0]?.initialLoss).toBeCloseTo(loss, 12);
  });

  test("over several seeds runs each method once a seed", async () => {
    const args = [...SMALL, "--seconds", "0.05", "--seeds", "2", "--seed", "5", "--methods", "adam", "--json", inFolder("two.json")];
    const { code, out } = await start(...args);
    expect(code).toBe(0);
    expect(out).toContain("Adam seed 6: loss");
    expect(results("two.json").runs.map((run) => run.seed)).toEqual([5, 6]);
  });

  test("refuses what it does not know with code 2, and says what and where to read more", async () => {
    const { code, out, err } = await start("--widht", "50");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("--widht");
    expect(err).toContain("--help");
  });

  test.each([
    [["--width", "ten"], '--width wants an integer of at least 1, got "ten"'],
    [["--points", "1"], "--points wants an integer of at least 2"],
    [["--seconds", "0"], "--seconds wants a number above 0"],
    [["--methods", "adam,sgd"], 'got "sgd"'],
    [["--initial", "x.json", "--seeds", "3"], "leave --seeds away"],
    [["--initial", "x.json", "--width", "3"], "leave --width away"],
    [["extra"], "extra"],
  ])("refuses %j", (args, message) => {
    expect(() => readFlags(args)).toThrow(UsageError);
    expect(() => readFlags(args)).toThrow(message);
  });

  test("refuses a file of initial weights that is none", () => {
    expect(() => initialFromFile(inFolder("none.json"))).toThrow(/none\.json/);
    for (const [text, message] of [
      ["{", /JSON/],
      ['{"W1": [1], "b1": [], "W2": [1]}', /b1 has to be a list of numbers/],
      ['{"W1": [1, 2], "b1": [1, 2], "W2": [1]}', /different lengths/],
      ['{"W1": [1], "b1": [null], "W2": [1]}', /b1 has to be a list of numbers/],
      ['{"W1": [1], "b1": [1], "W2": [1], "beta": 2}', /beta/],
    ] as const) {
      writeFileSync(inFolder("bad.json"), text);
      expect(() => initialFromFile(inFolder("bad.json"))).toThrow(message);
    }
  });

  test("explains itself", async () => {
    const { code, out } = await start("--help");
    expect(code).toBe(0);
    for (const flag of ["--seconds", "--seeds", "--methods", "--width", "--points", "--json", "--initial"]) expect(out).toContain(flag);
  });
});
