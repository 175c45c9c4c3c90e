import { describe, expect, test } from "vitest";
import { flatten, type Network, unflatten } from "../../src/index.js";

const network: Network = {
  inputs: 2,
  width: 3,
  outputs: 2,
  activation: "tanh",
  beta: 0.75,
  W: Float64Array.of(1, 2, 3, 4, 5, 6),
  b: Float64Array.of(7, 8, 9),
  C: Float64Array.of(10, 11, 12, 13, 14, 15),
};

describe("a network's parameters as one vector", () => {
  test("are W row by row, then b, then C row by row", () => {
    expect(Array.from(flatten(network))).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
  });

  test("go back into the same network", () => {
    const scaled = {
      ...network,
      scaling: { xMean: Float64Array.of(0, 1), xScale: Float64Array.of(1, 2), yMean: Float64Array.of(3, 4), yScale: Float64Array.of(5, 6) },
    };
    expect(unflatten(scaled, flatten(scaled))).toEqual(scaled);
    expect(unflatten({ ...network, beta: 0.5, allowAnyBeta: true }, flatten(network)).allowAnyBeta).toBe(true);
  });

  test("are copies: changing them changes nothing else", () => {
    const theta = flatten(network);
    const copy = unflatten(network, theta);
    theta.fill(0);
    expect(copy).toEqual(network);
    copy.W[0] = 99;
    expect(network.W[0]).toBe(1);
  });
});
