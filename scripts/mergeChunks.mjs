// Puts what the entries share into one file, core.js: an import reads two files instead of twenty, which takes a third of the time, and bundlers
// drop what they do not need by statement.
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rollup } from "rollup";
import { minified } from "./minified.mjs";

/** Rewrites the ES modules of a folder: `entries` by name, and the chunks (chunk-*.js) that they share. */
export async function mergeChunks(folder, entries) {
  const chunks = (await readdir(folder)).filter((name) => /^chunk-.*\.js$/.test(name));
  const bundle = await rollup({
    input: Object.fromEntries(entries.map((name) => [name, join(folder, `${name}.js`)])),
    external: ["#wasm"],
  });
  const { output } = await bundle.generate({
    format: "es",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    manualChunks: (id) => (/[/\\]chunk-[^/\\]*\.js$/.test(id) ? "core" : undefined),
  });
  await bundle.close();
  for (const name of chunks) await rm(join(folder, name));
  for (const { fileName, code } of output) await writeFile(join(folder, fileName), await minified(code));
}
