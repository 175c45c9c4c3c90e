// The tangent kernel of a network at initialization, finite and infinitely wide, side by side:  bun run spectrum.ts
import { createNetwork } from "nntk";
import { infiniteNtkSpectrum, ntkSpectrum } from "nntk/kernels";

const x = Array.from({ length: 8 }, (_, i) => i / 3.5 - 1);
const limit = infiniteNtkSpectrum(x);
for (const width of [100, 10_000]) {
  const spectrum = ntkSpectrum(createNetwork({ inputs: 1, width, beta: 0.5, allowAnyBeta: true, seed: 1 }), x);
  console.log(
    `width ${width}: ${[...spectrum.slice(0, 3)].map((value, j) => (value / (limit[j] as number)).toFixed(2)).join("  ")} of the limit`,
  );
}
