// A formula typed in: read with every key, raced when it makes sense; where it does not, what is wrong and where.
import { FormulaError, FUNCTIONS, LONGEST } from "../formula.js";
import { make } from "../page/dom.js";
import { formulaPoints } from "../targets/points.js";

const TRIED_POINTS = 33;

export class FormulaField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly problem = make("p", { id: "formula-problem", className: "problem", attributes: { role: "alert" } });

  constructor(onChange: (formula: string) => void) {
    this.input = make("input", { type: "text", id: "formula", maxLength: LONGEST, spellcheck: false, autocomplete: "off" });
    this.input.setAttribute("autocapitalize", "off");
    this.input.setAttribute("aria-describedby", "formula-problem formula-hint");
    this.input.addEventListener("input", () => {
      if (this.check()) onChange(this.input.value);
    });
    const hint = `x runs from 0 to 1. Functions: ${FUNCTIONS.join(", ")}; constants pi, tau, e.`;
    this.element = make(
      "div",
      { className: "field" },
      make("div", { className: "field-head" }, make("label", { htmlFor: "formula" }, "y =")),
      this.input,
      this.problem,
      make("p", { id: "formula-hint", className: "hint shown" }, hint),
    );
  }

  set(formula: string): void {
    if (this.input.value !== formula) this.input.value = formula;
    this.check();
  }

  private check(): boolean {
    try {
      formulaPoints(this.input.value, TRIED_POINTS);
      this.tell("");
      return true;
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.tell(`${error.message} (character ${error.position + 1})`, error.position);
      return false;
    }
  }

  private tell(message: string, position?: number): void {
    this.input.toggleAttribute("aria-invalid", message !== "");
    this.problem.textContent = message;
    if (position === undefined) return;
    const before = this.input.value.slice(0, position);
    this.problem.prepend(
      make(
        "span",
        { className: "caret", attributes: { "aria-hidden": "true" } },
        before,
        make("b", {}, this.input.value.slice(position, position + 1) || "␣"),
        this.input.value.slice(position + 1),
      ),
    );
  }
}
