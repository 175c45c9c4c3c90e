import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildProgram, testFolder } from "./built.js";

const guide = readFileSync(fileURLToPath(new URL("../../guides/fit-your-data.md", import.meta.url)), "utf8");

/** A command of the guide and what it prints, if the guide says. */
interface Command {
  command: string;
  lines: string[];
}

function commands(text: string): Command[] {
  const found: Command[] = [];
  for (const [, block = ""] of text.matchAll(/```console\n([\s\S]*?)```/g)) {
    for (const line of block.trimEnd().split("\n")) {
      if (line.startsWith("$ ")) found.push({ command: line.slice(2), lines: [] });
      else found.at(-1)?.lines.push(line);
    }
  }
  return found;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** Words exactly, numbers to within a factor of two; "..." for anything, a line of it for any lines; durations are not looked at. */
function agrees(printed: string, expected: string[]): string | undefined {
  const still = (text: string) => text.replace(/\d+(\.\d+)? s\b/g, "T s");
  const shape = (text: string) => still(text).replace(NUMBER, "#");
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = expected.map((line) => (line === "..." ? "(?:.*\\n)*" : `${escaped(shape(line)).replaceAll("\\.\\.\\.", ".*")}\\n`));
  if (!new RegExp(`^${lines.join("")}$`).test(shape(printed))) return `another text: ${printed}`;
  if (expected.includes("...") || expected.some((line) => line.includes("..."))) return undefined;
  const [got, wanted] = [printed, expected.join("\n")].map((text) => (still(text).match(NUMBER) ?? []).map(Number));
  const far = wanted?.findIndex((value, i) => !(Math.abs((got?.[i] as number) - value) <= Math.abs(value)));
  return far === -1 ? undefined : `another number: ${got?.[far as number]} for ${wanted?.[far as number]}`;
}

const { folder, remove } = testFolder();
afterAll(remove);

beforeAll(async () => {
  // npx finds the program where npm install would have put it
  const installed = join(folder, "node_modules", "nntk");
  mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
  mkdirSync(installed);
  const program = await buildProgram(installed);
  const bin = join(folder, "node_modules", ".bin", "nntk");
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(bin, 0o755);
});

function shell(command: string): Promise<string> {
  const path = [join(folder, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    execFile("/bin/sh", ["-c", command], { cwd: folder, env: { ...process.env, PATH: path, npm_command: "exec" } }, (_, out, err) =>
      resolve(out + err),
    );
  });
}

describe.skipIf(process.platform === "win32")("the guide to fitting one's own data", () => {
  for (const { command, lines } of commands(guide)) {
    if (command.startsWith("npm install")) continue;
    test(command.length > 90 ? `${command.slice(0, 87)}...` : command, async () => {
      // npx itself takes a second a call
      const printed = await shell(command.replaceAll("npx nntk", "nntk"));
      expect(lines.length === 0 ? undefined : agrees(printed, lines), printed).toBeUndefined();
    });
  }

  test("has left the files that it promises", () => {
    for (const file of ["lake.safetensors", "lake.html", "long.safetensors", "lake.state"])
      expect(existsSync(join(folder, file)), file).toBe(true);
  });

  test("would notice another text or number", () => {
    expect(agrees("ended after 3 iterations, 0.2 s\n", ["ended after 4 iterations, 9 s"])).toBeUndefined();
    expect(agrees("ended after 30 iterations, 0.2 s\n", ["ended after 4 iterations, 9 s"])).toMatch(/another number: 30 for 4/);
    expect(agrees("ended\n", ["began"])).toMatch(/another text/);
    expect(agrees("a\nb\nc\n", ["a", "..."])).toBeUndefined();
  });
});
