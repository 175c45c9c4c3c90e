// The standings: legend of all pictures, figures of each method, its digest and its model.
import type { Status } from "nntk";
import { colorOf } from "../plots/theme.js";
import type { Frame } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import { make } from "./dom.js";
import { icon } from "./icon.js";
import { grouped, scientific, seconds } from "./numbers.js";

const ENDINGS: Partial<Record<Status, string>> = {
  converged: "converged",
  stagnated: "at its floor",
  nonfinite: "overflowed",
  breakdown: "broke down",
  negative_curvature: "negative curvature",
  not_positive_definite: "not positive definite",
};

interface Row {
  loss: HTMLElement;
  steps: HTMLElement;
  seconds: HTMLElement;
  state: HTMLElement;
  row: HTMLElement;
}

export interface StandingsActions {
  show: (key: MethodKey, visible: boolean) => void;
  download: (key: MethodKey) => void;
}

export class Standings {
  private readonly rows: Record<MethodKey, Row>;

  constructor(host: HTMLElement, actions: StandingsActions) {
    const head = ["Method", "Loss", "Steps", "Time", "State", "Model"].map((text) => make("th", { attributes: { scope: "col" } }, text));
    const body = make("tbody");
    this.rows = Object.fromEntries(METHOD_KEYS.map((key) => [key, rowOf(body, key, actions)])) as Record<MethodKey, Row>;
    const caption = make("caption", { className: "unseen" }, "Where each method stands");
    host.append(make("table", {}, caption, make("thead", {}, make("tr", {}, ...head)), body));
  }

  draw({ lanes }: Frame): void {
    const best = Math.min(...METHOD_KEYS.map((key) => lanes[key].loss).filter(Number.isFinite));
    for (const key of METHOD_KEYS) {
      const { loss, steps, seconds: time, status } = lanes[key];
      const row = this.rows[key];
      row.loss.textContent = scientific(loss);
      row.steps.textContent = grouped(steps);
      row.seconds.textContent = seconds(time);
      row.state.textContent = status ? (ENDINGS[status] ?? status) : "";
      Object.assign(row.row.dataset, { loss: String(loss), steps: String(steps) });
      row.row.classList.toggle("best", loss === best && steps > 0);
    }
  }
}

function rowOf(body: HTMLElement, key: MethodKey, { show, download }: StandingsActions): Row {
  const { label, short, about } = METHODS[key];
  const names = make("span", {}, make("span", { className: "long" }, label), make("span", { className: "short" }, short));
  const box = make("input", { type: "checkbox", checked: true, onchange: () => show(key, box.checked) });
  const name = make("label", { title: about }, box, make("span", { className: `swatch ${key}` }), names);
  name.style.setProperty("--color", colorOf(key));
  const cells = { loss: make("td"), steps: make("td"), seconds: make("td"), state: make("td", { className: "state" }) };
  const button = make(
    "button",
    { type: "button", className: "quiet", title: `Download this network (safetensors)`, onclick: () => download(key) },
    icon("download"),
    make("span", { className: "unseen" }, `Download the network of ${label}`),
  );
  button.dataset.model = key;
  const model = make("td", { className: "model" }, button);
  const row = make("tr", { data: { method: key } }, make("th", { attributes: { scope: "row" } }, name), ...Object.values(cells), model);
  body.append(row);
  return { ...cells, row };
}
