import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { binaryModule } from "./scripts/binaryText.mjs";
import { sourcesHash } from "./scripts/sources.mjs";
import { examples } from "./test/docs/extract.js";
import { builtPackage } from "./test/support/builtPackage.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run on the sources. NNTK_TARGET=debug puts the binary with asserts in the release binary's place.
const binary = here(process.env.NNTK_TARGET === "debug" ? "build/debug.wasm" : "src/engine/wasm/nntk.wasm");

// A binary of other sources computes other things without an error: tests of it say nothing.
if (!readFileSync(here("src/engine/wasm/routines.ts"), "utf8").includes(`// sources ${sourcesHash()}\n`))
  throw new Error("The binary was not made from assembly/ as it is now: npm run build:assembly");

// NNTK_SLOW=1 (npm run test:slow) takes the tests that need minutes, which the ordinary run leaves out.
const slow = process.env.NNTK_SLOW === "1";

// NNTK_TARGET=package (npm run test:package) takes the tests of what is public, on dist/.
const built = process.env.NNTK_TARGET === "package" ? await builtPackage() : undefined;
const nntk = (path: string) => here(built ? `dist/${path || "index"}.js` : `src/${path}/index.ts`);

export default defineConfig({
  resolve: {
    alias: [
      { find: "#wasm", replacement: here("src/engine/wasm/inline.ts") },
      { find: /^nntk$/, replacement: nntk("") },
      { find: /^nntk\/(\w+)$/, replacement: nntk("$1") },
    ],
  },
  plugins: [
    ...(built ? [built.plugin] : []),
    {
      // documentation examples as modules: "example:src/linalg/cholesky.ts:12.ts"
      name: "examples",
      enforce: "pre",
      resolveId: (id) => (id.startsWith("example:") ? here(`test/docs/${id.replace(/[:/]/g, "+")}`) : undefined),
      load: (id) => {
        const name = /example\+(.*)\.ts$/.exec(id)?.[1];
        return name === undefined ? undefined : examples().find((e) => e.name.replace(/[:/]/g, "+") === name)?.code;
      },
    },
    {
      name: "binary-as-text",
      enforce: "pre",
      load: (id) => (id.endsWith(".wasm") ? binaryModule(readFileSync(binary)) : undefined),
    },
  ],
  test: {
    include: built?.include ?? (slow ? ["**/*.slow.test.ts"] : ["test/**/*.test.ts", "property-tests/**/*.test.ts"]),
    server: { deps: { external: [/[/\\]dist[/\\]/] } },
    exclude: [...configDefaults.exclude, ...(slow ? [] : ["**/*.slow.test.ts"])],
    testTimeout: slow ? 600_000 : 60_000,
  },
});
