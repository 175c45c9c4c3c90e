// activation.ts - the first and second derivatives of the seven activations by code; they themselves are elementary_f64.
//
// Codes    0 tanh, 1 erf, 2 sin, 3 sigmoid, 4 softplus, 5 gelu, 6 relu
// Shapes   z, a, a1, a2: f64[n], contiguous; all pointers valid; an output may overwrite any input
// Accuracy a: as the function. Derivatives of tanh and sigmoid come from a and err by at most 2^-51 absolutely (their tails, where a is next to
//          its limit, lose relative accuracy), softplus'' likewise; erf' 1.4 ulp, erf'' 2.3 (more where subnormal), cos and -sin 0.9, softplus' 1.2; gelu' 2^-51
//          absolutely, gelu'' too. relu' = (z > 0), relu'' = 0, NaN included
import { canonical } from "./exp";
import { gaussian } from "./erf";
import { Code, elementary } from "./elementary";

/** a1 = sigma'(z), given a = sigma(z) */
export function activation_first_f64(kind: i32, n: usize, z: usize, a: usize, a1: usize): void {
  for (; n >= 2; n -= 2) {
    v128.store(a1, first(kind, v128.load(z), v128.load(a)));
    z += 16;
    a += 16;
    a1 += 16;
  }
  if (n) store<f64>(a1, f64x2.extract_lane(first(kind, v128.load_splat<u64>(z), v128.load_splat<u64>(a)), 0));
}

/** a2 = sigma''(z), given a = sigma(z) and a1 = sigma'(z) */
export function activation_second_f64(kind: i32, n: usize, z: usize, a: usize, a1: usize, a2: usize): void {
  for (; n >= 2; n -= 2) {
    v128.store(a2, second(kind, v128.load(z), v128.load(a), v128.load(a1)));
    z += 16;
    a += 16;
    a1 += 16;
    a2 += 16;
  }
  if (n) store<f64>(a2, f64x2.extract_lane(second(kind, v128.load_splat<u64>(z), v128.load_splat<u64>(a), v128.load_splat<u64>(a1)), 0));
}

function first(kind: i32, z: v128, a: v128): v128 {
  const one = f64x2.splat(1);
  let v: v128;
  switch (kind) {
    case Code.Tanh: {
      v = f64x2.mul(f64x2.sub(one, a), f64x2.add(one, a));
      break;
    }
    case Code.Erf: {
      v = gaussian(z, 1, 1.1283791670955126);
      break;
    }
    case Code.Sin: {
      return elementary(Code.Cos, z);
    }
    case Code.Sigmoid: {
      v = f64x2.mul(a, f64x2.sub(one, a));
      break;
    }
    case Code.Softplus: {
      return elementary(Code.Sigmoid, z);
    }
    case Code.Gelu: {
      // Phi(z) + z phi(z); Phi = a / z but where that is 0/0, or infinity over itself
      const zero = f64x2.lt(f64x2.abs(z), f64x2.splat(1e-290));
      const phi = v128.bitselect(f64x2.splat(0.5), f64x2.div(a, z), zero);
      const bounded = f64x2.pmax(f64x2.pmin(z, f64x2.splat(40)), f64x2.splat(-40));
      const far = f64x2.eq(f64x2.abs(z), f64x2.splat(Infinity));
      const step = v128.and(one, f64x2.gt(z, f64x2.splat(0)));
      v = f64x2.add(v128.bitselect(step, phi, far), f64x2.mul(bounded, gaussian(z, 0.5, 0.3989422804014327)));
      break;
    }
    default: {
      return v128.and(one, f64x2.gt(z, f64x2.splat(0)));
    }
  }
  return canonical(v, v);
}

function second(kind: i32, z: v128, a: v128, a1: v128): v128 {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  let v: v128;
  switch (kind) {
    case Code.Tanh: {
      v = f64x2.mul(f64x2.mul(f64x2.splat(-2), a), a1);
      break;
    }
    case Code.Erf: {
      const bounded = f64x2.pmax(f64x2.pmin(z, f64x2.splat(40)), f64x2.splat(-40));
      v = f64x2.mul(f64x2.mul(f64x2.splat(-2), bounded), a1);
      break;
    }
    case Code.Sin: {
      v = f64x2.neg(a);
      break;
    }
    case Code.Sigmoid: {
      v = f64x2.mul(a1, f64x2.sub(one, f64x2.mul(two, a)));
      break;
    }
    case Code.Softplus: {
      v = f64x2.mul(a1, f64x2.sub(one, a1));
      break;
    }
    case Code.Gelu: {
      const bounded = f64x2.pmax(f64x2.pmin(z, f64x2.splat(40)), f64x2.splat(-40));
      v = f64x2.mul(gaussian(z, 0.5, 0.3989422804014327), f64x2.sub(two, f64x2.mul(bounded, bounded)));
      break;
    }
    default: {
      return f64x2.splat(0);
    }
  }
  return canonical(v, v);
}
