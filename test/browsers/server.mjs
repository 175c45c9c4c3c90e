// Serves the pages and the installed package on loopback, and takes the results that the pages send.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".mjs": "text/javascript", ".js": "text/javascript" };
/** The strictest policy under which WebAssembly compiles; the import map is inline and needs its nonce. */
const POLICY =
  "default-src 'none'; script-src 'self' 'nonce-map' 'wasm-unsafe-eval'; worker-src 'self'; frame-src 'self'; connect-src 'self'";

export class Pages {
  constructor(folder) {
    this.folder = folder;
    this.queue = [];
    this.server = createServer((request, response) => this.answer(request, response));
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The pages that a browser will visit one after the other: a promise of the result of each, and the address to begin with. */
  expect(modes) {
    this.queue = modes.map((mode) => {
      const visit = { mode };
      visit.result = new Promise((resolve) => {
        visit.resolve = resolve;
      });
      return visit;
    });
    return { start: `${this.origin}/${modes[0]}.html`, results: this.queue.map(({ result }) => result) };
  }

  async answer(request, response) {
    if (request.method === "POST") {
      let body = "";
      for await (const piece of request) body += piece;
      const found = JSON.parse(body);
      const [visit, next] = this.queue[0]?.mode === found.mode ? [this.queue.shift(), this.queue[0]] : [];
      visit?.resolve(found);
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ next: next ? `/${next.mode}.html` : undefined }));
    }
    const path = normalize(decodeURIComponent(new URL(request.url, this.origin).pathname));
    try {
      if (path.split(sep).includes("..")) throw new Error("outside");
      const body = readFileSync(join(this.folder, path));
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
      response.setHeader("content-security-policy", POLICY);
      response.setHeader("cache-control", "no-store");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }
}
