import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { defineConfig, type Options } from "tsup";
import manifest from "./package.json" with { type: "json" };
import { binaryModule } from "./scripts/binaryText.mjs";
import { mergeChunks } from "./scripts/mergeChunks.mjs";
import { shortExports, shortNames } from "./scripts/shortNames.mjs";

const base: Options = {
  target: "es2022",
  platform: "neutral",
  format: ["esm"],
  treeshake: true,
  minify: true,
  dts: false,
  clean: false,
};
const names = shortNames("src/bundle.ts");
const binary = shortExports(readFileSync("src/engine/wasm/nntk.wasm"), names);
const binaryAsText: Options["esbuildPlugins"] = [
  {
    name: "binary-as-text",
    setup: ({ onLoad }) => onLoad({ filter: /\.wasm$/ }, () => ({ contents: binaryModule(binary) })),
  },
];
const withShortNames: Options["esbuildOptions"] = (options) => {
  options.mangleProps = new RegExp(`^(${Object.keys(names).join("|")})$`);
  options.mangleCache = { ...names };
};

// The public entries, read from package.json: "./linalg" is src/linalg/index.ts. Each is an entry of its own and a pure barrel, so that
// bundlers drop what is not imported.
const subPaths = Object.keys(manifest.exports).filter((path) => path !== "." && existsSync(`src/${path}/index.ts`));
const entry = { index: "src/index.ts", ...Object.fromEntries(subPaths.map((path) => [path.slice(2), `src/${path.slice(2)}/index.ts`])) };

/** The program stands on the public entries as others do: "../io/index.js" in src/cli is dist/io.js beside it, not a copy. */
const entriesApart = {
  name: "entries-apart",
  setup(build: { onResolve(options: { filter: RegExp }, found: (args: { path: string; importer: string }) => unknown): void }) {
    build.onResolve({ filter: /^(\.\.\/)+(\w+\/)?index\.js$/ }, ({ path, importer }) => {
      if (!/src[/\\]cli[/\\]/.test(importer)) return undefined;
      return { path: `./${/(\w+)\/index\.js$/.exec(path)?.[1] ?? "index"}.js`, external: true };
    });
  },
};

export default defineConfig([
  {
    ...base,
    entry,
    splitting: true,
    external: ["#wasm"],
    esbuildOptions: withShortNames,
    onSuccess: () => mergeChunks("dist", Object.keys(entry)),
  },
  { ...base, entry, minify: false, dts: { only: true } },
  // "#wasm" by default: text, decoded and compiled at first use
  {
    ...base,
    entry: { "wasm.inline": "src/engine/wasm/inline.ts" },
    esbuildPlugins: binaryAsText,
    onSuccess: () => writeFile("dist/nntk.wasm", binary),
  },
  // "#wasm" where compiling bytes is forbidden: the import of the .wasm file is left to the platform's bundler
  {
    ...base,
    entry: { "wasm.workerd": "src/engine/wasm/workerd.ts", "wasm.edge-light": "src/engine/wasm/edge-light.ts" },
    external: [/\.wasm(\?module)?$/],
  },
  // the program `nntk`, with what it needs beyond the library inside; the report's drawing library is loaded where a report is asked for
  {
    ...base,
    platform: "node",
    target: "node20",
    entry: { cli: "src/cli/main.ts", "cli-worker": "src/cli/fitting/worker.ts" },
    splitting: true,
    noExternal: [/.*/],
    esbuildPlugins: [entriesApart],
    esbuildOptions: (options) => {
      options.chunkNames = "cli-[name]-[hash]";
    },
  },
]);
