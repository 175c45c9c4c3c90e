import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** Ink, in the order of ten regularizers: large gamma warm, small gamma dark. */
export const SCALE = [
  "#f59e0b",
  "#ef7d1a",
  "#e25a33",
  "#cc3d54",
  "#ac2b73",
  "#8a2a8c",
  "#6a319b",
  "#4a3aa0",
  "#2c419c",
  "#12437f",
] as const;
export const INK = "#1f2933";
const MUTED = "#5b6672";
const FONT = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10⁻³; 1, 10 and 100 as they are. */
export function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= 0 && exponent <= 2) return String(10 ** exponent);
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** Powers of ten inside [low, high], every one or as few as fit `most`. */
export function decades(low: number, high: number, most = 9): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((to - from + 1) / most));
  return Array.from({ length: Math.max(0, Math.floor((to - from) / every) + 1) }, (_, i) => Number(`1e${from + i * every}`));
}

interface Axis {
  label: string;
  domain: [number, number];
  /** logarithmic unless false */
  log?: boolean;
  ticks?: number[];
}

export interface PanelOptions {
  title: string;
  width: number;
  height: number;
  x: Axis;
  y: Axis;
  marks: Plot.Markish[];
}

/** One panel of a figure. */
export interface Panel {
  title: string;
  width: number;
  height: number;
  svg: string;
}

/** Draws with Observable Plot on a document of its own: no browser. Marks are clipped to the frame. */
export function panel({ title, width, height, x, y, marks }: PanelOptions): Panel {
  const { document } = parseHTML("<html><body></body></html>");
  const scaleOf = ({ label, domain, log = true, ticks }: Axis, most: number): Plot.ScaleOptions => ({
    type: log ? "log" : "linear",
    label,
    domain,
    ticks: ticks ?? (log ? decades(...domain, most) : undefined),
    tickFormat: log ? power : undefined,
    labelArrow: "none",
    labelAnchor: "center",
  });
  const figure = Plot.plot({
    document,
    width,
    height,
    marginLeft: 62,
    marginBottom: 46,
    marginTop: 10,
    marginRight: 14,
    style: { fontSize: "12px", color: INK },
    x: { ...scaleOf(x, 8), grid: true },
    y: { ...scaleOf(y, 9), grid: true },
    marks: [Plot.frame({ stroke: "#c3cad1" }), ...marks],
  });
  return { title, width, height, svg: shorten(figure.outerHTML) };
}

/** Coordinates to a hundredth of a pixel. */
function shorten(svg: string): string {
  return svg.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}

export interface LegendEntry {
  label: string;
  colour: string;
  dash?: string;
  mark?: "dot" | "ring";
}

export interface FigureOptions {
  title: string;
  panels: Panel[];
  columns: number;
  legend: LegendEntry[];
  notes: string[];
}

const PAD = 18;
const LEGEND = 168;

/** Panels on a grid, with title, legend and notes, as one SVG file on white. */
export function figure({ title, panels, columns, legend, notes }: FigureOptions): string {
  const cellWidth = Math.max(...panels.map((p) => p.width));
  const cellHeight = Math.max(...panels.map((p) => p.height)) + 26;
  const rows = Math.ceil(panels.length / columns);
  const width = 2 * PAD + columns * cellWidth + LEGEND;
  const top = 52;
  const lines = notes.flatMap((note) => wrap(note, (width - 2 * PAD) / 6.3));
  const height = top + rows * cellHeight + 18 * lines.length + PAD;
  const drawn = panels.map((p, i) => {
    const left = PAD + (i % columns) * cellWidth;
    const upper = top + Math.floor(i / columns) * cellHeight;
    const heading = text(left + 62, upper + 10, p.title, { size: 14, weight: 600 });
    return heading + p.svg.replace("<svg ", `<svg x="${left}" y="${upper + 16}" `);
  });
  const key = legend.map((entry, i) => legendRow(width - LEGEND + 4, top + 34 + 19 * i, entry));
  const remarks = lines.map((line, i) => text(PAD + 4, top + rows * cellHeight + 18 * i + 14, line, { size: 12, colour: MUTED }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(PAD + 4, 30, title, { size: 17, weight: 600 }),
    ...drawn,
    ...key,
    ...remarks,
    "</svg>",
    "",
  ].join("\n");
}

/** Words into lines of at most `most` characters. */
function wrap(note: string, most: number): string[] {
  const lines = [""];
  for (const word of note.split(" ")) {
    const line = lines.at(-1) as string;
    if (line.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

function legendRow(x: number, y: number, { label, colour, dash, mark: symbol }: LegendEntry): string {
  const mark = symbol
    ? `<circle cx="${x + 11}" cy="${y}" ${symbol === "dot" ? `r="4" fill="${colour}"` : `r="5.5" fill="none" stroke="${colour}" stroke-width="1.5"`}/>`
    : `<line x1="${x}" x2="${x + 22}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2.5"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`;
  return mark + text(x + 29, y + 4, label, { size: 12 });
}

function text(
  x: number,
  y: number,
  content: string,
  { size, weight = 400, colour = INK }: { size: number; weight?: number; colour?: string },
) {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escapeXml(content)}</text>`;
}

function escapeXml(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
