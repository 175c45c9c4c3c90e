// The picture page: settings from the address, two networks in a Worker, what they make of the picture.
import { byId, make } from "../page/dom.js";
import { copyLink, save } from "../page/exits.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icon.js";
import { wholeDigest } from "../page/repeat.js";
import { oneByOne } from "../page/tasks.js";
import { Transport } from "../page/transport.js";
import { SIDES } from "./duel.js";
import { decodeImageSettings, encodeImageSettings } from "./link.js";
import type { FromImageWorker, ImageFrame, ToImageWorker } from "./messages.js";
import { ImagePanel } from "./panel.js";
import { PsnrPlot } from "./psnrPlot.js";
import type { Rival } from "./settings.js";
import { View } from "./views.js";

const SETTLED = 300;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const WORDS_EVERY = 1000;
const NAMES: Record<Rival, string> = { adam: "Adam", descent: "Gradient descent" };

let settings = decodeImageSettings(location.hash);
let playing = !calm;
let frame: ImageFrame | undefined;
let run = 0;
let waiting = 0;
let wordsAt = 0;

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "picture" });
const tell = (message: ToImageWorker) => worker.postMessage(message);
worker.onmessage = ({ data }: MessageEvent<FromImageWorker>) => {
  if (data.run === run) receive(data);
};
worker.onerror = (event) => problem(`The Worker failed: ${event.message}`);

const status = byId("status");
const transport = new Transport(byId("transport"), { toggle, step, reset: () => restart(false) });
const original = new View();
const views = {
  structured: new View("structured", (side) => tell({ kind: "model", side })),
  rival: new View("rival", (side) => tell({ kind: "model", side })),
};
byId("views").append(original.element, views.structured.element, views.rival.element);
const text = {
  title: "Likeness",
  explanation:
    "Peak signal-to-noise ratio of each network’s picture against its computing time: 20 dB is a rough sketch, from 35 dB on the eye sees hardly a difference. Ten decibels are a tenth of the squared error.",
};
const figure = new Figure(byId("psnr"), text, () => plot.table());
const plot: PsnrPlot = new PsnrPlot(figure.plot, () => settings.rival);
const digest = make("output", { id: "digest", className: "digest" }, "…");
const copied = make("span", { className: "note", attributes: { role: "status" } });
const copy = make("button", { type: "button", id: "copy" }, icon("link"), "Copy the link");
copy.addEventListener("click", async () => {
  copied.textContent = await copyLink();
});
byId("repeat-line").append(digest, copy, copied);

let panel: ImagePanel | undefined;

addEventListener("hashchange", () => {
  settings = decodeImageSettings(location.hash);
  panel?.show(settings);
  restart(!calm);
});
history.replaceState(null, "", `#${encodeImageSettings(settings)}`);
oneByOne([
  () => {
    panel = new ImagePanel(byId("controls"), settings, (changed) => {
      settings = changed;
      clearTimeout(waiting);
      waiting = window.setTimeout(settle, SETTLED);
    });
  },
  () => restart(playing),
]);

/** Not with every move of a slider: browsers take a hundred new addresses in half a minute, no more. */
function settle(): void {
  history.replaceState(null, "", `#${encodeImageSettings(settings)}`);
  restart(playing || frame?.over || false);
}

function restart(go: boolean): void {
  clearTimeout(waiting);
  playing = go;
  frame = undefined;
  run++;
  const name = NAMES[settings.rival];
  original.name("The picture");
  views.structured.name("Newton, structured", "structured");
  views.rival.name(name, settings.rival);
  plot.open(name, settings.seconds);
  status.textContent = `Fitting the picture with ${settings.width} units.`;
  status.classList.remove("problem-bar");
  tell({ kind: "open", run, settings });
  tell({ kind: go ? "play" : "pause" });
}

function toggle(): void {
  if (frame?.over) {
    restart(true);
    return;
  }
  playing = !playing;
  tell({ kind: playing ? "play" : "pause" });
  if (frame) showTransport(frame);
}

function step(): void {
  playing = false;
  tell({ kind: "step" });
}

function problem(words: string): void {
  status.classList.add("problem-bar");
  status.textContent = words;
}

function receive(message: FromImageWorker): void {
  if (message.kind === "refused") problem(message.message);
  if (message.kind === "model") save(message.bytes, `nntk-picture-${message.side}-seed${settings.seed}.safetensors`);
  if (message.kind === "opened") {
    original.paint(message.size, message.pixels);
    original.say(`${message.size} × ${message.size} pixels, ${(6 * settings.width).toLocaleString("en-US")} parameters`);
  }
  if (message.kind === "frame") requestAnimationFrame(() => draw(message));
}

function draw(next: ImageFrame): void {
  if (next.run !== run) return;
  const ended = next.over && !frame?.over;
  frame = next;
  if (next.over) playing = false;
  for (const side of SIDES) views[side].draw(next.size, next.lanes[side]);
  plot.draw(next);
  showTransport(next);
  const digests = SIDES.map((side) => next.lanes[side].digest).filter((value) => value !== undefined);
  digest.textContent = digests.length === SIDES.length ? wholeDigest(digests) : `${digests.length} of ${SIDES.length} …`;
  if (!playing || performance.now() >= wordsAt) {
    wordsAt = performance.now() + WORDS_EVERY;
    figure.say(plot.reading());
    figure.refresh();
  }
  if (ended) status.textContent = `Done. ${plot.reading()}`;
  setTimeout(() => tell({ kind: "drawn" }), calm && !next.over ? WORDS_EVERY : 0);
}

function showTransport({ lanes, over }: ImageFrame): void {
  const shares = SIDES.map((side) => (lanes[side].status ? 1 : Math.min(1, lanes[side].seconds / settings.seconds)));
  const share = shares.reduce((a, b) => a + b, 0) / shares.length;
  transport.show(playing, over, share, over ? "Done" : playing ? "Both running" : "Paused");
}
