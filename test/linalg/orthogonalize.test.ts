import { expect, test } from "vitest";
import { withEngine } from "../../src/engine/pool.js";
import { qr } from "../../src/linalg/qr.js";
import { entries } from "../support/dense.js";
import { norm } from "../support/plain.js";

const EPS = Number.EPSILON;

test("what is left of a vector all but in the span of others is orthogonal to them, to rounding of itself", () => {
  const [n, count] = [60, 7];
  const columns = qr({ rows: n, cols: count, data: entries(n * count, 1) }).Q.data;
  const rows = Float64Array.from({ length: n * count }, (_, k) => columns[(k % n) * count + Math.floor(k / n)] as number);
  const inside = Float64Array.from({ length: n }, (_, i) =>
    rows.reduce((sum, v, k) => sum + (k % n === i ? v * Math.sin(1 + Math.floor(k / n)) : 0), 0),
  );
  const outside = entries(n, 5);
  for (const share of [1, 1e-6, 1e-12]) {
    withEngine((engine) => {
      const V = engine.put(rows);
      const w = engine.put(inside.map((v, i) => v + share * (outside[i] as number)));
      const left = engine.routines.orthogonalize_f64(n, count, V, w, engine.arena.f64(n + count));
      const rest = engine.take(w, n);
      expect(Math.abs(left - norm(rest))).toBeLessThanOrEqual(n * EPS * left);
      for (let j = 0; j < count; j++) {
        const inner = rest.reduce((sum, v, i) => sum + v * (rows[j * n + i] as number), 0);
        expect(Math.abs(inner)).toBeLessThanOrEqual(4 * n * EPS * left);
      }
    });
  }
});
