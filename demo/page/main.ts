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

const client = new Client(receive, (message) => announcer.problem(`The Worker failed: ${message}`));
const announcer = new Announcer(byId("status"));
const transport = new Transport(byId("transport"), { toggle, step, reset: () => restart(false) });
const standings = new Standings(byId("standings"), { show, download: (key) => client.model(key) });
const repeat = new Repeat(byId("repeat"), copyLink);

const figures = (["fit", "loss", "frequency", "spectrum"] as const).map((id) => {
  const figure = new Figure(byId(id), TEXTS[id], () => picture.table());
  const say = (text: string) => figure.say(text);
  const loss = id === "loss" ? new LossPlot(figure.plot, say) : undefined;
  if (loss) figure.tools.append(againstSwitch((against) => loss.setAgainst(against)));
  const picture: Picture =
    loss ?? (id === "fit" ? new FitPlot(figure.plot) : id === "frequency" ? new FrequencyPlot(figure.plot) : new SpectrumPlot(figure.plot));
  return { id, figure, picture };
});
const panel = new Panel(byId("controls"), settings, (changed) => {
  settings = changed;
  history.replaceState(null, "", `#${encodeSettings(settings)}`);
  clearTimeout(waiting);
  waiting = window.setTimeout(() => restart(playing || frame?.over || false), SETTLED);
});

addEventListener("hashchange", () => {
  settings = decodeSettings(location.hash);
  panel.show(settings);
  restart(!calm);
});
history.replaceState(null, "", `#${encodeSettings(settings)}`);
restart(playing);

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
  for (const { id, picture } of figures) if (id !== "spectrum") picture.chart.show(METHOD_KEYS.indexOf(key), visible);
}

function receive(message: FromWorker): void {
  if (message.kind === "refused") announcer.problem(message.message);
  if (message.kind === "model") save(message.bytes, `nntk-${message.method}-${settings.target}-seed${settings.seed}.safetensors`);
  if (message.kind === "opened") for (const { picture } of figures) picture.open(message);
  if (message.kind === "spectrum")
    for (const { picture } of figures) if (picture instanceof SpectrumPlot) picture.setSpectrum(message.values);
  if (message.kind === "frame") requestAnimationFrame(() => draw(message));
}

/** One picture a task, so that none of them holds up the page. */
function draw(next: Frame): void {
  frame = next;
  if (next.over) playing = false;
  standings.draw(next);
  repeat.draw(next);
  showTransport(next);
  announcer.heard(next);
  const words = next.over || !playing || performance.now() >= wordsAt;
  if (words) wordsAt = performance.now() + WORDS_EVERY;
  const [first, ...rest] = figures;
  const one = ({ figure, picture }: (typeof figures)[number]) => {
    picture.draw(next);
    if (!words) return;
    figure.say(picture.reading());
    figure.refresh();
  };
  if (first) one(first);
  const following = () => {
    const entry = rest.shift();
    if (entry) {
      one(entry);
      setTimeout(following);
    } else if (calm && !next.over) setTimeout(() => client.drawn(), WORDS_EVERY);
    else client.drawn();
  };
  setTimeout(following);
}

function showTransport({ lanes, over }: Frame): void {
  const shares = METHOD_KEYS.map((key) => (lanes[key].status ? 1 : Math.min(1, lanes[key].seconds / settings.seconds)));
  const share = shares.reduce((a, b) => a + b, 0) / shares.length;
  const running = METHOD_KEYS.filter((key) => !lanes[key].status && lanes[key].seconds < settings.seconds);
  const note = over
    ? "Done"
    : playing
      ? `${running.length === 1 ? METHODS[running[0] as MethodKey].short : `${running.length} methods`} running`
      : "Paused";
  transport.show(playing, over, share, note);
}
