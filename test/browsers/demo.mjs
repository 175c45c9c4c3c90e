// Clicks through the pages of demo/ in Chromium and Firefox, built as they are published and served from a folder of a site. Part of npm run
// test:browsers. A browser that is missing is a skip on a person's machine and a failure where CI is set; an error on the console is a failure.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { decodeNetwork } from "../../dist/io.js";
import { audit } from "./audit.mjs";
import { clickImage } from "./clickImage.mjs";
import { clickRace } from "./clickRace.mjs";
import { drive } from "./drivers.mjs";
import { Visitor } from "./visitor.mjs";

const FOLDER = "/some/folder/";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const site = fileURLToPath(new URL("../../out/demo", import.meta.url));

await build({ root: fileURLToPath(new URL("../../demo", import.meta.url)), logLevel: "error" });

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  try {
    if (!path.startsWith(FOLDER) || path.split(sep).includes("..")) throw new Error("outside");
    const body = readFileSync(join(site, path.slice(FOLDER.length)));
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    response.end(body);
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}${FOLDER}`;

const digests = new Map();
for (const name of ["Chromium", "Firefox"]) {
  const downloads = mkdtempSync(join(tmpdir(), "nntk-downloads-"));
  const start = Date.now();
  const browser = await drive(name, downloads);
  if (!browser) {
    console.log(`  ${process.env.CI ? "MISSING" : "skipped"}  ${name}: the pages of demo/, not installed`);
    if (process.env.CI) process.exitCode = 1;
    continue;
  }
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 900 });
  const visitor = new Visitor(page, downloads);
  try {
    const race = await clickRace(visitor, address, decodeNetwork);
    if (name === "Chromium") await audit(page);
    const image = await clickImage(visitor, address);
    if (name === "Chromium") await audit(page);
    digests.set(name, `${race}, ${image}`);
    if (visitor.complaints.length > 0) throw new Error(visitor.complaints.join("\n"));
    console.log(
      `  ok  ${name}: the pages of demo/, clicked through in ${((Date.now() - start) / 1000).toFixed(0)} s (digests ${digests.get(name)})`,
    );
  } catch (error) {
    console.log(`  FAILED  ${name}: the pages of demo/\n${error.stack}\n${visitor.complaints.join("\n")}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    rmSync(downloads, { recursive: true, force: true, maxRetries: 5 });
  }
}
if (new Set(digests.values()).size > 1) {
  console.log(`  FAILED  the digests differ: ${[...digests].map(([name, digest]) => `${name} ${digest}`).join("; ")}`);
  process.exitCode = 1;
}
server.closeAllConnections();
server.close();
