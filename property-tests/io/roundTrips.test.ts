import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TrainerState } from "../../src/index.js";
import type { Tensor } from "../../src/io/index.js";
import * as io from "../../src/io/index.js";
import { ACTIVATIONS, type Network } from "../../src/model/network.js";

/** Any 64 bits as a double: NaN with any payload, subnormals, both zeros, infinities. */
const bits = (length: number) =>
  fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: length, maxLength: length }).map((list) => {
    return new Float64Array(BigUint64Array.from(list).buffer);
  });
const tensor: fc.Arbitrary<Tensor> = fc
  .array(fc.nat(4), { maxLength: 5 })
  .chain((shape) => bits(shape.reduce((product, size) => product * size, 1)).map((data) => ({ shape, data })));
const words = (numbers: Float64Array) => [...new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length)];
const name = fc.string({ unit: "binary", maxLength: 12 }).filter((text) => text !== "__proto__" && text !== "__metadata__");

describe("round trips lose no bit", () => {
  test("npy", () => {
    fc.assert(
      fc.property(tensor, (before) => {
        const after = io.decodeNpy(io.encodeNpy(before));
        expect(after.shape).toEqual(before.shape);
        expect(words(after.data)).toEqual(words(before.data));
      }),
    );
  });

  test("safetensors, with names and texts of any characters", () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, tensor, { noNullPrototype: true }),
        fc.dictionary(name, fc.string(), { noNullPrototype: true }),
        (tensors, metadata) => {
          const after = io.decodeSafetensors(io.encodeSafetensors(tensors, metadata));
          expect(after.metadata).toEqual(metadata);
          expect(Object.keys(after.tensors).sort()).toEqual(Object.keys(tensors).sort());
          for (const [key, { shape, data }] of Object.entries(tensors)) {
            expect(after.tensors[key]?.shape).toEqual(shape);
            expect(words(after.tensors[key]?.data as Float64Array)).toEqual(words(data));
          }
        },
      ),
    );
  });

  const finite = (length: number) => fc.float64Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true });
  const positive = (length: number) =>
    fc.float64Array({ minLength: length, maxLength: length, noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE });
  const network: fc.Arbitrary<Network> = fc
    .record({ inputs: fc.integer({ min: 1, max: 3 }), width: fc.integer({ min: 1, max: 4 }), outputs: fc.integer({ min: 1, max: 3 }) })
    .chain(({ inputs, width, outputs }) =>
      fc.record(
        {
          inputs: fc.constant(inputs),
          width: fc.constant(width),
          outputs: fc.constant(outputs),
          activation: fc.constantFrom(...ACTIVATIONS),
          beta: fc.double({ min: 0.5, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
          W: finite(width * inputs),
          b: finite(width),
          C: finite(outputs * width),
          scaling: fc.record({ xMean: finite(inputs), xScale: positive(inputs), yMean: finite(outputs), yScale: positive(outputs) }),
          allowAnyBeta: fc.boolean(),
        },
        { requiredKeys: ["inputs", "width", "outputs", "activation", "beta", "W", "b", "C"], noNullPrototype: true },
      ),
    );

  test("networks, both forms", () => {
    fc.assert(
      fc.property(network, (before) => {
        expect(io.decodeNetwork(io.encodeNetwork(before))).toEqual(before);
        expect(io.decodeNetwork(io.encodeNetwork(before, { format: "json" }))).toEqual(before);
      }),
    );
  });

  const leaf = fc.oneof(fc.double(), fc.string({ unit: "binary" }), fc.boolean(), fc.constant(null), fc.nat(6).chain(bits));
  const key = fc.oneof(name, name.map((text) => `$${text}`), fc.constantFrom("$f64", "$tensor", "$number", "/", "~1", "constructor", "0")); // biome-ignore format: a list
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node"), { maxLength: 4 }),
      fc.dictionary(key, tie("node"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  test("any plain record, both forms", () => {
    fc.assert(
      fc.property(fc.dictionary(key, node, { maxKeys: 4, noNullPrototype: true }), (record) => {
        const before = record as object as TrainerState;
        expect(io.decodeTrainer(io.encodeTrainer(before))).toEqual(before);
        expect(io.decodeTrainer(io.encodeTrainer(before, { format: "json" }))).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
});
