// Run by Node, Deno and Bun in a folder where the packed package is installed: two lines of JSON, { import, fit, version } and { sections }.
const up = performance.now();
const nntk = await import("nntk");
const imported = performance.now();
const { firstFit } = await import("./first.mjs");
const ready = performance.now();
firstFit(nntk);
const fitted = performance.now();
const version = globalThis.Deno?.version.deno ?? globalThis.Bun?.version ?? globalThis.process.version.slice(1);
console.log(JSON.stringify({ import: imported - up, fit: fitted - ready, version }));

const { digest } = await import("./digest/index.mjs");
const { entries } = await import("./digest/entries.mjs");
console.log(JSON.stringify({ sections: digest(entries) }));
