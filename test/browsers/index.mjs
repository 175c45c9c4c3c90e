// npm run test:browsers - the packed package in Chromium, Firefox and WebKit: on the main thread by an import map and by dist/bundle.js, and in
// a module Worker; same digests as everywhere, or a failure. One browser at a time; no version is asked for. Pages are served under a policy
// that forbids everything but the site's own scripts and 'wasm-unsafe-eval'.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPacked } from "../runtimes/pack.mjs";
import { missing, Table } from "../runtimes/table.mjs";
import { BROWSERS, open } from "./browsers.mjs";
import { Pages } from "./server.mjs";

const MODES = { map: "page, import map", bundle: "page, bundle.js", worker: "Worker, bundle.js" };
const EXTRA = {
  example: "examples/page",
  ten: "examples/page/ten.html: ten trainers stepped in turn",
  trainers: "a thousand live trainers on one page",
};

const { folder } = installPacked(["first.mjs"]);
cpSync(fileURLToPath(new URL("pages", import.meta.url)), folder, { recursive: true });
cpSync(fileURLToPath(new URL("../../examples/page", import.meta.url)), join(folder, "page"), { recursive: true });
const pages = new Pages(folder);
await pages.listen();
const table = new Table("browsers", ["start to first fit, ms", "import", "fit"]);

for (const browser of BROWSERS) {
  const path = process.env[browser.variable] ?? browser.find();
  const extra = browser.name === "Chromium" ? ["example", "ten", "trainers"] : ["example", "ten"];
  const { start, results } = pages.expect([...Object.keys(MODES), ...extra]);
  const opened = path ? open(browser, path, start) : undefined;
  const result = async (i) => {
    if (!opened) throw missing(`not installed (or name it by ${browser.variable})`);
    const found = await Promise.race([results[i], opened.failed]);
    if (found.error) throw new Error(found.error);
    return { ...found, version: browser.version.exec(found.userAgent)?.[1] ?? "?" };
  };
  for (const [i, mode] of Object.values(MODES).entries()) await table.row(`${browser.name}: ${mode}`, () => result(i));
  for (const [i, mode] of extra.entries()) {
    await table.check(`${browser.name}: ${EXTRA[mode]}`, async () => (await result(Object.keys(MODES).length + i)).note);
  }
  await opened?.close();
}

pages.close();
table.print();
