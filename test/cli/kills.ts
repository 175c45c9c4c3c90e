import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type FitState, fit } from "../../src/index.js";
import { decodeTrainer } from "../../src/io/index.js";
import { createRandom } from "../../src/random/index.js";
import { start } from "./built.js";

const M = 40;
const e = createRandom(3).normal(M, 0, 0.2);
const x = Array.from({ length: M }, (_, i) => i / (M - 1));
const y = x.map((t, i) => Math.sin(6 * t) + (e[i] as number));
const STEPS = 60;

/** A fit of many short steps, whose state is written after each of them. */
export const ARGS = ["fit", "k.csv", "--width", "30", "--activation", "tanh", "--input-scale", "1", "--steps", String(STEPS)];
export const EACH_STEP = { NNTK_CHECKPOINT_SECONDS: "0" };

export function writeTable(folder: string): void {
  writeFileSync(join(folder, "k.csv"), `t,v\n${x.map((t, i) => `${t},${y[i]}\n`).join("")}`);
}

/**
 * Kills the program so many times at random instants, resuming it each time. After each, the checkpoint is whole or not there yet, and the
 * fit that goes on from it ends with the bits of the one that was never stopped. Returns the number of different steps it was found at.
 */
export async function killAndResume(program: string, folder: string, kills: number, validation: "on" | "off"): Promise<number> {
  const args = [...ARGS, "--validation", validation, "--checkpoint", "k.state", "--resume", "--json"];
  const file = join(folder, "k.state");
  rmSync(file, { force: true });
  const whole = fit({ x, y }, { width: 30, activation: "tanh", inputScale: 1, maxSteps: STEPS, validation: validation === "on" });
  const begun = performance.now();
  const { code } = await start(program, args, folder, EACH_STEP).ended;
  expect(code).toBe(0);
  const lasts = performance.now() - begun;
  const seen = new Set<number>();
  const { data: instants } = { data: createRandom(11).uniform(kills) };
  for (const instant of instants) {
    if (existsSync(file) && decodeTrainer(readFileSync(file)).step >= whole.steps) rmSync(file);
    const { child, ended } = start(program, args, folder, EACH_STEP);
    const timer = setTimeout(() => child.kill("SIGKILL"), lasts * (0.3 + 0.8 * instant));
    await ended;
    clearTimeout(timer);
    if (!existsSync(file)) continue;
    const resume = decodeTrainer(readFileSync(file)) as FitState;
    seen.add(resume.step);
    const { network, status, steps } = fit({ x, y }, { maxSteps: STEPS, resume });
    expect({ network, status, steps }).toEqual({ network: whole.network, status: whole.status, steps: whole.steps });
  }
  return seen.size;
}
