import { make } from "./dom.js";

/** Time or steps: two radio buttons in the dress of one switch. */
export function againstSwitch(choose: (against: "seconds" | "step") => void): HTMLElement {
  const options = [
    ["seconds", "time"],
    ["step", "steps"],
  ] as const;
  const buttons = options.map(([value, text], i) => {
    const input = make("input", { type: "radio", name: "against", value, checked: i === 0, onchange: () => choose(value) });
    return make("label", {}, input, make("span", {}, text));
  });
  return make("div", { className: "segments", attributes: { role: "radiogroup", "aria-label": "Loss against" } }, ...buttons);
}
