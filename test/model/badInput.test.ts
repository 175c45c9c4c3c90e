import { describe, expect, test } from "vitest";
import * as nntk from "../../src/index.js";
import { createNetwork, type Data, flatten, type Network } from "../../src/index.js";

const network = createNetwork({ inputs: 2, width: 3, outputs: 2 });
const x = [
  [0, 1],
  [2, 3],
];
const data: Data = { x, y: x };
const v = new Float64Array(15).fill(1);

// biome-ignore lint/suspicious/noExplicitAny: the arguments are wrong on purpose
type Call = (...args: any[]) => unknown;

/** Every function of (network, ...): whole arguments, and how it takes them. */
const FUNCTIONS: Record<string, { run: Call; args: unknown[] }> = {
  flatten: { run: nntk.flatten, args: [network] },
  unflatten: { run: nntk.unflatten, args: [network, v] },
  predict: { run: nntk.predict, args: [network, x] },
  loss: { run: nntk.loss, args: [network, data] },
  gradient: { run: nntk.gradient, args: [network, data] },
  jacobian: { run: nntk.jacobian, args: [network, x] },
  jvp: { run: nntk.jvp, args: [network, x, v] },
  vjp: { run: nntk.vjp, args: [network, x, [1, 2, 3, 4]] },
  hvp: { run: nntk.hvp, args: [network, data, v] },
  gnvp: { run: nntk.gnvp, args: [network, data, v] },
  residualBlocks: { run: nntk.residualBlocks, args: [network, data] },
  hessianOperator: { run: nntk.hessianOperator, args: [network, data] },
  gaussNewtonOperator: { run: nntk.gaussNewtonOperator, args: [network, x] },
};
const WITH_X = ["predict", "jacobian", "jvp", "vjp", "gaussNewtonOperator"];
const WITH_DATA = ["loss", "gradient", "hvp", "gnvp", "residualBlocks", "hessianOperator"];

type Kind = typeof TypeError | typeof RangeError;

/** Calls `name` with its i-th argument replaced and expects the error, which begins with the function's name. */
function expectMisuse(name: string, i: number, wrong: unknown, kind: Kind, message: string): void {
  const { run, args } = FUNCTIONS[name] as { run: Call; args: unknown[] };
  const call = () => run(...args.map((arg, at) => (at === i ? wrong : arg)));
  expect(call).toThrow(kind);
  expect(call).toThrow(`${name}: ${message}`);
}

const scaling = { xMean: v.slice(0, 2), xScale: v.slice(0, 2), yMean: v.slice(0, 2), yScale: v.slice(0, 2) };
const without = (key: keyof Network) => Object.fromEntries(Object.entries(network).filter(([k]) => k !== key));

const BAD_NETWORKS: [string, unknown, Kind, string][] = [
  ["nothing", undefined, TypeError, '"network" expected a network record, got undefined'],
  ["null", null, TypeError, '"network" expected a network record, got null'],
  ["a number", 5, TypeError, '"network" expected a network record, got 5'],
  ["a list", [1], TypeError, '"network" expected a network record, got an array of length 1'],
  ["width 0", { ...network, width: 0 }, RangeError, '"network.width" expected an integer from 1 to 107374182, got 0'],
  ["half an input", { ...network, inputs: 0.5 }, RangeError, '"network.inputs" expected an integer of at least 1, got 0.5'],
  ["outputs as text", { ...network, outputs: "2" }, TypeError, '"network.outputs" expected an integer of at least 1, got "2"'],
  ["another activation", { ...network, activation: "selu" }, RangeError, '"network.activation" expected one of "tanh", "erf"'],
  ["beta 1/2", { ...network, beta: 0.5 }, RangeError, '"network.beta" expected a finite number strictly between 0.5 and 1, got 0.5'],
  ["beta 1", { ...network, beta: 1 }, RangeError, '"network.beta" expected a finite number strictly between 0.5 and 1, got 1'],
  ["beta NaN", { ...network, beta: Number.NaN, allowAnyBeta: true }, RangeError, '"network.beta" expected a finite number, got NaN'],
  ["no beta", without("beta"), TypeError, '"network.beta" expected a finite number strictly between 0.5 and 1, got undefined'],
  [
    "a scaling of other lengths",
    { ...network, scaling: { ...scaling, xMean: v } },
    RangeError,
    '"network.scaling.xMean" expected length 2 (inputs of the network), got 15',
  ],
  [
    "a scale of 0",
    { ...network, scaling: { ...scaling, yScale: new Float64Array(2) } },
    RangeError,
    '"network.scaling.yScale[0]" expected a number above 0, got 0',
  ],
  [
    "a scaling without its arrays",
    { ...network, scaling: {} },
    TypeError,
    '"network.scaling.xMean" expected a Float64Array, got undefined',
  ],
];
/** Of the parameters, which unflatten replaces and so does not look at. */
const BAD_PARAMETERS: [string, unknown, Kind, string][] = [
  ["none", without("W"), TypeError, '"network.W" expected a Float64Array, got undefined'],
  ["W of another length", { ...network, W: v }, RangeError, '"network.W" expected length 6 (3 x 2), got 15'],
  ["b as a list", { ...network, b: [1, 2, 3] }, TypeError, '"network.b" expected a Float64Array, got an array of length 3'],
  [
    "C with a NaN",
    { ...network, C: Float64Array.of(1, 2, 3, Number.NaN, 5, 6) },
    RangeError,
    '"network.C[3]" expected a finite number, got NaN',
  ],
];

describe.each(Object.keys(FUNCTIONS))("%s names what is wrong with", (name) => {
  test.each(BAD_NETWORKS)("a network: %s", (_, wrong, kind, message) => expectMisuse(name, 0, wrong, kind, message));
  if (name !== "unflatten") {
    test.each(BAD_PARAMETERS)("a network: %s", (_, wrong, kind, message) => expectMisuse(name, 0, wrong, kind, message));
  }
});

const BAD_X: [string, unknown, Kind, string][] = [
  ["text", "1, 2", TypeError, '"x" expected an array of numbers, got "1, 2"'],
  ["no sample", [], RangeError, '"x" expected at least one sample (row), got 0'],
  ["one column for two inputs", [1, 2], RangeError, '"x" expected 2 columns (inputs of the network), got 1'],
  ["ragged rows", [[1, 2], [3]], RangeError, '"x[1]" expected length 2 (as the first row), got 1'],
  ["a NaN", [[1, Number.NaN]], RangeError, '"x.data[1]" expected a finite number, got NaN'],
  [
    "an infinity",
    { rows: 1, cols: 2, data: Float64Array.of(1, Infinity) },
    RangeError,
    '"x.data[1]" expected a finite number, got Infinity',
  ],
  ["null inside", [[1, null]], TypeError, '"x[0][1]" expected a number, got null'],
];

describe.each(WITH_X)("%s names what is wrong with", (name) => {
  test.each(BAD_X)("x: %s", (_, wrong, kind, message) => expectMisuse(name, 1, wrong, kind, message));
});

const BAD_DATA: [string, unknown, Kind, string][] = [
  ...BAD_X.map(([what, wrong, kind, message]): [string, unknown, Kind, string] => [`x: ${what}`, { x: wrong, y: x }, kind, message]),
  ["nothing", undefined, TypeError, '"data" expected an object with x and y, got undefined'],
  ["no y", { x }, TypeError, '"y" expected an array of numbers, got undefined'],
  ["y too short", { x, y: [[1, 2]] }, RangeError, '"y" expected 2 rows (one a sample, as x), got 1'],
  ["y too narrow", { x, y: [1, 2] }, RangeError, '"y" expected 2 columns (outputs of the network), got 1'],
  [
    "an infinite y",
    {
      x,
      y: [
        [1, 2],
        [3, Infinity],
      ],
    },
    RangeError,
    '"y.data[3]" expected a finite number, got Infinity',
  ],
  ["too few weights", { ...data, weights: [1] }, RangeError, '"weights" expected length 2 (samples), got 1'],
  ["a weight of 0", { ...data, weights: [1, 0] }, RangeError, '"weights[1]" expected a number above 0, got 0'],
  ["a NaN weight", { ...data, weights: [1, Number.NaN] }, RangeError, '"weights[1]" expected a finite number, got NaN'],
];

describe.each(WITH_DATA)("%s names what is wrong with", (name) => {
  test.each(BAD_DATA)("data: %s", (_, wrong, kind, message) => expectMisuse(name, 1, wrong, kind, message));
});

const VECTORS = { unflatten: [1, "theta", 15], jvp: [2, "v", 15], vjp: [2, "u", 4], hvp: [2, "v", 15], gnvp: [2, "v", 15] } as const;

describe.each(Object.entries(VECTORS))("%s names what is wrong with its vector:", (name, [at, argument, length]) => {
  test.each([
    ["a number", 3, TypeError, `"${argument}" expected an array of numbers, got 3`],
    ["another length", [1], RangeError, `"${argument}" expected length ${length} (`],
    ["a NaN", new Float64Array(length).fill(Number.NaN), RangeError, `"${argument}[0]" expected a finite number, got NaN`],
    ["text inside", Array(length).fill("1"), TypeError, `"${argument}[0]" expected a number, got "1"`],
  ] as [string, unknown, Kind, string][])("%s", (_, wrong, kind, message) => expectMisuse(name, at, wrong, kind, message));
});

describe("createNetwork names what is wrong with", () => {
  test.each([
    ["no options", undefined, TypeError, '"options" expected an object, got undefined'],
    ["a misspelt option", { inputs: 1, width: 1, activaton: "tanh" }, TypeError, 'got the unknown key "activaton"'],
    ["no inputs", { width: 1 }, TypeError, '"inputs" expected an integer of at least 1, got undefined'],
    ["width 0", { inputs: 1, width: 0 }, RangeError, '"width" expected an integer from 1 to 178956970, got 0'],
    ["a width beyond memory", { inputs: 1, width: 1e9 }, RangeError, '"width" expected an integer from 1 to 178956970, got 1000000000'],
    ["no outputs", { inputs: 1, width: 1, outputs: 0 }, RangeError, '"outputs" expected an integer of at least 1, got 0'],
    ["another activation", { inputs: 1, width: 1, activation: "swish" }, RangeError, '"activation" expected one of "tanh"'],
    ["beta 1/2", { inputs: 1, width: 1, beta: 0.5 }, RangeError, '"beta" expected a finite number strictly between 0.5 and 1, got 0.5'],
    ["beta 1", { inputs: 1, width: 1, beta: 1 }, RangeError, '"beta" expected a finite number strictly between 0.5 and 1'],
    [
      "an infinite beta",
      { inputs: 1, width: 1, beta: Infinity, allowAnyBeta: true },
      RangeError,
      '"beta" expected a finite number, got Infinity',
    ],
    ["allowAnyBeta as a number", { inputs: 1, width: 1, allowAnyBeta: 1 }, TypeError, '"allowAnyBeta" expected true or false, got 1'],
    ["a negative seed", { inputs: 1, width: 1, seed: -1 }, RangeError, '"seed" expected an integer of at least 0, got -1'],
    ["a misspelt law", { inputs: 1, width: 1, init: { scale: 2 } }, TypeError, 'got the unknown key "scale"'],
    [
      "an input scale of 0",
      { inputs: 1, width: 1, init: { inputScale: 0 } },
      RangeError,
      '"init.inputScale" expected a finite number strictly between 0 and 1e+307, got 0',
    ],
    [
      "a negative bias scale",
      { inputs: 1, width: 1, init: { biasScale: -1 } },
      RangeError,
      '"init.biasScale" expected a finite number from 0 to 1e+307, got -1',
    ],
    [
      "another output law",
      { inputs: 1, width: 1, init: { output: "zero" } },
      RangeError,
      '"init.output" expected one of "uniform", "normal", got "zero"',
    ],
  ] as [string, unknown, Kind, string][])("its options: %s", (_, options, kind, message) => {
    const call = () => (createNetwork as Call)(options);
    expect(call).toThrow(kind);
    expect(call).toThrow("createNetwork: ");
    expect(call).toThrow(message);
  });
});

test("an operator's apply names a vector of the wrong kind or length", () => {
  const H = nntk.hessianOperator(network, data);
  expect(() => H.apply(new Float64Array(3), v.slice())).toThrow('apply: "x" expected length 15 (columns of the operator), got 3');
  expect(() => H.apply(v, new Float64Array(3))).toThrow('apply: "out" expected length 15 (rows of the operator), got 3');
  expect(() => H.apply(v, Array(15).fill(0) as unknown as Float64Array)).toThrow(
    'apply: "out" expected a Float64Array, got an array of length 15',
  );
});

test("a beta outside (1/2, 1) is taken where the network says so", () => {
  for (const beta of [0.5, 1, 0, -1]) {
    const free = createNetwork({ inputs: 2, width: 3, outputs: 2, beta, allowAnyBeta: true });
    expect(nntk.loss(free, data)).toBeGreaterThan(0);
    expect(flatten(free)).toEqual(flatten(network));
  }
});

test("nothing that was given is changed", () => {
  const before = structuredClone({ network, data, v });
  for (const { run, args } of Object.values(FUNCTIONS)) run(...args);
  expect({ network, data, v }).toEqual(before);
});
