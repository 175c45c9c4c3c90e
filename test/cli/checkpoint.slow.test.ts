import { afterAll, beforeAll, expect, test } from "vitest";
import { buildProgram, testFolder } from "./built.js";
import { killAndResume, writeTable } from "./kills.js";

const { folder, remove } = testFolder();
let program = "";
beforeAll(async () => {
  program = await buildProgram(folder);
  writeTable(folder);
});
afterAll(remove);

test.each(["off", "on"] as const)(
  "killed a hundred times, validation %s, a checkpoint is whole and resumes to the same bits",
  async (validation) => {
    const found = await killAndResume(program, folder, 100, validation);
    console.log(`validation ${validation}: 100 kills, checkpoints found at ${found} different steps`);
    expect(found).toBeGreaterThan(5);
  },
);
