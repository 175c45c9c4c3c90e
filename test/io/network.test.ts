import { describe, expect, test } from "vitest";
import { decodeNetwork, decodeSafetensors, encodeNetwork, encodeSafetensors, type TensorLike } from "../../src/io/index.js";
import type { Network } from "../../src/model/network.js";
import { createRandom } from "../../src/random/index.js";

function example(extra: Partial<Network> = {}): Network {
  const random = createRandom(1);
  const network = { inputs: 2, width: 3, outputs: 2, activation: "sin", beta: 0.52 } as const;
  return { ...network, W: random.normal(6), b: random.normal(3), C: random.uniform(6, -1, 1), ...extra };
}
const scaling = {
  xMean: Float64Array.of(1, 2),
  xScale: Float64Array.of(3, 4),
  yMean: Float64Array.of(-0, 0.1),
  yScale: Float64Array.of(1e-300, 9),
};

describe("networks", () => {
  for (const network of [
    example(),
    example({ scaling }),
    example({ beta: 1, allowAnyBeta: true, scaling }),
    example({ beta: 0.1 + 0.2 + 0.3 }),
  ]) {
    const what = `beta ${network.beta}${network.scaling ? " with scaling" : ""}`;
    test(`${what}: safetensors, JSON and JSON read as bytes give the same network`, () => {
      expect(decodeNetwork(encodeNetwork(network))).toStrictEqual(network);
      const json = encodeNetwork(network, { format: "json" });
      expect(decodeNetwork(json)).toStrictEqual(network);
      expect(decodeNetwork(new TextEncoder().encode(json))).toStrictEqual(network);
    });
  }

  test("other programs find W, b and C under their names and in their shapes", () => {
    const { tensors, metadata } = decodeSafetensors(encodeNetwork(example({ scaling })));
    expect(Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))).toEqual({
      W: [3, 2],
      b: [3],
      C: [2, 3],
      "scaling.xMean": [2],
      "scaling.xScale": [2],
      "scaling.yMean": [2],
      "scaling.yScale": [2],
    });
    expect(metadata).toEqual({ format: "nntk-network", version: "1", activation: "sin", beta: "0.52" });
  });

  test("what is no network is refused on the way out", () => {
    expect(() => encodeNetwork({} as never)).toThrow('encodeNetwork: "network.inputs" expected an integer');
    expect(() => encodeNetwork(example({ width: 4 }))).toThrow('encodeNetwork: "network.W" expected length 8');
    expect(() => encodeNetwork(example(), { format: "npy" } as never)).toThrow('"options.format" expected one of "safetensors", "json"');
    expect(() => encodeNetwork(example(), { fromat: "json" } as never)).toThrow("fromat");
  });

  const texts = { format: "nntk-network", version: "1", activation: "tanh", beta: "0.6" };
  const parts: Record<string, TensorLike> = { W: [[1], [2]], b: [1, 2], C: [[1, 2]] };
  const broken: [string, Uint8Array, string][] = [
    ["another kind of file", encodeSafetensors(parts), '"format" expected "nntk-network", got undefined'],
    ["another version", encodeSafetensors(parts, { ...texts, version: "2" }), '"version" expected "1", got "2"'],
    ["no W", encodeSafetensors({ b: [1], C: [[1]] }, texts), '"W" expected a tensor of 2 dimensions, got none'],
    ["a flat W", encodeSafetensors({ ...parts, W: [1, 2] }, texts), '"W" expected a tensor of 2 dimensions, got 1'],
    ["a b of another width", encodeSafetensors({ ...parts, b: [1] }, texts), '"network.b" expected length 2'],
    ["an unknown tensor", encodeSafetensors({ ...parts, D: [1] }, texts), '"tensors" expected keys among'],
    [
      "half a scaling",
      encodeSafetensors({ ...parts, "scaling.xMean": [1] }, texts),
      '"network.scaling.xScale" expected a Float64Array, got undefined',
    ],
    ["an unknown activation", encodeSafetensors(parts, { ...texts, activation: "step" }), '"network.activation" expected one of'],
    ["a beta that is no number", encodeSafetensors(parts, { ...texts, beta: "" }), '"metadata.beta" expected JSON, got '],
    ["a beta out of range", encodeSafetensors(parts, { ...texts, beta: "2" }), '"network.beta" expected'],
    ["NaN among the parameters", encodeSafetensors({ ...parts, b: [1, NaN] }, texts), '"network.b[1]" expected a finite number, got NaN'],
  ];
  for (const [name, bytes, message] of broken) {
    test(`${name}: the error says what is wrong`, () => {
      expect(() => decodeNetwork(bytes)).toThrow(`decodeNetwork: ${message}`);
    });
  }

  test("what another program keeps beside the network, under a prefix of its own, is left alone", () => {
    const file = encodeSafetensors({ ...parts, "bands.x": [[1, 2]], "bands.y": [3] }, { ...texts, fit: "{}" });
    expect(decodeNetwork(file)).toEqual(decodeNetwork(encodeSafetensors(parts, texts)));
    expect(() => decodeNetwork(encodeSafetensors({ ...parts, "scaling.xMode": [1] }, texts))).toThrow('"tensors" expected keys among');
  });

  test("a JSON file with a field too many, or of another kind, is refused", () => {
    const file = JSON.parse(encodeNetwork(example(), { format: "json" }));
    expect(() => decodeNetwork(JSON.stringify({ ...file, record: { ...file.record, more: 1 } }))).toThrow('the unknown key "more"');
    expect(() => decodeNetwork(JSON.stringify({ ...file, record: { ...file.record, W: [1] } }))).toThrow(
      '"network.W" expected a Float64Array',
    );
    expect(() => decodeNetwork(JSON.stringify({ ...file, format: "x" }))).toThrow('"format" expected "nntk-network", got "x"');
    expect(() => decodeNetwork("null")).toThrow(TypeError);
    expect(() => decodeNetwork("{")).toThrow(RangeError);
    expect(() => decodeNetwork(undefined as never)).toThrow('decodeNetwork: "file" expected a Uint8Array');
  });
});
