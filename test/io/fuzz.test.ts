import { describe, expect, test } from "vitest";
import * as io from "../../src/io/index.js";
import type { Network } from "../../src/model/network.js";
import { createRandom } from "../../src/random/index.js";
import type { TrainerState } from "../../src/train/state.js";
import { fromBase64 } from "../support/bytes.js";
import vectors from "../vectors/io.json" with { type: "json" };
import { draws, mutate, mutateHeader } from "./mutate.js";

/** Inputs in all; NNTK_FUZZ=1000000 for a long run. */
const INPUTS = Number(process.env.NNTK_FUZZ ?? 20_000);

/** Errors quote the file, but never much of it. */
const MESSAGE_LENGTH = 400;

const random = createRandom(5);
const network: Network = {
  ...{ inputs: 1, width: 3, outputs: 1, activation: "tanh", beta: 0.52, W: random.normal(3), b: random.normal(3), C: random.normal(3) },
  scaling: { xMean: random.normal(1), xScale: random.uniform(1), yMean: random.normal(1), yScale: random.uniform(1) },
};
const state = {
  step: 3,
  theta: random.normal(4),
  recent: [1, -0, NaN],
  options: { method: "adam", $x: [null, true] },
} as object as TrainerState;
const text = (json: string) => new TextEncoder().encode(json);

const SEEDS: Record<string, { decode: (bytes: Uint8Array) => unknown; files: Uint8Array[] }> = {
  decodeNpy: {
    decode: io.decodeNpy,
    files: [...vectors.npy.written, ...vectors.npy.read, ...vectors.npy.refused].map((c) => fromBase64(c.file)),
  },
  decodeSafetensors: {
    decode: io.decodeSafetensors,
    files: [...vectors.safetensors.written, ...vectors.safetensors.read, vectors.safetensors.bf16].map((c) => fromBase64(c.file)),
  },
  decodeNetwork: { decode: io.decodeNetwork, files: [io.encodeNetwork(network), text(io.encodeNetwork(network, { format: "json" }))] },
  decodeTrainer: { decode: io.decodeTrainer, files: [io.encodeTrainer(state), text(io.encodeTrainer(state, { format: "json" }))] },
};

/** Runs `work` and gives the largest number of doubles it asked for at once. */
function largestArray(work: () => void): number {
  let largest = 0;
  const native = Float64Array;
  const watched = new Proxy(native, {
    construct(target, args) {
      const made = Reflect.construct(target, args, target) as Float64Array;
      largest = Math.max(largest, made.length);
      return made;
    },
  });
  globalThis.Float64Array = watched;
  try {
    work();
  } finally {
    globalThis.Float64Array = native;
  }
  return largest;
}

describe("files with accidents in them", () => {
  for (const [name, { decode, files }] of Object.entries(SEEDS)) {
    test(`${name}: a value or a TypeError or RangeError of ours, and no more doubles than the file has bytes`, () => {
      const draw = draws(createRandom(2026));
      const outcomes = { value: 0, error: 0 };
      for (let i = 0; i < INPUTS / 4; i++) {
        const accident = draw(2) === 0 ? mutate : mutateHeader;
        const bytes = accident(files[draw(files.length)] as Uint8Array, files[draw(files.length)] as Uint8Array, draw);
        const input = () => `input ${i}, base64 ${Buffer.from(bytes).toString("base64")}`;
        const largest = largestArray(() => {
          try {
            decode(bytes);
            outcomes.value++;
          } catch (error) {
            outcomes.error++;
            const ours = (error instanceof TypeError || error instanceof RangeError) && error.message.startsWith(`${name}: "`);
            if (!ours || error.message.length > MESSAGE_LENGTH) throw new Error(`${input()}: ${error}`);
          }
        });
        if (largest > bytes.length) throw new Error(`${input()}: ${largest} doubles for ${bytes.length} bytes`);
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
      // the accidents are neither all harmless nor all fatal
      expect(Math.min(outcomes.value, outcomes.error)).toBeGreaterThan(INPUTS / 100);
    }, 3_600_000);
  }
});
