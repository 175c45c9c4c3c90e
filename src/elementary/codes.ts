/** The codes of assembly/elementary.ts; those up to relu are also the activations'. */
export const CODE = {
  tanh: 0,
  erf: 1,
  sin: 2,
  sigmoid: 3,
  softplus: 4,
  gelu: 5,
  relu: 6,
  exp: 7,
  expm1: 8,
  log: 9,
  log1p: 10,
  cos: 11,
  sinh: 12,
  cosh: 13,
} as const;
