/** lambda / (lambda + gamma), what a regularized step does to a mode, for lambda >= 0 and gamma > 0: also where the sum overflows. */
export function share(lambda: number, gamma: number): number {
  const sum = lambda + gamma;
  return sum < Infinity ? lambda / sum : (0.5 * lambda) / (0.5 * lambda + 0.5 * gamma);
}
