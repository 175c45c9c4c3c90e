// Run, step, start again; how far the race has come.
import { make } from "./dom.js";
import { icon } from "./icon.js";

export interface TransportActions {
  toggle: () => void;
  step: () => void;
  reset: () => void;
}

export class Transport {
  private readonly button: HTMLButtonElement;
  private readonly bar = make("progress", { max: 1, value: 0, attributes: { "aria-label": "Computing time used" } });
  private readonly note = make("span", { className: "note" });

  constructor(host: HTMLElement, actions: TransportActions) {
    this.button = make("button", { type: "button", id: "run", className: "primary", onclick: actions.toggle });
    const step = make(
      "button",
      { type: "button", id: "step", title: "One step of every method", onclick: actions.step },
      icon("step"),
      "Step",
    );
    const reset = make(
      "button",
      { type: "button", id: "reset", title: "Back to the start", onclick: actions.reset },
      icon("reset"),
      "Reset",
    );
    host.append(this.button, step, reset, this.bar, this.note);
    this.show(false, false, 0, "");
  }

  show(playing: boolean, over: boolean, share: number, note: string): void {
    const label = playing ? "Pause" : over ? "Again" : "Run";
    if (this.button.dataset.label !== label) {
      this.button.dataset.label = label;
      this.button.replaceChildren(icon(playing ? "pause" : over ? "reset" : "run"), label);
    }
    this.bar.value = share;
    if (this.note.textContent !== note) this.note.textContent = note;
  }
}
