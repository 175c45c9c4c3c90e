import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../src/io/index.js";
import { fromBase64, toBase64 } from "../support/bytes.js";
import vectors from "../vectors/io.json" with { type: "json" };

const { written, read, bf16 } = vectors.safetensors;
const comparable = (tensors: Record<string, Tensor>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: toBase64(data) }]));

describe("files recorded from the safetensors package", () => {
  for (const { name, file, tensors, metadata } of [...written, ...read]) {
    test(`decodeSafetensors reads ${name}`, () => {
      const decoded = decodeSafetensors(fromBase64(file));
      expect(comparable(decoded.tensors)).toEqual(tensors);
      expect(decoded.metadata).toEqual(metadata);
    });
  }

  for (const { name, file } of written) {
    test(`encodeSafetensors writes the same bytes for ${name}`, () => {
      const { tensors, metadata } = decodeSafetensors(fromBase64(file));
      expect(toBase64(encodeSafetensors(tensors, metadata))).toBe(file);
    });
  }

  test("decodeSafetensors reads bfloat16, which NumPy does not have", () => {
    expect([...(decodeSafetensors(fromBase64(bf16.file)).tensors.x as Tensor).data]).toEqual(bf16.data);
  });
});
