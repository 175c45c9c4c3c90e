import { existsSync, readdirSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { defineConfig, type Options } from "tsup";

const base: Options = { target: "es2022", platform: "neutral", format: ["esm"], treeshake: true, minify: true, dts: false, clean: false };

// The public entries: src/index.ts, and every folder of src with an index.ts as the sub-path of its name. Each is an entry of its own and
// a pure barrel, so that bundlers drop what is not imported.
const folders = readdirSync("src").filter((folder) => existsSync(`src/${folder}/index.ts`));
const entry = { index: "src/index.ts", ...Object.fromEntries(folders.map((folder) => [folder, `src/${folder}/index.ts`])) };

export default defineConfig([
  { ...base, entry, splitting: true, external: ["#wasm"] },
  { ...base, entry, minify: false, dts: { only: true } },
  // "#wasm" by default: base64 text, decoded and compiled at first use
  {
    ...base,
    entry: { "wasm.inline": "src/engine/wasm/inline.ts" },
    loader: { ".wasm": "base64" },
    onSuccess: () => copyFile("src/engine/wasm/nntk.wasm", "dist/nntk.wasm"),
  },
  // "#wasm" where compiling bytes is forbidden: the import of the .wasm file is left to the platform's bundler
  {
    ...base,
    entry: { "wasm.workerd": "src/engine/wasm/workerd.ts", "wasm.edge-light": "src/engine/wasm/edge-light.ts" },
    external: [/\.wasm(\?module)?$/],
  },
  // one self-contained file for pages without a bundler
  {
    ...base,
    entry: { bundle: "src/index.ts" },
    splitting: false,
    loader: { ".wasm": "base64" },
    esbuildOptions: (options) => {
      options.alias = { "#wasm": "./src/engine/wasm/inline.ts" };
    },
  },
]);
