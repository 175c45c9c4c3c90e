// arm64: runtimes built for that machine, run by QEMU's emulation of its processor, so that what their compilers make for it is what is tried.
// Node is V8's code for arm64, Bun JavaScriptCore's, which is Safari's on Apple's machines. About a minute each; emulated times say nothing.
//
// By hand besides, 2026-11-22, all 69 digests equal: this Node with --liftoff-only and with --no-liftoff, Node 26.10, Deno 2.9.5, and SpiderMonkey
// 102 (Debian's gjs:arm64). In Node and Bun the bits of every NaN, which the digests leave out, were those of x86-64 as well.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { here } from "./pack.mjs";
import { runProcess } from "./processes.mjs";
import { missing } from "./table.mjs";

const QEMU = "/usr/bin/qemu-aarch64-static";
const LIBRARIES = "/usr/aarch64-linux-gnu";
const TIMEOUT = 600_000;
const zoo = (...path) => join(here, "arm64", "node_modules", ...path);

/** [row, executable, arguments before the program] */
export const EMULATED = [
  ["Node 20, arm64 by QEMU", zoo("node20", "bin", "node"), []],
  ["Bun, arm64 by QEMU", zoo("bun", "bin", "bun"), ["run"]],
];

/** Runs program.mjs under QEMU. */
export async function runEmulated(folder, path, args) {
  if (!existsSync(path)) throw missing("not installed: npm ci in test/runtimes/arm64");
  for (const part of [QEMU, join(LIBRARIES, "lib", "libstdc++.so.6")]) {
    if (!existsSync(part)) throw missing(`no ${part}: apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross`);
  }
  const { version, times, sections } = await runProcess(folder, QEMU, ["-L", LIBRARIES, path, ...args], TIMEOUT);
  return { version, times: times.map(() => undefined), sections };
}
