// For Jest (native modules) and Vitest alike; `test` is a global of both.
import { writeFileSync } from "node:fs";
import { entries } from "./digest/entries.mjs";
import { digest } from "./digest/index.mjs";

test("every digest, for the test that runs this", () => {
  writeFileSync(process.env.NNTK_OUT, JSON.stringify({ sections: digest(entries) }));
});
