// elementary.ts - the elementary functions on arrays and on single numbers.
//
// Shapes   x, y, z: f64[n], contiguous; pointers in bytes; the result may overwrite an argument (same pointer)
// Order    every element's bits depend on its own value only: position, length and neighbours do not matter
// Special  NaN in, canonical NaN (0x7ff8000000000000) out; infinities, signed zeros and subnormals as IEEE 754-2019 section 9.2 has them
// Checked  by the caller (lengths, kinds)
import { atan2 } from "./atan2";
import { erf, gelu } from "./erf";
import { exp, expBody, expm1 } from "./exp";
import { cosh, sinh } from "./hyperbolic";
import { log, log1p } from "./log";
import { pow } from "./pow";
import { sigmoid, softplus } from "./sigmoid";
import { tanh, tanhBody } from "./tanh";
import { cos, sin } from "./trig";

export enum Code {
  Tanh,
  Erf,
  Sin,
  Sigmoid,
  Softplus,
  Gelu,
  Relu,
  Exp,
  Expm1,
  Log,
  Log1p,
  Cos,
  Sinh,
  Cosh,
}

/** One vector of the function named by its code. */
export function elementary(code: i32, x: v128): v128 {
  switch (code) {
    case Code.Tanh: return tanh(x);
    case Code.Erf: return erf(x);
    case Code.Sin: return sin(x);
    case Code.Sigmoid: return sigmoid(x);
    case Code.Softplus: return softplus(x);
    case Code.Gelu: return gelu(x);
    case Code.Relu: return relu(x);
    case Code.Exp: return exp(x);
    case Code.Expm1: return expm1(x);
    case Code.Log: return log(x);
    case Code.Log1p: return log1p(x);
    case Code.Cos: return cos(x);
    case Code.Sinh: return sinh(x);
    default: return cosh(x);
  }
}

/** max(x, 0); -0 gives 0. */
function relu(x: v128): v128 {
  const v = v128.and(x, f64x2.gt(x, f64x2.splat(0)));
  return v128.bitselect(v, i64x2.splat(0x7ff8000000000000), f64x2.eq(x, x));
}

/** y[i] = f(x[i]), f by its code. */
export function elementary_f64(code: i32, n: usize, x: usize, y: usize): void {
  const done = code == Code.Tanh ? tanhBody(n, x, y) : code == Code.Exp ? expBody(n, x, y) : 0;
  n -= done;
  x += done << 3;
  y += done << 3;
  for (; n >= 2; n -= 2) {
    v128.store(y, elementary(code, v128.load(x)));
    x += 16;
    y += 16;
  }
  if (n) store<f64>(y, elementary_scalar(code, load<f64>(x)));
}

/** f(x), f by its code. */
export function elementary_scalar(code: i32, x: f64): f64 {
  return f64x2.extract_lane(elementary(code, f64x2.splat(x)), 0);
}

export function pow_scalar(x: f64, y: f64): f64 {
  return pow(x, y);
}

export function atan2_scalar(y: f64, x: f64): f64 {
  return atan2(y, x);
}

/** z[i] = x[i]^y[i] */
export function pow_f64(n: usize, x: usize, y: usize, z: usize): void {
  for (let i: usize = 0; i < n << 3; i += 8) store<f64>(z + i, pow(load<f64>(x + i), load<f64>(y + i)));
}

/** z[i] = angle of the point (x[i], y[i]) */
export function atan2_f64(n: usize, y: usize, x: usize, z: usize): void {
  for (let i: usize = 0; i < n << 3; i += 8) store<f64>(z + i, atan2(load<f64>(y + i), load<f64>(x + i)));
}
