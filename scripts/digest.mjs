// Checks this machine and runtime against the numeric contract: every digest of examples/digest.mjs, of the package as built in dist, its
// entries and the one file of them all, equals the committed one. With --write the digests are recorded instead: for a change of bits that is
// meant, and named in CHANGELOG.md.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { entries } from "../examples/digest/entries.mjs";
import { digest } from "../examples/digest/index.mjs";

const committed = fileURLToPath(new URL("../examples/digest.json", import.meta.url));
const now = digest(entries);

if (process.argv.includes("--write")) {
  writeFileSync(committed, `${JSON.stringify(now, null, 2)}\n`);
  console.log(`${now.length} digests recorded`);
} else {
  const expected = new Map(JSON.parse(readFileSync(committed, "utf8")).map(({ name, sha256 }) => [name, sha256]));
  const differing = now.filter(({ name, sha256 }) => expected.get(name) !== sha256).map(({ name }) => name);
  const missing = [...expected.keys()].filter((name) => !now.some((section) => section.name === name));
  for (const { name, sha256 } of now) console.log(`${differing.includes(name) ? "DIFFERS" : "same"}  ${sha256}  ${name}`);
  for (const name of missing) console.log(`MISSING  ${name}`);
  const bad = differing.length + missing.length;
  const bundle = await import("../dist/bundle.js");
  const others = digest({ main: bundle, ...bundle }).filter(({ sha256 }, i) => now[i].sha256 !== sha256);
  for (const { name } of others) console.log(`OTHER in bundle.js  ${name}`);
  console.log(bad === 0 ? `all ${now.length} digests equal` : `${bad} of ${expected.size} digests differ`);
  process.exitCode = bad + others.length === 0 ? 0 : 1;
}
