// Choices, switches and the seed.
import { make } from "../page/dom.js";
import { icon } from "../page/icon.js";
import { RANGES } from "../settings/ranges.js";

export class Choice<T extends string> {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;

  constructor(id: string, label: string, options: readonly (readonly [T, string])[], onChange: (value: T) => void) {
    this.select = make("select", { id }, ...options.map(([value, text]) => make("option", { value }, text)));
    this.select.addEventListener("change", () => onChange(this.select.value as T));
    const head = make("div", { className: "field-head" }, make("label", { htmlFor: id }, label));
    this.element = make("div", { className: "field" }, head, make("div", { className: "select" }, this.select));
  }

  set(value: T): void {
    this.select.value = value;
  }
}

export class Switch {
  readonly element: HTMLElement;
  private readonly box: HTMLInputElement;

  constructor(id: string, label: string, onChange: (on: boolean) => void) {
    this.box = make("input", { type: "checkbox", id, className: "switch", attributes: { role: "switch" } });
    this.box.addEventListener("change", () => onChange(this.box.checked));
    this.element = make("div", { className: "field switch-field" }, make("label", { htmlFor: id }, label), this.box);
  }

  set(on: boolean): void {
    this.box.checked = on;
  }
}

export class Seed {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;

  constructor(onChange: (seed: number) => void) {
    const { low, high } = RANGES.seed;
    this.input = make("input", { type: "number", id: "seed", min: String(low), max: String(high), step: "1", inputMode: "numeric" });
    this.input.addEventListener("change", () => onChange(Number(this.input.value)));
    const next = () => onChange(Number(this.input.value) + 1);
    const button = make("button", { type: "button", className: "quiet", title: "Another seed", onclick: next }, icon("dice"));
    button.append(make("span", { className: "unseen" }, "Another seed"));
    this.element = make("div", { className: "field seed" }, make("label", { htmlFor: "seed" }, "Seed"), this.input, button);
  }

  set(seed: number): void {
    this.input.value = String(seed);
  }
}
