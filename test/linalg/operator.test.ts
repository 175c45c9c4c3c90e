import { expect, test } from "vitest";
import { checkMatrix } from "../../src/core/matrix.js";
import { withEngine } from "../../src/engine/pool.js";
import { matmul } from "../../src/linalg/matmul.js";
import { BIND, bindOperator, type CompiledOperator, checkSquareOperator, type LinearOperator } from "../../src/linalg/operator.js";

/** A x by way of a bound operator. */
function product(A: Parameters<typeof bindOperator>[2], x: number[], rows: number): number[] {
  return withEngine((engine) => {
    const apply = bindOperator(engine, "test", A);
    const from = engine.put(x);
    const to = engine.arena.f64(rows);
    engine.view(to, rows).fill(99);
    apply(from, to);
    return [...engine.take(to, rows)];
  });
}

const A = { rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) };

test("a matrix, a list of rows and a function of the same map give the same product", () => {
  const apply = (x: Float64Array, out: Float64Array) => {
    for (let i = 0; i < 2; i++) for (let j = 0; j < 3; j++) out[i]! += A.data[3 * i + j]! * x[j]!;
  };
  const expected = [-2, -2];
  expect(product(A, [1, 0, -1], 2)).toEqual(expected);
  expect(product(checkMatrix("test", "A", [Float64Array.of(1, 2, 3), [4, 5, 6]]), [1, 0, -1], 2)).toEqual(expected);
  expect(product({ rows: 2, cols: 3, apply }, [1, 0, -1], 2)).toEqual(expected);
});

test("entries an operator does not write are zero, whatever the last product left there", () => {
  const apply = (x: Float64Array, out: Float64Array) => void out.set([x[0]! > 0 ? 7 : 5], x[0]! > 0 ? 1 : 0);
  const operator = { rows: 2, cols: 2, apply };
  withEngine((engine) => {
    const bound = bindOperator(engine, "test", operator);
    const x = engine.put([1, 1]);
    const out = engine.arena.f64(2);
    bound(x, out);
    expect([...engine.take(out, 2)]).toEqual([0, 7]);
    engine.view(x, 1)[0] = -1;
    bound(x, out);
    expect([...engine.take(out, 2)]).toEqual([5, 0]);
  });
});

test("an operator sees ordinary arrays, and what it does to its input stays without effect", () => {
  const seen: Float64Array[] = [];
  const operator: LinearOperator = {
    rows: 2,
    cols: 2,
    apply(x, out) {
      seen.push(x, out);
      out.set(x);
      x.fill(-1);
    },
  };
  expect(product(operator, [3, 4], 2)).toEqual([3, 4]);
  for (const array of seen) expect(array.buffer.byteLength).toBe(16);
});

test("our own operators are bound, not called", () => {
  const ours: CompiledOperator = {
    rows: 1,
    cols: 1,
    apply: () => {
      throw new Error("left WebAssembly");
    },
    [BIND]: (engine) => (x, out) => void engine.view(out, 1).set(engine.view(x, 1)),
  };
  expect(product(ours, [6], 1)).toEqual([6]);
});

test("mistakes are named before any product", () => {
  expect(() => product({ rows: 1, cols: 2, data: Float64Array.of(1, Number.NaN) }, [0, 0], 1)).toThrow(
    'test: "A.data[1]" expected a finite number, got NaN',
  );
  expect(() => checkSquareOperator("cg", "A", A)).toThrow('cg: "A" expected a square matrix, got 2 x 3');
  expect(() => checkSquareOperator("cg", "M", [[1]], 2)).toThrow('cg: "M" expected 2 x 2 (as A), got 1 x 1');
  expect(() => checkSquareOperator("cg", "A", { rows: 2, cols: 2, apply: 3 })).toThrow('cg: "A.apply" expected a function, got 3');
  expect(() => checkSquareOperator("cg", "A", { rows: -1, cols: 2, apply: () => {} })).toThrow(
    '"A.rows" expected an integer of at least 0',
  );
  expect(() => checkSquareOperator("cg", "A", "A")).toThrow(TypeError);
});

test("an operator that returns its product instead of writing it is told so", () => {
  const returns = { rows: 2, cols: 2, apply: (x: Float64Array) => x.slice() as unknown as undefined };
  expect(() => product(returns, [1, 2], 2)).toThrow(
    'test: "A.apply" expected to write into its second argument and return nothing, got a Float64Array of length 2',
  );
  const map = { rows: 2, cols: 2, data: Float64Array.of(1, 0, 0, 1) };
  for (const apply of [(x: Float64Array) => matmul(map, x), async (x: Float64Array, out: Float64Array) => out.set(x)]) {
    expect(() => product({ rows: 2, cols: 2, apply: apply as LinearOperator["apply"] }, [1, 2], 2)).toThrow(
      /return nothing, got an object with keys /,
    );
  }
  const chained = {
    rows: 2,
    cols: 2,
    apply(x: Float64Array, out: Float64Array) {
      out.set(x);
      return out as unknown as undefined;
    },
  };
  expect(product(chained, [1, 2], 2)).toEqual([1, 2]);
});
