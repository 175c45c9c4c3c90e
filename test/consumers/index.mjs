// npm run test:consumers - the packed package in what people build and test with: bundlers, test runners, TypeScript, Next. Same digests out of
// every one, or a failure; a bundle of one function holds no training.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { binaryMark } from "../runtimes/consumers.mjs";
import { installPacked, root } from "../runtimes/pack.mjs";
import { executable, PROCESSES } from "../runtimes/processes.mjs";
import { Table } from "../runtimes/table.mjs";
import { BUNDLERS } from "./bundlers.mjs";
import { askExample, buildNext, withServer } from "./next.mjs";
import { here, node, toolPath, versionOf } from "./tools.mjs";

// inside this folder, so that what it installs is found from there
const { folder } = installPacked([], here);
cpSync(join(here, "programs"), folder, { recursive: true });
const table = new Table("consumers", ["build or run, s", "cholesky alone, kB gzip"]);
const expectThat = (holds, message) => {
  if (!holds) throw new Error(message);
};
const TRAINING = /gradient-descent/;
const binary = binaryMark(folder);

const timed = async (work) => {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
};

for (const [name, version, bundle] of BUNDLERS) {
  await table.row(name, async () => {
    const [file, seconds] = await timed(() => bundle(folder, "bundled.mjs"));
    const { sections } = JSON.parse(await node(folder, [file]));
    const [alone, control] = [await bundle(folder, "choleskyAlone.mjs"), await bundle(folder, "trainerAlone.mjs")];
    const code = readFileSync(alone, "utf8");
    expectThat((await node(folder, [alone])).trim() === "2", "another root of 4");
    expectThat(code.includes(binary), "the binary is missing");
    expectThat(!TRAINING.test(code), "a bundle of cholesky holds training");
    expectThat(TRAINING.test(readFileSync(control, "utf8")), "the mark of training is not found where training is");
    return { version: version(), times: [seconds, gzipSync(code, { level: 9 }).length / 1000], sections };
  });
}

const tested = (name, run) => {
  const out = join(folder, `${name}.json`);
  return async () => {
    const [version, seconds] = await timed(() => run({ NNTK_OUT: out }));
    return { version, times: [seconds, undefined], sections: JSON.parse(readFileSync(out, "utf8")).sections };
  };
};
const jest = async (match, flags, environment, program) => {
  const config = JSON.stringify({
    rootDir: folder,
    testMatch: [`**/${match}`],
    transform: {},
    modulePathIgnorePatterns: ["<rootDir>/next"],
  });
  await node(folder, [...flags, toolPath("jest/bin/jest"), "--ci", "--watchman=false", "--config", config], environment, program);
  return versionOf("jest");
};
await table.row(
  "Jest, ES modules",
  tested("jest", (environment) => jest("digest.test.mjs", ["--experimental-vm-modules"], environment)),
);
await table.row(
  "Vitest",
  tested("vitest", async (environment) => {
    const vitest = join(root, "node_modules", "vitest");
    await node(folder, [join(vitest, "vitest.mjs"), "run", "digest.test.mjs"], environment);
    return JSON.parse(readFileSync(join(vitest, "package.json"), "utf8")).version;
  }),
);

let built;
await table.row("Next, edge route", async () => {
  built = await buildNext(folder);
  const { sections } = await withServer(built.app, async (origin) => (await fetch(`${origin}/edge`)).json());
  return { version: built.version, times: [built.seconds, undefined], sections };
});
await table.row("Next, Node route", async () => {
  const { sections } = await withServer(built.app, async (origin) => {
    await askExample(origin);
    return (await fetch(`${origin}/node`)).json();
  });
  return { version: built.version, times: [undefined, undefined], sections };
});

// Jest has a require of its own, which takes ES modules from Node 24.9 on; where it does not there is import, the row above
const [, node24] = PROCESSES.find(([name]) => name === "Node 24");
await table.check("Jest in Node 24, --experimental-vm-modules: require", () =>
  jest("required.test.cjs", ["--experimental-vm-modules"], {}, executable(node24)),
);
// a text here, so that no compiler of the repository takes it for its own; .mts and .cts there
for (const kind of ["mts", "cts"]) copyFileSync(join(folder, "typed.txt"), join(folder, `typed.${kind}`));
const TYPES = [
  ["bundler", "esnext", ["typed.mts"]],
  ["node16", "node16", ["typed.mts"]],
  ["nodenext", "nodenext", ["typed.mts", "typed.cts"]],
];
for (const [moduleResolution, module, files] of TYPES) {
  await table.check(`TypeScript, moduleResolution ${moduleResolution}: ${files.join(", ")}`, () => {
    const compilerOptions = { strict: true, noEmit: true, target: "es2022", lib: ["es2022"], types: [], module, moduleResolution };
    const config = join(folder, `tsconfig.${moduleResolution}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    execFileSync(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", config], {
      cwd: folder,
      encoding: "utf8",
    });
  });
}
table.print();
