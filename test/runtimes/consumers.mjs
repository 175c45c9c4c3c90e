// What holds of the package besides its bits: what is in it, what require() gives, what a bundler drops, how large it is.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { minify } from "terser";
import { bundle } from "./bundles.mjs";
import { executable, PROCESSES } from "./processes.mjs";

const kB = 1000;
const LIMIT_FIT = 60 * kB;
const LIMIT_LIBRARY = 75 * kB;
const ENTRIES = ["nntk", "nntk/elementary", "nntk/io", "nntk/kernels", "nntk/linalg", "nntk/random", "nntk/theory"];
const ALLOWED = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/[\w.-]+\.(js|d\.ts|wasm))$/;

/** Words that only code of that area holds, as minified code keeps them. */
const MARKS = { training: /gradient-descent/, kernels: /infiniteNtk/ };

/** A piece from the middle of the binary's text: where it is found, the binary is. */
export function binaryMark(folder) {
  const inline = readFileSync(join(folder, "node_modules", "nntk", "dist", "wasm.inline.js"), "utf8");
  return inline.slice(20_000, 20_060);
}

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const expectThat = (holds, message) => {
  if (!holds) throw new Error(message);
};

export async function checkConsumers(table, { folder, files }) {
  await table.check("the tarball holds dist and the papers, nothing else", () => {
    const others = files.filter((path) => !ALLOWED.test(path));
    expectThat(others.length === 0, `it holds ${others.join(", ")}`);
    return `${files.length} files`;
  });
  for (const [name, path] of PROCESSES.filter(([name]) => name.startsWith("Node"))) {
    await table.check(`${name}: require gives what import gives, and importing nothing compiles nothing`, () => requires(folder, path));
  }
  await table.check("a bundle of cholesky alone holds the binary and no training", async () => {
    const code = await bundle(folder, 'import { cholesky } from "nntk/linalg"; console.log(cholesky([[4]]).status);', { minify: true });
    expectThat(code.includes(binaryMark(folder)), "the binary is missing");
    expectThat(!MARKS.training.test(code) && !MARKS.kernels.test(code), "it holds training or kernels");
    const control = await bundle(folder, 'import { createTrainer } from "nntk"; console.log(createTrainer);', { minify: true });
    expectThat(MARKS.training.test(control), "the mark of training is not found where training is");
    return `${(gzipped(code) / kB).toFixed(1)} kB gzip`;
  });
  await table.check("a bundle of createNetwork alone holds no training and no kernels", async () => {
    const code = await bundle(folder, 'import { createNetwork } from "nntk"; console.log(createNetwork);', { minify: true });
    expectThat(!MARKS.training.test(code) && !MARKS.kernels.test(code), "it holds training or kernels");
    return `${(gzipped(code) / kB).toFixed(1)} kB gzip`;
  });
  await table.check("fit alone, the binary as text: at most 60 kB gzip", async () => {
    const size = gzipped(await bundle(folder, 'import { fit } from "nntk"; console.log(fit);', { minify: true }));
    expectThat(size <= LIMIT_FIT, `${size} bytes`);
    return `${(size / kB).toFixed(1)} kB`;
  });
  await table.check("the whole library as one ES module, by terser, and its binary: at most 75 kB gzip", async () => {
    const everything = ENTRIES.map((entry) => `export * from "${entry}";`).join("\n");
    const code = await bundle(folder, everything, { minify: true, external: ["#wasm"] });
    const { code: least = "" } = await minify(code, { module: true, ecma: 2020, compress: { passes: 3 } });
    const binary = gzipped(readFileSync(join(folder, "node_modules", "nntk", "dist", "nntk.wasm")));
    expectThat(least !== "" && gzipped(least) + binary <= LIMIT_LIBRARY, `${gzipped(least)} and ${binary} bytes`);
    return `${((gzipped(least) + binary) / kB).toFixed(1)} kB; ${((gzipped(code) + binary) / kB).toFixed(1)} kB by esbuild alone`;
  });
}

function requires(folder, path) {
  const script = `
    const { Module } = WebAssembly;
    let compiled = 0;
    WebAssembly.Module = class extends Module { constructor(bytes) { super(bytes); if (bytes.length > 1000) compiled++; } };
    const entries = ${JSON.stringify(ENTRIES)};
    const required = entries.map((entry) => require(entry));
    if (compiled !== 0) throw new Error("the binary was compiled at import");
    Promise.all(entries.map((entry) => import(entry))).then((imported) => {
      const { cholesky } = required[4];
      if (cholesky([[4]]).L.data[0] !== 2) throw new Error("wrong root");
      imported[0].fit({ x: [0, 1, 2], y: [0, 1, 0] }, { width: 8 });
      if (compiled !== 1) throw new Error("compiled " + compiled + " times");
      imported.forEach((all, i) => { for (const name of Object.keys(all)) if (all[name] !== required[i][name]) throw new Error(entries[i] + " " + name); });
    });`;
  execFileSync(executable(path), ["--input-type=commonjs", "-e", script], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}
