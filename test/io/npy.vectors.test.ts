import { describe, expect, test } from "vitest";
import { decodeNpy, encodeNpy } from "../../src/io/index.js";
import { fromBase64, toBase64 } from "../support/bytes.js";
import vectors from "../vectors/io.json" with { type: "json" };

describe("files recorded from numpy.save", () => {
  for (const { name, file, shape, data } of [...vectors.npy.written, ...vectors.npy.read]) {
    test(`decodeNpy reads ${name}`, () => {
      const tensor = decodeNpy(fromBase64(file));
      expect(tensor.shape).toEqual(shape);
      expect(toBase64(tensor.data)).toBe(data);
    });
  }

  for (const { name, file } of vectors.npy.written) {
    test(`encodeNpy writes the same bytes as NumPy for ${name}`, () => {
      expect(toBase64(encodeNpy(decodeNpy(fromBase64(file))))).toBe(file);
    });
  }

  test("encodeNpy leaves the room in the header that NumPy leaves, for 1 to 64 dimensions", () => {
    const lengths = vectors.npy.headerBytes.map((_, i) => encodeNpy({ shape: Array(i + 1).fill(1), data: Float64Array.of(1) }).length - 8);
    expect(lengths).toEqual(vectors.npy.headerBytes);
  });

  for (const { name, file } of vectors.npy.refused) {
    test(`decodeNpy refuses ${name}`, () => {
      expect(() => decodeNpy(fromBase64(file))).toThrow(/^decodeNpy: "(descr|bytes\[\d+\])" expected /);
    });
  }
});
