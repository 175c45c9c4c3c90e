import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeTrainer } from "../../src/io/index.js";
import { buildProgram, start, testFolder } from "./built.js";
import { ARGS, EACH_STEP, killAndResume, writeTable } from "./kills.js";

const { folder, remove } = testFolder();
let program = "";
const read = (name: string) => readFileSync(join(folder, name));
const run = (args: string[], env = {}, input = "") => start(program, args, folder, env, input).ended;
/** Fulfilled when the file is there. */
const appears = async (name: string) => {
  while (!existsSync(join(folder, name))) await new Promise((resolve) => setTimeout(resolve, 5));
};

beforeAll(async () => {
  program = await buildProgram(folder);
  writeTable(folder);
  // steps of some 20 ms, and many of them
  const rows = Array.from({ length: 250 }, (_, i) => `${i},${Math.sin(i / 5) + Math.sin(1.7 * i)}\n`);
  writeFileSync(join(folder, "long.csv"), `t,v\n${rows.join("")}`);
});
afterAll(remove);

const LONG = ["fit", "long.csv", "--width", "100", "--activation", "sin", "--input-scale", "30", "--validation", "off", "--steps", "25"];

describe("the program", () => {
  test("fits what it is given on standard input, and predicts from the file it wrote", async () => {
    const table = readFileSync(join(folder, "k.csv"), "utf8");
    const fitted = await run(["fit", "-", "--seed", "3", "--out", "in.safetensors", "--report", "in.html"], {}, table);
    expect(fitted).toMatchObject({ code: 0, err: "" });
    expect(fitted.out).toMatch(/^data {5}standard input: 40 rows; v from t$/m);
    expect(read("in.html").toString()).toMatch(/^<!doctype html>/);
    const predicted = await run(["predict", "in.safetensors", "-", "--json"], {}, "t\n0.5\n");
    expect(JSON.parse(predicted.out).predictions[0]).toHaveLength(1);
  });

  test("ends quietly where its reader has seen enough, and with 2 at misuse", async () => {
    expect(await run(["fit", "k.csv", "--x", "T "])).toMatchObject({ code: 2, out: "" });
    expect(await run(["--version"])).toMatchObject({ code: 0, err: "" });
  });
});

describe("a checkpoint", () => {
  test("is written at Ctrl-C, after the step; what is resumed ends with the same model, byte for byte", async () => {
    expect((await run([...LONG, "--out", "whole.safetensors"])).code).toBe(0);
    const { child, ended } = start(program, [...LONG, "--out", "part.safetensors", "--checkpoint", "c.state"], folder, EACH_STEP);
    await appears("c.state");
    child.kill("SIGINT");
    const stopped = await ended;
    expect(stopped.code).toBe(130);
    expect(stopped.err).toMatch(/stopping after this iteration; once more stops at once/);
    const [, command = ""] = /go on with nntk (.*)\n/.exec(stopped.err) ?? [];
    expect(command).toMatch(/--checkpoint c\.state --resume$/);
    const { step } = decodeTrainer(read("c.state"));
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(25);
    // what it says is what works
    expect((await run(command.split(" "))).code).toBe(0);
    expect(read("part.safetensors").equals(read("whole.safetensors"))).toBe(true);
  });

  test("brings its settings, and refuses others and other data", async () => {
    await run([...ARGS, "--steps", "3", "--seed", "5", "--checkpoint", "s.state"]);
    const more = await run(["fit", "k.csv", "--steps", "6", "--checkpoint", "s.state", "--resume", "--json"]);
    expect(JSON.parse(more.out)).toMatchObject({ steps: 6, seed: 5, choice: { width: 30 } });
    const other = await run(["fit", "k.csv", "--seed", "6", "--checkpoint", "s.state", "--resume"]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("--seed: the checkpoint was made with 5, not with 6") });
    const data = await run(["fit", "long.csv", "--checkpoint", "s.state", "--resume"]);
    expect(data).toMatchObject({ code: 2, err: expect.stringContaining('"data" expected the data of the state') });
    const none = await run(["fit", "k.csv", "--checkpoint", "k.csv", "--resume"]);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining("k.csv: is no checkpoint of nntk fit") });
  });

  test("is whole whenever the program is killed, and what goes on from it ends with the same bits", { timeout: 60_000 }, async () => {
    expect(await killAndResume(program, folder, 10, "off")).toBeGreaterThan(2);
    // no more than the one temporary file is ever left
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp")).length).toBeLessThanOrEqual(1);
  });
});
