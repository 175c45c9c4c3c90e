// How to repeat a run, and how to see that it was repeated: the link, and a digest of each method's parameters.
import { version } from "../../package.json";
import { digestOf } from "../race/digest.js";
import type { Frame } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import { make } from "./dom.js";
import { icon } from "./icon.js";
import { grouped } from "./numbers.js";

const FAIRNESS =
  "All five share one thread, and the next slice of 20 ms always goes to the method that has had least computing time; drawing, spectra and frequencies are not counted. " +
  "The gradient methods go at the rates that you set, the two with conjugate gradients (CG) run as published.";

export class Repeat {
  private readonly whole = make("output", { id: "digest", className: "digest" }, "…");
  private readonly cells: Record<MethodKey, HTMLElement>;

  constructor(host: HTMLElement, copy: () => Promise<string>) {
    const said = make("span", { className: "note", attributes: { role: "status" } });
    const button = make("button", { type: "button", id: "copy" }, icon("link"), "Copy the link");
    button.addEventListener("click", async () => {
      said.textContent = await copy();
    });
    const pairs = METHOD_KEYS.map((key) => [key, make("dd", {}, "…")] as const);
    this.cells = Object.fromEntries(pairs) as Record<MethodKey, HTMLElement>;
    host.append(
      make("h2", { id: "repeat-title" }, "The same run, to the bit"),
      make(
        "p",
        { className: "explanation" },
        "The address of this page holds every setting, so a link repeats the run on any machine. Wall clocks differ, bits do not: compare this digest of the parameters at fixed steps.",
      ),
      make("p", { className: "digest-line" }, this.whole, make("span", { className: "note" }, `nntk ${version}`)),
      make("p", { className: "copy-line" }, button, said),
      make(
        "details",
        {},
        make("summary", {}, "Method by method"),
        make("dl", {}, ...pairs.flatMap(([key, cell]) => [make("dt", {}, METHODS[key].label), cell])),
      ),
      make("h2", { className: "second" }, "Is it fair?"),
      make("p", { className: "explanation" }, FAIRNESS),
    );
  }

  draw({ lanes }: Frame): void {
    for (const key of METHOD_KEYS) {
      const { digest, digestStep } = lanes[key];
      this.cells[key].textContent = digest ? `${digest} at step ${grouped(digestStep)}` : `… after ${grouped(digestStep)} steps`;
    }
    const digests = METHOD_KEYS.map((key) => lanes[key].digest);
    const known = digests.filter((digest) => digest !== undefined);
    const text = known.length === METHOD_KEYS.length ? wholeDigest(known) : `${known.length} of ${METHOD_KEYS.length} …`;
    if (this.whole.textContent !== text) this.whole.textContent = text;
  }
}

/** One digest of all, in two groups for reading aloud. */
export function wholeDigest(digests: string[]): string {
  const digest = digestOf(Float64Array.from(digests, (text) => Number.parseInt(text, 16)));
  return `${digest.slice(0, 5)} ${digest.slice(5)}`;
}
