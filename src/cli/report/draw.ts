import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { escapeHtml } from "./html.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Of a figure that takes the page's width, and of one beside another. */
export const WIDE = 1040;
export const HALF = 506;

/** 10⁻³; 1, 10 and 100 as they are; nothing between powers of ten. */
function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= 0 && exponent <= 2) return String(10 ** exponent);
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** A logarithmic axis over these values, with powers of ten marked: all, or as few as fit. */
export function logScale(values: Iterable<number>, label: string, most = 9): Plot.ScaleOptions {
  const positive = [...values].filter((value) => value > 0 && Number.isFinite(value));
  const [low, high] = extent(positive);
  if (positive.length === 0) return { type: "linear", label };
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.max(1, Math.ceil((to - from + 1) / most));
  const ticks = Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => Number(`1e${from + i * every}`));
  return { type: "log", label, domain: [Number(`1e${from}`), Number(`1e${to}`)], ticks, tickFormat: power };
}

/** Longest label of an axis; and powers of ten between which numbers stand as they are. */
const LABEL = 34;
const [SMALL, LARGE] = [-3, 5];

/** A linear axis over these values, with about so many ticks; a common power of ten goes into the label where numbers would be long. */
export function linearScale(values: readonly number[], label: string, { margin = 0.05, ticks = 7 } = {}): Plot.ScaleOptions {
  const [low, high] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  const exponent = size > 0 ? Math.floor(Math.log10(size)) : 0;
  // computed in units of the power of ten, so that nothing leaves the range of doubles on the way
  const unit = Number(`1e${exponent}`);
  const [from, to] = [low / unit, high / unit];
  const beyond = margin * (to - from || Math.abs(to) || 1) || (to === from ? 1 : 0);
  const marked = roundNumbers(from - beyond, to + beyond, ticks);
  const short = label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label;
  const plain = exponent > SMALL && exponent < LARGE;
  const written = (value: number) => String(Number((plain ? value : value / unit).toPrecision(6))).replace("-", "\u2212");
  return {
    label: plain ? short : `${short}, ${power(unit)}`,
    domain: [(from - beyond) * unit, (to + beyond) * unit],
    ticks: marked.map((tick) => tick * unit),
    tickFormat: written,
  };
}

/** About so many multiples of 1, 2 or 5 and a power of ten between two numbers. */
function roundNumbers(low: number, high: number, most: number): number[] {
  const rough = (high - low) / most;
  const decade = Number(`1e${Math.floor(Math.log10(rough))}`);
  const step = ([1, 2, 5, 10].find((factor) => factor * decade >= rough) as number) * decade;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Draws without a browser; colours are the page's, so that the figure follows light and dark. */
export function draw(options: Plot.PlotOptions & { alt: string }): string {
  const { document } = parseHTML("<html><body></body></html>");
  const axis = (scale: Plot.ScaleOptions | undefined): Plot.ScaleOptions => ({ labelArrow: "none", labelAnchor: "center", ...scale });
  const ticks = (options.y as Plot.ScaleOptions | undefined)?.ticks as number[] | undefined;
  const figure = Plot.plot({
    ...options,
    document,
    marginLeft: 64,
    marginRight: 16,
    marginTop: 12,
    marginBottom: (options.x as Plot.ScaleOptions | undefined)?.type === "utc" ? 56 : 42,
    style: { background: "transparent", color: "var(--soft)", fontSize: "13px" },
    x: { nice: false, ...axis(options.x as Plot.ScaleOptions) },
    y: axis(options.y as Plot.ScaleOptions),
    marks: [Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ...(ticks !== undefined && { ticks }) }), ...(options.marks ?? [])],
  });
  const svg = figure.outerHTML.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
  return svg.replace("<svg ", `<svg role="img" aria-label="${escapeHtml(options.alt)}" `);
}

/** At most so many of a list, evenly. */
export function thin<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)] as T);
}

/** The least and the greatest, of however many. */
export function extent(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return [low, high];
}
