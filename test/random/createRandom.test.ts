import { describe, expect, test } from "vitest";
import { createRandom, restoreRandom } from "../../src/random/index.js";

describe("createRandom", () => {
  test("the stream is frozen: seed 7 draws these values for ever", () => {
    const random = createRandom(7);
    expect([...random.uniform(3)]).toEqual([0.7501522221031126, 0.0856578653012815, 0.7952840373401903]);
    expect([...createRandom(7).normal(3)]).toMatchInlineSnapshot(`
      [
        0.6749688500369045,
        -1.3679883249593707,
        0.8248937317910294,
      ]
    `);
    expect([...random.permutation(10)]).toMatchInlineSnapshot(`
      [
        3,
        5,
        2,
        1,
        8,
        0,
        4,
        9,
        7,
        6,
      ]
    `);
    expect(random.state()).toEqual({ generator: "philox4x32-10", key: [7, 0, 0, 0], position: 4, splits: 0 });
    expect([...random.split().uniform(2)]).toMatchInlineSnapshot(`
      [
        0.9791669244490693,
        0.0517625787243402,
      ]
    `);
    expect([...createRandom(Number.MAX_SAFE_INTEGER).uniform(2)]).toMatchInlineSnapshot(`
      [
        0.5653703555750895,
        0.6531100072497125,
      ]
    `);
  });

  test("a state goes through JSON and structuredClone and continues where the stream stood", () => {
    const random = createRandom(3);
    random.normal(5);
    random.split();
    const state = random.state();
    const expected = [random.uniform(4), random.permutation(6), random.split().normal(2)];
    for (const copy of [structuredClone(state), JSON.parse(JSON.stringify(state))]) {
      const again = restoreRandom(copy);
      expect([again.uniform(4), again.permutation(6), again.split().normal(2)]).toEqual(expected);
    }
  });

  test("drawing nothing gives an empty array and moves nothing", () => {
    const random = createRandom(1);
    expect([random.uniform(0).length, random.normal(0).length]).toEqual([0, 0]);
    expect(random.state().position).toBe(0);
    expect([...random.permutation(0), ...random.permutation(1)]).toEqual([0]);
  });

  test("no bound is ever reached from below, even when low and high are neighbours", () => {
    const high = 1 + Number.EPSILON;
    expect(new Set(createRandom(0).uniform(1000, 1, high))).toEqual(new Set([1]));
    expect(
      createRandom(0)
        .uniform(1000, -1, 0)
        .every((u) => u >= -1 && u < 0),
    ).toBe(true);
    expect(
      createRandom(0)
        .uniform(1000, 1e16, 1e16 + 4)
        .every((u) => u === 1e16 || u === 1e16 + 2),
    ).toBe(true);
  });

  test("misuse is named before anything is drawn", () => {
    const random = createRandom(1);
    expect(() => createRandom(-1)).toThrow('createRandom: "seed" expected an integer of at least 0, got -1');
    expect(() => createRandom("1" as never)).toThrow(TypeError);
    expect(() => createRandom(2 ** 53)).toThrow(RangeError);
    expect(() => random.uniform(1.5)).toThrow('uniform: "n" expected an integer from 0 to 2147483647, got 1.5');
    expect(() => random.uniform(1, 2, 2)).toThrow('uniform: "high" expected a finite number above 2, got 2');
    expect(() => random.uniform(1, -1.7e308, 1.7e308)).toThrow(RangeError);
    expect(() => random.uniform(1, NaN)).toThrow(RangeError);
    expect(() => random.normal(1, 0, -1)).toThrow('normal: "deviation" expected a finite number of at least 0, got -1');
    expect(() => random.normal(1, 1e308, 1e308)).toThrow(RangeError);
    expect(() => random.permutation(-1)).toThrow(RangeError);
    expect(random.state().position).toBe(0);
  });

  test("a state that is none is refused with the field's name", () => {
    const state = createRandom(1).state();
    const broken: [unknown, string][] = [
      [null, "state"],
      [{ ...state, generator: "mt19937" }, "state.generator"],
      [{ ...state, key: [1, 2, 3] }, "state.key"],
      [{ ...state, key: [1, 2, 3, 2 ** 32] }, "state.key[3]"],
      [{ ...state, position: -1 }, "state.position"],
      [{ ...state, splits: "0" }, "state.splits"],
    ];
    for (const [value, name] of broken) expect(() => restoreRandom(value as never)).toThrow(`restoreRandom: "${name}"`);
  });

  test("a stream at its end refuses to run over it", () => {
    const random = restoreRandom({ ...createRandom(1).state(), position: Number.MAX_SAFE_INTEGER - 3 });
    expect(random.permutation(100)).toHaveLength(100); // which costs one position
    expect(() => random.uniform(3)).toThrow('uniform: "n" expected an integer from 0 to 2, got 3');
    expect(random.uniform(2)).toHaveLength(2);
    expect(() => random.permutation(1)).toThrow(RangeError);
  });
});
