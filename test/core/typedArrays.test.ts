import { runInNewContext } from "node:vm";
import { createNetwork, createTrainer, predict, resumeTrainer } from "nntk";
import { decodeNpy, encodeNetwork, encodeNpy } from "nntk/io";
import { matmul } from "nntk/linalg";
import { describe, expect, test } from "vitest";
import { isArrayBuffer, isFloat64Array, isUint8Array } from "../../src/core/typedArrays.js";

/** Plain data with every typed array replaced by one of another realm. */
function foreign<T>(value: T): T {
  if (value instanceof Float64Array) return runInNewContext("Float64Array.from(list)", { list: [...value] });
  if (value instanceof Uint8Array) return runInNewContext("Uint8Array.from(list)", { list: [...value] });
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, foreign(field)])) as T;
}

describe("arrays from another realm are as good as one's own", () => {
  test("they are recognised, and nothing else is", () => {
    expect(foreign(new Float64Array(2)) instanceof Float64Array).toBe(false);
    expect(isFloat64Array(foreign(new Float64Array(2)))).toBe(true);
    expect(isUint8Array(foreign(new Uint8Array(2)))).toBe(true);
    expect(isArrayBuffer(runInNewContext("new ArrayBuffer(8)"))).toBe(true);
    for (const other of [undefined, null, 1, "Float64Array", [1], {}, new DataView(new ArrayBuffer(8)), new Float32Array(1)]) {
      expect([isFloat64Array(other), isUint8Array(other), isArrayBuffer(other)]).toEqual([false, false, false]);
    }
    expect(isFloat64Array({ [Symbol.toStringTag]: "Float64Array" })).toBe(false);
  });

  test("matrices, networks, files and a trainer's state may be made of them", () => {
    const data = { x: [0, 0.5, 1], y: [0, 1, 0] };
    const network = createNetwork({ inputs: 1, width: 5 });
    const x = { rows: 3, cols: 1, data: Float64Array.from(data.x) };
    expect(predict(foreign(network), foreign(x))).toEqual(predict(network, x));
    expect(encodeNetwork(foreign(network))).toEqual(encodeNetwork(network));
    expect(matmul(foreign(x), [[2]]).data).toEqual(Float64Array.of(0, 1, 2));
    expect(decodeNpy(foreign(encodeNpy(x)))).toEqual(decodeNpy(encodeNpy(x)));
    const trainer = createTrainer(network, data);
    trainer.step();
    const resumed = resumeTrainer(foreign(trainer.state()), data);
    expect({ ...resumed.step(), seconds: 0 }).toEqual({ ...trainer.step(), seconds: 0 });
  });
});
