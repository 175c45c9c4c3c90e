import type { Engine } from "../../engine/engine.js";
import { ACTIVATIONS, type Activation } from "../../model/network.js";
import type { PairExpectation } from "./closedForms.js";
import type { PairCovariance } from "./covariance.js";
import type { NormalRule } from "./quadrature.js";

/**
 * E[sigma(u) sigma(u')] and E[sigma'(u) sigma'(u')] by a product rule in the whitened plane
 *
 *   u = alpha z1,  u' = beta z1 + delta z2,   alpha = sqrt q11, beta = q12 / alpha, delta = sqrt(det / q11)
 *
 * with u the one of larger variance (the other may be constant: an input of 0 and no bias), for pairs of inputs one after the other; the scratch is allocated once, in the arena of the engine given.
 */
export function pairQuadrature(engine: Engine, activation: Activation, rule: NormalRule): (pair: PairCovariance) => PairExpectation {
  const { nodes, weights } = rule;
  const n = nodes.length;
  const code = ACTIVATIONS.indexOf(activation);
  const { routines } = engine;
  const weight = engine.put(weights);
  const [u, a, a1, z, s, s1, t] = Array.from({ length: 7 }, () => engine.arena.f64(n)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return ({ q11, q12, q22, det }) => {
    const larger = Math.max(q11, q22);
    const alpha = Math.sqrt(larger);
    const beta = alpha > 0 ? q12 / alpha : 0;
    const delta = alpha > 0 ? Math.sqrt(det / larger) : 0;
    fill(engine.view(u, n), nodes, alpha, 0);
    routines.elementary_f64(code, n, u, a);
    routines.activation_first_f64(code, n, u, a, a1);
    const values = engine.view(s, n);
    const derivatives = engine.view(s1, n);
    for (let i = 0; i < n; i++) {
      fill(engine.view(z, n), nodes, delta, beta * nodes[i]!);
      routines.elementary_f64(code, n, z, t);
      values[i] = weights[i]! * routines.dot_f64(n, weight, t);
      routines.activation_first_f64(code, n, z, t, t);
      derivatives[i] = weights[i]! * routines.dot_f64(n, weight, t);
    }
    return [routines.dot_f64(n, a, s), routines.dot_f64(n, a1, s1)];
  };
}

/** out[j] = shift + scale nodes[j] */
function fill(out: Float64Array, nodes: Float64Array, scale: number, shift: number): void {
  for (let j = 0; j < nodes.length; j++) out[j] = shift + scale * nodes[j]!;
}
