import { describe, expect, test } from "vitest";
import { createNetwork, createTrainer, resumeTrainer, type TrainerOptions, type TrainerState } from "../../src/index.js";
import { decodeSafetensors, decodeTrainer, encodeSafetensors, encodeTrainer } from "../../src/io/index.js";

/** The files hold any plain record; the type names the one they are for. */
const asState = (record: object) => record as TrainerState;

const state = asState({
  format: "nntk-trainer",
  options: { method: "adam", signal: null, deep: [{ $money: 1, $$: 2, "a/b~c": Float64Array.of(1) }] },
  theta: Float64Array.of(0.1, -0, NaN, Infinity, 5e-324),
  empty: new Float64Array(0),
  numbers: [0, -0, NaN, Infinity, -Infinity, 5e-324, 2 ** 53, 0.1],
  text: 'é\u0000\ud800"\\',
  truth: [true, false, null],
  nothing: {},
});

describe("trainer states", () => {
  test("safetensors, JSON and JSON read as bytes give the same record, to the sign of zero", () => {
    expect(decodeTrainer(encodeTrainer(state))).toStrictEqual(state);
    const json = encodeTrainer(state, { format: "json" });
    expect(decodeTrainer(json)).toStrictEqual(state);
    expect(decodeTrainer(new TextEncoder().encode(json))).toStrictEqual(state);
  });

  const kinds: TrainerOptions[] = [
    { method: "gradient-descent" },
    { method: "adam" },
    { method: "gauss-newton", solver: "cg" },
    { method: "newton", solver: "cg" },
  ];
  for (const options of kinds) {
    for (const format of ["safetensors", "json"] as const) {
      test(`${options.method}: a trainer put away as ${format} goes on bit for bit`, () => {
        const data = { x: [0, 0.5, 1, 2, 3], y: [0, 0.7, 1, 0, -1] };
        const trainer = createTrainer(createNetwork({ inputs: 1, width: 8, seed: 2 }), data, options);
        trainer.run({ maxSteps: 4 });
        const before = trainer.state();
        const after = decodeTrainer(format === "json" ? encodeTrainer(before, { format }) : encodeTrainer(before));
        expect(after).toEqual(before);
        const resumed = resumeTrainer(after, data);
        trainer.run({ maxSteps: 4 });
        resumed.run({ maxSteps: 4 });
        expect(resumed.network()).toEqual(trainer.network());
      });
    }
  }

  test("each array is a tensor named by its JSON pointer", () => {
    expect(Object.keys(decodeSafetensors(encodeTrainer(state)).tensors).sort()).toEqual(["/empty", "/options/deep/0/a~1b~0c", "/theta"]);
  });

  test("a field that is undefined is left out", () => {
    expect(decodeTrainer(encodeTrainer(asState({ a: undefined, b: 1 })))).toStrictEqual({ b: 1 });
  });

  test("what is no plain data is refused with its place", () => {
    const cyclic: { self?: object } = {};
    cyclic.self = cyclic;
    const cases: [object, string][] = [
      [{ a: { b: [() => 0] } }, '"record/a/b/0" expected plain data, got a function'],
      [{ a: new Map() }, '"record/a" expected plain data'],
      [{ a: new Float32Array(2) }, '"record/a" expected plain data, got a Float32Array of length 2'],
      [{ a: [undefined] }, '"record/a/0" expected plain data, got undefined'],
      [{ a: 1n }, '"record/a" expected plain data, got 1'],
      [cyclic, "at most 64 levels"],
      [JSON.parse('{"a":{"__proto__":1}}'), '"record/a" expected other keys, got "__proto__"'],
    ];
    for (const [value, message] of cases) expect(() => encodeTrainer(asState(value))).toThrow(message);
    expect(() => encodeTrainer(null as never)).toThrow("what trainer.state() returned, got null");
  });

  const meta = (record: string, extra = {}) => ({ format: "nntk-trainer", version: "1", record, ...extra });
  const broken: [string, Uint8Array | string, string][] = [
    ["another kind of file", encodeSafetensors({}), '"format" expected "nntk-trainer"'],
    ["no record", encodeSafetensors({}, { format: "nntk-trainer", version: "1" }), '"record" expected JSON'],
    ["a record that is a list", encodeSafetensors({}, meta("[]")), '"nntk-trainer" expected an object'],
    ["a record that is one array", encodeSafetensors({ "": [1] }, meta('{"$tensor":""}')), '"nntk-trainer" expected an object'],
    ["a tensor that is not there", encodeSafetensors({}, meta('{"a":{"$tensor":"/a"}}')), '"record/a" expected the tensor of its place'],
    [
      "a tensor under another name",
      encodeSafetensors({ "/a": [1] }, meta('{"a":{"$tensor":"/a"},"b":{"$tensor":"/a"}}')),
      '"record/b" expected the tensor of its place',
    ],
    [
      "a tensor in another's place",
      encodeSafetensors({ "/a": [1] }, meta('{"a":{"$tensor":"/b"}}')),
      '"record/a" expected the tensor of its place',
    ],
    ["a tensor nobody names", encodeSafetensors({ "/a": [1] }, meta("{}")), 'expected tensors that the record names, got "/a"'],
    [
      "an unknown special number",
      encodeSafetensors({}, meta('{"a":{"$number":"1"}}')),
      '"record/a" expected one of "-0", "NaN", "Infinity", "-Infinity", got "1"',
    ],
    ["a special number of odd kind", encodeSafetensors({}, meta('{"a":{"$number":[]}}')), '"record/a" expected one of'],
    ["an unknown tag", encodeSafetensors({}, meta('{"a":{"$x":1}}')), '"record/a" expected the tensor'],
    ["a tag beside a key", encodeSafetensors({}, meta('{"a":{"b":1,"$x":1}}')), '"record/a" expected two $ before a key, got "$x"'],
    ["a prototype", encodeSafetensors({}, meta('{"a":{"__proto__":{"x":1}}}')), '"record/a" expected other keys'],
    ["too many levels", encodeSafetensors({}, meta(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`)), "expected at most 64 levels"],
    [
      "base64 of odd letters",
      '{"format":"nntk-trainer","version":"1","record":{"a":{"$f64":"AAAAAAAAA*A="}}}',
      '"record/a" expected base64 text with padding, got "AAAAAAAAA*A="',
    ],
    [
      "base64 of a wrong length",
      '{"format":"nntk-trainer","version":"1","record":{"a":{"$f64":"AAAA"}}}',
      '"record/a" expected a multiple of 8 bytes, got 3',
    ],
    ["a list for base64", '{"format":"nntk-trainer","version":"1","record":{"a":{"$f64":[1]}}}', '"record/a" expected a text under "$f64"'],
  ];
  for (const [name, file, message] of broken) {
    test(`${name}: the error says where`, () => {
      expect(() => decodeTrainer(file)).toThrow(message);
    });
  }

  test("many nodes under one long key are read in linear time", () => {
    const inner = `{"a":1},`.repeat(1e5);
    const record = `{"${"k".repeat(1e6)}":[${inner}{}]}`;
    const decoded = decodeTrainer(`{"format":"nntk-trainer","version":"1","record":${record}}`);
    expect(Object.values(decoded)[0]).toHaveLength(1e5 + 1);
  });
});
