// A slider with its name and value: keyboard and screen reader have the browser's own range input.
import { make } from "../page/dom.js";
import { scientific } from "../page/numbers.js";
import { positionOf, type Range, STEPS, valueAt } from "../settings/ranges.js";

export interface SliderText {
  label: string;
  /** What it does, in a sentence. */
  hint: string;
  format?: (value: number) => string;
}

export class Slider {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly output = make("output");
  private value: number;

  constructor(
    name: string,
    private readonly range: Range,
    private readonly text: SliderText,
    onChange: (value: number) => void,
  ) {
    this.value = range.initial;
    const id = `slider-${name}`;
    this.input = make("input", { type: "range", id, min: "0", max: String(STEPS), step: "1" });
    this.input.setAttribute("aria-describedby", `${id}-hint`);
    this.input.addEventListener("input", () => {
      this.set(valueAt(range, Number(this.input.value)));
      onChange(this.value);
    });
    this.output.htmlFor.add(id);
    const head = make("div", { className: "field-head" }, make("label", { htmlFor: id }, text.label), this.output);
    this.element = make("div", { className: "field" }, head, this.input, make("p", { id: `${id}-hint`, className: "hint" }, text.hint));
    this.set(this.value);
  }

  set(value: number): void {
    this.value = value;
    const position = positionOf(this.range, value);
    if (valueAt(this.range, Number(this.input.value)) !== value || this.input.value === "") this.input.value = String(position);
    const shown = (this.text.format ?? ((number) => scientific(number, 3)))(value);
    this.output.textContent = shown;
    this.input.setAttribute("aria-valuetext", shown);
    this.input.style.setProperty("--share", `${(100 * position) / STEPS}%`);
  }

  enable(enabled: boolean): void {
    this.input.disabled = !enabled;
    this.element.classList.toggle("off", !enabled);
  }
}
