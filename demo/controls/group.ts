import { make } from "../page/dom.js";

/** Settings that belong together; folded away on a phone. */
export function group(title: string, ...fields: HTMLElement[]): HTMLDetailsElement {
  const open = matchMedia("(min-width: 1001px)").matches;
  return make("details", { className: "group", open }, make("summary", {}, title), make("div", { className: "fields" }, ...fields));
}
