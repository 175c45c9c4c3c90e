import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { cli } from "../../src/cli/cli.js";
import { remaining } from "../../src/cli/fitting/progress.js";
import { runHere } from "../../src/cli/fitting/run.js";
import { nearest } from "../../src/cli/nearest.js";
import { predict, tangentBands } from "../../src/index.js";
import { decodeNetwork, decodeSafetensors } from "../../src/io/index.js";
import { createRandom } from "../../src/random/index.js";
import { testFolder } from "./built.js";

const { folder, remove } = testFolder();
afterAll(remove);
process.env.npm_command = "";
const at = (name: string) => join(folder, name);

/** Runs a command line in this process. */
async function run(...args: string[]) {
  const said = { out: "", err: "" };
  const terminal = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    watched: false,
    columns: 80,
  };
  const code = await cli(args, terminal, runHere);
  return { code, ...said };
}

const M = 80;
const e = createRandom(4).normal(M, 0, 0.1);
const iso = (i: number) => new Date(Date.UTC(2020, 0, 1 + 3 * i)).toISOString().slice(0, 10);
const value = (i: number) => 1e9 * (Math.sin(i / 9) + (e[i] as number));
const order = createRandom(5).permutation(M);
// unsorted, dates, scales of 1e9 and 1e-9, empty cells, a name with markup
const lines = Array.from(order, (i) => `${iso(i)},${i % 20 === 7 ? "" : value(i)},${1e-9 * i},"text, ${i}"`);
writeFileSync(at("data.csv"), `\ufeffday,"<script>alert(1)</script>",small,note\r\n${lines.join("\r\n")}\r\n`);
const clean = Array.from({ length: 40 }, (_, i) => `${i / 39},${2 * (i / 39) ** 2}`);
writeFileSync(at("clean.csv"), `t;value\n${clean.join("\n").replaceAll(",", ";").replaceAll(".", ",")}\n`);
const quick = ["--width", "40", "--activation", "tanh", "--input-scale", "1"];
const messy = ["--x", "day", "--y", "<script>alert(1)</script>"];

describe("nntk fit", () => {
  test("says what it did, what was left out and how to go on", async () => {
    const { code, out, err } = await run("fit", at("data.csv"), ...messy, ...quick, "--out", at("m.safetensors"));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^data {5}.*data\.csv: 76 rows; <script>alert\(1\)<\/script> from day$/m);
    expect(out).toMatch(/4 rows with an empty cell left out \(lines \d+, \d+, \d+, \d+\)/);
    expect(out).toMatch(/day from 2020-01-01 to 2020-08-\d\d, as days since 1970-01-01 UTC/);
    expect(out).toMatch(/^network {2}40 tanh units, input scale 1\./m);
    expect(out).toMatch(/^ended {4}stagnated after \d+ iterations, .*held-out rows/m);
    expect(out).toMatch(/^error {4}\S+e[78] in <script>/m);
    expect(out).toMatch(/^next {5}nntk predict .*m\.safetensors new\.csv --bands$/m);
  });

  test("writes a model that the library reads, and the same bytes again", async () => {
    await run("fit", at("data.csv"), ...messy, ...quick, "--out", at("a.safetensors"));
    await run("fit", at("data.csv"), ...messy, ...quick, "--out", at("b.safetensors"));
    const bytes = readFileSync(at("a.safetensors"));
    expect(bytes.equals(readFileSync(at("b.safetensors")))).toBe(true);
    const network = decodeNetwork(bytes);
    expect(network).toMatchObject({ inputs: 1, outputs: 1, width: 40 });
    const about = JSON.parse(decodeSafetensors(bytes).metadata.fit as string);
    expect(about).toMatchObject({ samples: 76, dropped: 4, seed: 0, status: "stagnated", columns: { x: [{ name: "day", kind: "date" }] } });
  });

  test("prints JSON where it is asked for", async () => {
    const { code, out } = await run("fit", at("clean.csv"), "--x", "t", "--y", "value", ...quick, "--until-loss", "1e-6", "--json");
    const json = JSON.parse(out);
    expect(code).toBe(0);
    expect(json).toMatchObject({ status: "converged", seed: 0, data: { samples: 40, dropped: 0 }, choice: { width: 40 } });
    expect(json.finalLoss).toBeLessThan(1e-6);
    expect(json.rmse.value).toBeGreaterThan(0);
    expect(json.history).toHaveLength(json.steps);
    expect(json.command).toMatch(
      /^nntk fit .*clean\.csv --x t --y value --width 40 --activation tanh --input-scale 1 --seed 0 --until-loss 0\.000001$/,
    );
  });

  test.each([
    ["an intended end", ["--steps", "3"], 0],
    ["a loss asked for and reached", ["--until-loss", "1e-3"], 0],
    ["a loss asked for and missed", ["--until-loss", "1e-20", "--steps", "2"], 1],
    ["an unknown option", ["--widht", "3"], 2],
    ["a value that is none", ["--width", "many"], 2],
  ] as [string, string[], number][])("ends with its exit code: %s", async (_, more, code) => {
    expect((await run("fit", at("clean.csv"), ...quick, ...more)).code).toBe(code);
  });

  test.each([
    [["fit"], /^nntk: expected a table to fit: nntk fit data\.csv\nMore: nntk fit --help\n$/],
    [["fit", "a", "b"], /unexpected argument "b"/],
    [["fit", "nowhere.csv"], /nowhere\.csv: no such file/],
    [["fit", "."], /is a folder/],
    [["fit", "DATA", "--widht", "3"], /unknown option --widht \(did you mean --width\?\)/],
    [["fit", "DATA", "--width"], /--width wants a value/],
    [["fit", "DATA", "--json=1"], /--json takes no value, got 1/],
    [["fit", "DATA", "--x", "dya"], /no column "dya" \(did you mean "day"\?\)/],
    [["fit", "DATA", "--x", "note", "--y", "small"], /column "note": "text, \d+" is not a number/],
    [["fit", "DATA", "--activation", "tahn"], /--activation knows .*, got "tahn" \(did you mean "tanh"\?\)/],
    [["fit", "DATA", "--seed", "-1"], /--seed wants an integer of at least 0, got "-1"/],
    [["fit", "DATA", "--until-loss", "0"], /--until-loss wants a number above 0, got "0"/],
    [
      ["fit", "DATA", "--x", "day", "--y", "small", "--input-scale", "1e308"],
      /fit: "inputScale" expected a finite number strictly between 0 and 1e\+307, got 1e\+308/,
    ],
    [["fit", "DATA", "--validation", "2"], /--validation knows on, off, auto or a share/],
    [["fit", "DATA", "--delimiter", "ab"], /--delimiter wants one character or "tab"/],
    [["fit", "DATA", "--out", "no/such/folder/m"], /--out no\/such\/folder\/m: there is no folder no\/such\/folder/],
    [["fit", "DATA", "--resume"], /--resume wants --checkpoint FILE/],
    [["fti", "DATA"], /no command "fti" \(did you mean "fit"\?\); try nntk --help/],
    [["constructor"], /no command "constructor"; try nntk --help\n$/],
    [["predict", "DATA"], /expected a table after the model/],
    [["predict", "DATA", "DATA"], /is no model of nntk: decodeNetwork: /],
    [["predict", "nowhere", "DATA"], /nowhere: no such file/],
    [["info", "DATA"], /is no model of nntk/],
    [["spectrum", "DATA", "--x", "small", "--y", "small"], /column "small" is taken twice/],
  ])("misuse is told in a line, with exit code 2: %j", async (args, message) => {
    const { code, err, out } = await run(...args.map((word) => (word === "DATA" ? at("data.csv") : word)));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).toMatch(/^nntk: /);
  });
});

test("what the machine refuses is told in a line, with exit code 1", async () => {
  await run("fit", at("clean.csv"), ...quick, "--steps", "1", "--out", at("w.safetensors"));
  // a name that is too long is refused by every system, for every user
  const { code, err, out } = await run("predict", at("w.safetensors"), at("clean.csv"), "--out", at("x".repeat(300)));
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^nntk: ENAMETOOLONG: [^\n]*\n$/);
});

describe("nntk predict", () => {
  test("adds its columns to the table's, and leaves empty what it cannot know", async () => {
    await run("fit", at("data.csv"), ...messy, ...quick, "--out", at("m.safetensors"));
    writeFileSync(at("new.csv"), 'day,what\n2020-02-03,a\n,b\n2020-02-03T12:00,"c,d"\n');
    const { code, out, err } = await run("predict", at("m.safetensors"), at("new.csv"));
    expect(code).toBe(0);
    expect(err).toMatch(/new\.csv: 1 row with an empty input: no prediction/);
    const [head, first, second, third] = out.split("\n");
    expect(head).toBe("day,what,<script>alert(1)</script>_predicted");
    expect(first).toMatch(/^2020-02-03,a,-?[\d.e+]+$/);
    expect(second).toBe(",b,");
    expect(third).toMatch(/^2020-02-03T12:00,"c,d",-?[\d.e+]+$/);
    const network = decodeNetwork(readFileSync(at("m.safetensors")));
    const days = Date.UTC(2020, 1, 3) / 86_400_000;
    expect(Number(first?.split(",").at(-1))).toBe(predict(network, [days]).data[0]);
  });

  test("gives bands as tangentBands does, from the model file alone", async () => {
    const { code, out } = await run("fit", at("clean.csv"), ...quick, "--out", at("c.safetensors"), "--steps", "5", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out).status).toBe("max_iterations");
    const json = JSON.parse((await run("predict", at("c.safetensors"), at("clean.csv"), "--bands", "--json")).out);
    expect(json.predictions).toHaveLength(40);
    const { tensors } = decodeSafetensors(readFileSync(at("c.safetensors")));
    const network = decodeNetwork(readFileSync(at("c.safetensors")));
    const of = (name: string) => tensors[`bands.${name}`]?.data as Float64Array;
    const start = { ...network, W: of("W"), b: of("b"), C: of("C") };
    const bands = tangentBands(start, { x: of("x"), y: of("y") }, of("x"));
    expect(json.lower.flat()).toEqual([...bands.lower.data]);
    expect(json.upper.flat()).toEqual([...bands.upper.data]);
    expect(json.mean.flat()).toEqual([...bands.mean.data]);
    const csv = (await run("predict", at("c.safetensors"), at("clean.csv"), "--bands", "--out", at("p.csv"))).out;
    expect(csv).toBe("");
    expect(readFileSync(at("p.csv"), "utf8")).toMatch(/^t;value;value_predicted;value_mean;value_lower;value_upper\n/);
  });

  test("has no bands of a model without data, and says so", async () => {
    await run("fit", at("clean.csv"), ...quick, "--out", at("d.safetensors"), "--without-data", "--steps", "1");
    const { code, err } = await run("predict", at("d.safetensors"), at("clean.csv"), "--bands");
    expect(code).toBe(2);
    expect(err).toMatch(/holds no rows to take bands from/);
  });
});

describe("nntk spectrum", () => {
  test("shows what each regularizer buys", async () => {
    const { code, out } = await run("spectrum", at("clean.csv"), ...quick, "--gamma", "1e-2,1e-6");
    expect(code).toBe(0);
    expect(out).toMatch(/clean\.csv: value from t; 40 rows; 40 tanh units/);
    expect(out).toMatch(/^ +mode +lambda +0\.01 +1\.0e-6 +descent$/m);
    const json = JSON.parse((await run("spectrum", at("clean.csv"), ...quick, "--gamma", "1e-2,1e-6", "--json")).out);
    expect(json.ntk).toHaveLength(40);
    const [coarse, fine] = json.gammas;
    expect(coarse.nntk[0]).toBeCloseTo(json.ntk[0] / (json.ntk[0] + 0.01), 12);
    expect(coarse.modesHalvedAStep).toBe(json.ntk.filter((lambda: number) => lambda >= 0.01).length);
    expect(fine.modesHalvedAStep).toBeGreaterThan(coarse.modesHalvedAStep);
    // a mode with lambda = gamma is halved by each step: 7 of them leave less than 1 %
    const near = json.ntk.findIndex((lambda: number) => lambda < 1e-2) - 1;
    expect(coarse.stepsToOnePercent[near]).toBeLessThanOrEqual(7);
  });

  test("takes a model's network, and a choice of the rows where they are many", async () => {
    await run("fit", at("clean.csv"), ...quick, "--out", at("s.safetensors"), "--steps", "1");
    const { out } = await run("spectrum", at("clean.csv"), "--model", at("s.safetensors"), "--rows", "10");
    expect(out).toMatch(/10 rows of 40, chosen at random; 40 tanh units/);
  });
});

describe("nntk info, --help and --version", () => {
  test("tell of a model and of the program", async () => {
    await run("fit", at("data.csv"), ...messy, ...quick, "--out", at("i.safetensors"));
    const { out } = await run("info", at("i.safetensors"));
    expect(out).toMatch(/^columns +x day \(dates\), y <script>/m);
    expect(out).toMatch(/^samples +76$/m);
    expect(JSON.parse((await run("info", "--json")).out)).toHaveProperty("nntk");
    expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each(["fit", "predict", "spectrum", "info"])("%s has examples", async (command) => {
    const { code, out } = await run(command, "--help");
    expect(code).toBe(0);
    expect(out).toMatch(/\nExamples\n/);
    expect((await run("help", command)).out).toBe(out);
    expect((await run("--help")).out).toMatch(new RegExp(`nntk ${command}`));
  });

  test("no command is misuse", async () => {
    expect((await run()).code).toBe(2);
  });
});

describe("the parts", () => {
  test("a misspelt word has its nearest, a strange one none", () => {
    expect(nearest("wdith", ["width", "weights"])).toBe("width");
    expect(nearest("Value", ["value"])).toBe("value");
    expect(nearest("zzzzzz", ["width", "weights"])).toBeUndefined();
  });

  test("the time that remains is what the limits say, or the loss's fall", () => {
    const recent = [
      { step: 10, loss: 1 },
      { step: 20, loss: 0.1 },
    ];
    const limits = { steps: 200, before: { steps: 0, seconds: 0 } };
    expect(remaining(recent, 10, 2, limits)).toEqual({ value: 18, sure: true });
    expect(remaining(recent, 10, 2, { ...limits, seconds: 5 })).toEqual({ value: 3, sure: true });
    // a decade a second, four to go
    expect(remaining(recent, 10, 2, { ...limits, loss: 1e-5 })?.value).toBeCloseTo(4, 9);
    expect(remaining(recent, undefined, 0, limits)).toBeUndefined();
  });
});
