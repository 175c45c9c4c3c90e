// Prints one SHA-256 for each part of the library. The same lines come out of every runtime and every machine for one version of nntk:
//
//   node examples/digest.mjs | sha256sum
import { entries } from "./digest/entries.mjs";
import { digest } from "./digest/index.mjs";

for (const { name, sha256 } of digest(entries)) console.log(`${sha256}  ${name}`);
