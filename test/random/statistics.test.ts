import { describe, expect, test } from "vitest";
import { erf } from "../../src/elementary/scalar.js";
import { deriveKey, PERMUTATIONS } from "../../src/random/bits.js";
import { createRandom } from "../../src/random/index.js";
import { permute } from "../../src/random/permute.js";

// Each bound is one that ideal numbers pass but for a stated chance (the two-sided tail of the statistic's limit law). The seeds are fixed,
// so a failure means a changed generator, not bad luck.

const N = 100_000;
const SEEDS = [0, 1, 2, 3, 1000, 2 ** 32, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER];
/** Standard deviations that a normal statistic leaves with a chance of 1e-6. */
const SIGMAS = 4.9;
/** sqrt(n) D beyond this has a chance of 2 exp(-2 * 2.6^2) = 2.7e-6 (Kolmogorov 1933). */
const KOLMOGOROV = 2.6;

const mean = (values: ArrayLike<number>, f: (x: number, i: number) => number = (x) => x) => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += f(values[i]!, i);
  return sum / values.length;
};
const correlation = (a: Float64Array, b: Float64Array) => mean(a, (x, i) => x * b[i]!) * Math.sqrt(a.length);

function kolmogorov(values: Float64Array, distribution: (x: number) => number): number {
  const sorted = values.slice().sort();
  let largest = 0;
  sorted.forEach((x, i) => {
    const p = distribution(x);
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return largest * Math.sqrt(sorted.length);
}

/** Pearson's statistic in standard deviations of its own law (k - 1 degrees of freedom, normal limit). */
function chiSquare(counts: ArrayLike<number>): number {
  const expected = mean(counts);
  const statistic = counts.length * mean(counts, (c) => (c - expected) ** 2 / expected);
  return (statistic - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

describe("what is drawn looks like what was asked for", () => {
  test("uniforms: mean, variance and distribution", () => {
    for (const seed of SEEDS) {
      const u = createRandom(seed).uniform(N);
      expect(Math.abs(mean(u) - 1 / 2) * Math.sqrt(12 * N)).toBeLessThan(SIGMAS);
      expect(Math.abs(mean(u, (x) => (x - 1 / 2) ** 2) - 1 / 12) * Math.sqrt(180 * N)).toBeLessThan(SIGMAS);
      expect(kolmogorov(u, (x) => x)).toBeLessThan(KOLMOGOROV);
    }
  });

  test("uniforms: the leading and the trailing eight of the 53 bits are even", () => {
    for (const shift of [2 ** 8, 2 ** 53]) {
      const counts = new Float64Array(256);
      for (const x of createRandom(11).uniform(N)) counts[Math.floor(x * shift) % 256]! += 1;
      expect(Math.abs(chiSquare(counts))).toBeLessThan(SIGMAS);
    }
  });

  test("normals: four moments and distribution", () => {
    for (const seed of SEEDS) {
      const z = createRandom(seed).normal(N);
      // variances of the sample moments: 1, 2, 15, 96
      expect(Math.abs(mean(z)) * Math.sqrt(N)).toBeLessThan(SIGMAS);
      expect(Math.abs(mean(z, (x) => x ** 2) - 1) * Math.sqrt(N / 2)).toBeLessThan(SIGMAS);
      expect(Math.abs(mean(z, (x) => x ** 3)) * Math.sqrt(N / 15)).toBeLessThan(SIGMAS);
      expect(Math.abs(mean(z, (x) => x ** 4) - 3) * Math.sqrt(N / 96)).toBeLessThan(SIGMAS);
      expect(kolmogorov(z, (x) => (1 + erf(x * Math.SQRT1_2)) / 2)).toBeLessThan(KOLMOGOROV);
    }
  });

  test("neighbours in a stream, neighbouring seeds and split streams are uncorrelated", () => {
    const random = createRandom(3);
    const child = random.split();
    const streams = [random, child, random.split(), child.split(), createRandom(4), createRandom(4 + 2 ** 32)].map((r) => r.normal(N));
    streams.push(
      createRandom(3)
        .normal(N + 1)
        .slice(1),
    );
    for (const [i, a] of streams.entries()) {
      for (const b of streams.slice(i + 1)) expect(Math.abs(correlation(a, b))).toBeLessThan(SIGMAS);
    }
  });

  test("every order of four things is equally likely", () => {
    const counts = new Map<string, number>();
    const random = createRandom(8);
    for (let i = 0; i < 24_000; i++) {
      const order = random.permutation(4).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquare([...counts.values()]))).toBeLessThan(SIGMAS);
  });

  test("each of 50 things is equally likely in each place", () => {
    const counts = new Float64Array(2500);
    const random = createRandom(9);
    for (let i = 0; i < 5000; i++) {
      const order = random.permutation(50);
      order.forEach((thing, place) => {
        counts[50 * place + thing]! += 1;
      });
    }
    expect(Math.abs(chiSquare(counts))).toBeLessThan(SIGMAS);
  });
});

describe("streams do not meet", () => {
  test("ten thousand seeds and three generations of splits begin with different values", () => {
    const first = Array.from({ length: 10_000 }, (_, seed) => createRandom(seed).uniform(1)[0]);
    let generation = [createRandom(0)];
    for (let depth = 0; depth < 3; depth++) {
      generation = generation.flatMap((parent) => Array.from({ length: 12 }, () => parent.split()));
      first.push(...generation.map((child) => child.uniform(1)[0]));
    }
    expect(new Set(first).size).toBe(first.length);
  });

  test("the identity of a split stream shares no 32-bit word with the values of its parent", () => {
    const key = createRandom(0).split().state().key;
    const upperWords = createRandom(0)
      .uniform(64)
      .map((u) => Math.floor(u * 2 ** 32));
    expect(key.filter((word) => upperWords.includes(word))).toEqual([]);
  });

  test("a permutation is not that of the stream of the first split", () => {
    // both are made from block 0 of their own domain
    const key = createRandom(0).split().state().key;
    expect(createRandom(0).permutation(100)).not.toEqual(permute(100, key));
    expect(createRandom(0).permutation(100)).toEqual(permute(100, deriveKey([0, 0, 0, 0], PERMUTATIONS, 0)));
  });
});
