// The colours and type of the pictures, read from the page's style sheet so that both schemes are written once.
import type { MethodKey } from "../race/methods.js";

/** Names of the methods in the style sheet. */
const VARIABLES: Record<MethodKey, string> = {
  descent: "--descent",
  adam: "--adam",
  gaussNewton: "--gauss-newton",
  newton: "--newton",
  structured: "--structured",
};

export interface Theme {
  ink: string;
  soft: string;
  line: string;
  sheet: string;
  target: string;
  font: string;
  method: Record<MethodKey, string>;
}

let known: Theme | undefined;
const watchers = new Set<() => void>();

export function theme(): Theme {
  if (known) return known;
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const method = Object.fromEntries(Object.entries(VARIABLES).map(([key, name]) => [key, read(name)])) as Record<MethodKey, string>;
  known = {
    ink: read("--ink"),
    soft: read("--soft"),
    line: read("--line"),
    sheet: read("--sheet"),
    target: read("--target"),
    font: `12px ${read("--sans")}`,
    method,
  };
  return known;
}

/** The CSS colour of a method. */
export function colorOf(key: MethodKey): string {
  return `var(${VARIABLES[key]})`;
}

/** Calls back when the scheme changes. */
export function onThemeChange(callback: () => void): void {
  watchers.add(callback);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  known = undefined;
  for (const watcher of watchers) watcher();
});
document.fonts.ready.then(() => {
  for (const watcher of watchers) watcher();
});
