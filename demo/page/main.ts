// The page: settings from the address, a race in a Worker, pictures of it.
import { Panel } from "../controls/panel.js";
import { FitPlot } from "../plots/fitPlot.js";
import { FrequencyPlot } from "../plots/frequencyPlot.js";
import { LossPlot } from "../plots/lossPlot.js";
import type { Picture } from "../plots/picture.js";
import { SpectrumPlot } from "../plots/spectrumPlot.js";
import { Client } from "../race/client.js";
import type { Frame, FromWorker } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import { decodeSettings, encodeSettings } from "../settings/link.js";
import { againstSwitch } from "./againstSwitch.js";
import { Announcer } from "./announcer.js";
import { byId } from "./dom.js";
import { copyLink, save } from "./exits.js";
import { Figure } from "./figure.js";
import { Repeat } from "./repeat.js";
import { Standings } from "./standings.js";
import { oneByOne } from "./tasks.js";
import { TEXTS } from "./texts.js";
import { Transport } from "./transport.js";

/** A change of settings is raced when it has been left alone for so long, in milliseconds. */
const SETTLED = 250;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
/** Words and tables follow at this distance; with reduced motion so do the pictures. */
const WORDS_EVERY = 1000;

let settings = decodeSettings(location.hash);
let playing = !calm;
let frame: Frame | undefined;
let waiting = 0;
let wordsAt = 0;

const announcer = new Announcer(byId("status"));
const client = new Client(receive, (message) => announcer.problem(`The Worker failed: ${message}`));
const transport = new Transport(byId("transport"), { toggle, step, reset: () => restart(false) });
const standings = new Standings(byId("standings"), { show, download: (key) => client.model(key) });
const repeat = new Repeat(byId("repeat"), copyLink);
const figures: { figure: Figure; picture: Picture }[] = [];
const pictures = {
  fit: (figure: Figure) => new FitPlot(figure.plot),
  loss: (figure: Figure) => {
    const plot = new LossPlot(figure.plot, (text) => figure.say(text));
    figure.tools.append(againstSwitch((against) => plot.setAgainst(against)));
    return plot;
  },
  frequency: (figure: Figure) => new FrequencyPlot(figure.plot),
  spectrum: (figure: Figure) => new SpectrumPlot(figure.plot),
};
let panel: Panel | undefined;

history.replaceState(null, "", `#${encodeSettings(settings)}`);
oneByOne([
  ...(Object.keys(pictures) as (keyof typeof pictures)[]).map((id) => () => {
    const figure: Figure = new Figure(byId(id), TEXTS[id], () => picture.table());
    const picture: Picture = pictures[id](figure);
    figures.push({ figure, picture });
  }),
  () => {
    panel = new Panel(byId("controls"), settings, (changed) => {
      settings = changed;
      clearTimeout(waiting);
      waiting = window.setTimeout(settle, SETTLED);
    });
  },
  () => restart(playing),
]);

addEventListener("hashchange", () => {
  settings = decodeSettings(location.hash);
  panel?.show(settings);
  restart(!calm);
});

/** Not with every move of a slider: browsers take a hundred new addresses in half a minute, no more. */
function settle(): void {
  history.replaceState(null, "", `#${encodeSettings(settings)}`);
  restart(playing || frame?.over || false);
}

function restart(run: boolean): void {
  clearTimeout(waiting);
  playing = run;
  frame = undefined;
  announcer.opened(settings);
  client.open(settings, run);
}

function toggle(): void {
  if (frame?.over) {
    restart(true);
    return;
  }
  playing = !playing;
  if (playing) client.play();
  else client.pause();
  if (frame) showTransport(frame);
}

function step(): void {
  playing = false;
  client.step();
}

function show(key: MethodKey, visible: boolean): void {
  for (const { picture } of figures) picture.show?.(key, visible);
}

function receive(message: FromWorker): void {
  if (message.kind === "refused") announcer.problem(message.message);
  if (message.kind === "model") save(message.bytes, `nntk-${message.method}-${settings.target}-seed${settings.seed}.safetensors`);
  if (message.kind === "opened") for (const { picture } of figures) picture.open(message);
  if (message.kind === "spectrum")
    for (const { picture } of figures) if (picture instanceof SpectrumPlot) picture.setSpectrum(message.values);
  if (message.kind === "frame") requestAnimationFrame(() => draw(message));
}

/** One picture a task, so that none of them holds up the page; then the Worker may send another frame. */
function draw(next: Frame): void {
  const late = () => next.run !== client.run;
  if (late()) return;
  frame = next;
  if (next.over) playing = false;
  standings.draw(next);
  showTransport(next);
  announcer.heard(next);
  const words = !playing || performance.now() >= wordsAt;
  if (words) wordsAt = performance.now() + WORDS_EVERY;
  oneByOne([
    () => repeat.draw(next),
    ...figures.map(({ figure, picture }) => () => {
      if (late()) return;
      picture.draw(next);
      if (!words) return;
      figure.say(picture.reading());
      figure.refresh();
    }),
    () => setTimeout(() => client.drawn(), calm && !next.over ? WORDS_EVERY : 0),
  ]);
}

function showTransport({ lanes, over }: Frame): void {
  const shares = METHOD_KEYS.map((key) => (lanes[key].status ? 1 : Math.min(1, lanes[key].seconds / settings.seconds)));
  const share = shares.reduce((a, b) => a + b, 0) / shares.length;
  const running = METHOD_KEYS.filter((key) => !lanes[key].status && lanes[key].seconds < settings.seconds);
  const who = running.length === 1 ? METHODS[running[0] as MethodKey].short : `${running.length} methods`;
  transport.show(playing, over, share, over ? "Done" : playing ? `${who} running` : "Paused");
}
