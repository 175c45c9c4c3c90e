// nntk/elementary: each function on 10^5 arguments - usual ones, and doubles of random bits.
import { anyDoubles, between } from "./arguments.mjs";

const COUNT = 100_000;

const one = (name) => [`elementary/${name}`, ({ elementary }, out) => out.add(elementary[name](mixed(1)))];
const two = (name) => [`elementary/${name}`, ({ elementary }, out) => out.add(elementary[name](mixed(2), mixed(3)))];

function mixed(seed) {
  const parts = [
    between(seed, COUNT / 2, -6, 6),
    between(seed + 10, COUNT / 4, -750, 750),
    between(seed + 20, COUNT / 8, -1e-3, 1e-3),
    anyDoubles(seed + 30, COUNT / 8),
  ];
  const all = new Float64Array(COUNT);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const elementary = [
  ...["exp", "expm1", "log", "log1p", "sin", "cos", "sinh", "cosh", "tanh", "erf", "sigmoid", "softplus", "gelu"].map(one),
  ...["pow", "atan2"].map(two),
];
