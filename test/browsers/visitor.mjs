// A visitor of the page: clicks, types and looks, and does not overlook an error on the console.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PATIENCE = 30_000;
const LOOK_EVERY = 50;

export class Visitor {
  constructor(page, downloads) {
    this.page = page;
    this.downloads = downloads;
    /** Errors and warnings of the page. */
    this.complaints = [];
    page.on("console", (message) => {
      if (["error", "warn", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.stack ?? String(error)));
    page.on("requestfailed", (request) => this.complaints.push(`${request.url()} failed`));
  }

  look(see, ...args) {
    return this.page.evaluate(see, ...args);
  }

  /** Waits until something on the page is as expected: until `see`, run in the page, gives something true. Gives that. */
  async until(what, see, ...args) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const seen = await this.page.evaluate(see, ...args);
      if (seen) return seen;
      if (Date.now() > end) throw new Error(`waited ${PATIENCE / 1000} s for ${what}`);
      await pause(LOOK_EVERY);
    }
  }

  text(selector) {
    return this.look((place) => document.querySelector(place)?.textContent ?? "", selector);
  }

  click(selector) {
    return this.page.click(selector);
  }

  /** The part of the address behind #, as fields. */
  async fields() {
    return new URLSearchParams((await this.look(() => location.hash)).slice(1));
  }

  /** Waits until the address has a field other than `old`. Gives it. */
  changed(field, old) {
    const see = (name, before) => {
      const value = new URLSearchParams(location.hash.slice(1)).get(name);
      return value !== before && value;
    };
    return this.until(`another ${field} in the address`, see, field, old);
  }

  /** Lets a file fall onto the page. */
  drop(name, text) {
    return this.look(
      (fileName, content) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], fileName));
        for (const type of ["dragover", "drop"])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      name,
      text,
    );
  }

  /** The bytes of the next file that arrives. */
  async download(start) {
    const before = new Set(readdirSync(this.downloads));
    await start();
    const end = Date.now() + PATIENCE;
    for (;;) {
      const name = readdirSync(this.downloads).find((file) => !before.has(file) && !/\.(crdownload|part)$/.test(file));
      const bytes = name && readFileSync(join(this.downloads, name));
      if (bytes?.length > 0) return { name, bytes };
      if (Date.now() > end) throw new Error("the download did not arrive");
      await pause(LOOK_EVERY);
    }
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
