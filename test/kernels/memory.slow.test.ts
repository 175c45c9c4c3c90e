import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

// What a process of its own holds, on the built package.

const dist = (name: string) => fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url));
beforeAll(() => {
  if (!existsSync(dist("kernels"))) throw new Error("memory is measured on dist: npm run build first");
});

/** Megabytes at the most of a process that finds the spectrum of 16 points at a width, and its smallest eigenvalue. */
function spectrumIn(width: number): { megabytes: number; smallest: number } {
  const program = `
    import { createNetwork } from ${JSON.stringify(dist("index"))};
    import { ntkSpectrum } from ${JSON.stringify(dist("kernels"))};
    const x = Float64Array.from({ length: 16 }, (_, m) => m / 15);
    const spectrum = ntkSpectrum(createNetwork({ inputs: 1, width: ${width}, seed: 1 }), x);
    console.log(JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1024, smallest: spectrum[15] }));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }));
}

test("the spectrum of a network of a million units takes less than 200 MB with Node itself, four times its parameters beyond a small one's", () => {
  const wide = spectrumIn(1_000_000);
  const narrow = spectrumIn(10);
  expect(wide.smallest).toBeGreaterThan(0);
  expect(wide.megabytes).toBeLessThan(200);
  // 24 MB of parameters: the network's, the copy in linear memory, its joining, and a tile
  expect(wide.megabytes - narrow.megabytes).toBeLessThan(4 * 24);
});
