// Each bundler by its own interface: [row, version, (folder, entry) => the file it wrote].
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { root } from "../runtimes/pack.mjs";
import { tool, versionOf } from "./tools.mjs";

/** Writes to a folder of its own beside the programs; the name says how Node has to read it. */
const target = (folder, bundler, entry, extension) => [join(folder, `by-${bundler}`), `${basename(entry, ".mjs")}.${extension}`];

async function webpack(folder, entry) {
  const { default: bundle } = await tool("webpack");
  const [path, filename] = target(folder, "webpack", entry, "cjs");
  const output = { path, filename, publicPath: "" };
  const compiler = bundle({ context: folder, entry: `./${entry}`, mode: "production", target: ["web", "es2022"], output });
  const stats = await new Promise((resolve, reject) => compiler.run((error, found) => (error ? reject(error) : resolve(found))));
  await new Promise((resolve) => compiler.close(resolve));
  if (stats.hasErrors() || stats.hasWarnings()) {
    // a bundle of everything is larger than webpack likes a page to be: the one warning that is not ours to mend
    const { errors, warnings } = stats.toJson({ errors: true, warnings: true });
    const ours = [...errors, ...warnings.filter(({ message }) => !/size limit|performance/.test(message))];
    if (ours.length > 0) throw new Error(ours.map(({ message }) => message).join("\n"));
  }
  return join(path, filename);
}

async function rollup(folder, entry) {
  const { rollup: bundle } = await tool("rollup");
  const { nodeResolve } = await tool("@rollup/plugin-node-resolve");
  const onwarn = ({ message }) => {
    throw new Error(message);
  };
  const made = await bundle({ input: join(folder, entry), plugins: [nodeResolve()], onwarn });
  const [path, name] = target(folder, "rollup", entry, "mjs");
  await made.write({ file: join(path, name), format: "es" });
  await made.close();
  return join(path, name);
}

async function esbuild(folder, entry) {
  const { build } = await import("esbuild");
  const [path, name] = target(folder, "esbuild", entry, "mjs");
  const outfile = join(path, name);
  const { warnings } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    format: "esm",
    minify: true,
    outfile,
    logLevel: "error",
  });
  if (warnings.length > 0) throw new Error(warnings[0].text);
  return outfile;
}

const rootRequire = createRequire(join(root, "package.json"));

async function vite(folder, entry) {
  const { build } = await import(rootRequire.resolve("vite"));
  const [outDir, fileName] = target(folder, "vite", entry, "mjs");
  const lib = { entry: join(folder, entry), formats: ["es"], fileName: () => fileName };
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    build: { outDir, emptyOutDir: false, target: "es2022", minify: true, lib },
  });
  return join(outDir, fileName);
}

export const BUNDLERS = [
  ["webpack", () => versionOf("webpack"), webpack],
  ["rollup, node-resolve", () => versionOf("rollup"), rollup],
  ["esbuild", () => rootRequire("esbuild/package.json").version, esbuild],
  ["Vite", () => rootRequire("vite/package.json").version, vite],
];
