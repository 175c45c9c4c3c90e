import * as Plot from "@observablehq/plot";
import { predict } from "../../index.js";
import { figure } from "../format.js";
import type { Outcome } from "../outcome.js";
import { draw, extent, HALF, linearScale, thin } from "./draw.js";
import { escapeHtml, section } from "./html.js";

/** Points of the grid along each input, steps of colour, and rows that are dotted on top. */
const GRID = 96;
const COLOURS = 24;
const DOTS = 400;

/** Over two inputs: each output as a map of colours over them. */
export function surfaceSection({ samples, result }: Outcome): string {
  const { x, y, columns } = samples;
  const ends = [0, 1].map((j) => extent(x.data.filter((_, i) => i % 2 === j))) as [[number, number], [number, number]];
  if (ends.some(([low, high]) => !(high > low))) return "";
  const at = (j: 0 | 1, i: number) => ends[j][0] + (ends[j][1] - ends[j][0]) * ((i + 0.5) / GRID);
  const grid = Array.from({ length: GRID * GRID }, (_, i) => [at(0, i % GRID), at(1, Math.floor(i / GRID))]);
  const f = predict(result.network, grid);
  const rows = thin([...samples.rows.keys()], DOTS).map((m) => ({ a: x.data[2 * m] as number, b: x.data[2 * m + 1] as number }));
  const [first = "", second = ""] = columns.x.map(({ name }) => name);
  const panels = columns.y.map(({ name }, k) => {
    const [low, high] = extent(y.data.filter((_, i) => i % y.cols === k));
    const values = Array.from({ length: f.rows }, (_, i) => Math.min(high, Math.max(low, f.data[i * f.cols + k] as number)));
    const [[x1, x2], [y1, y2]] = ends;
    const plot = draw({
      alt: `${name} over ${first} and ${second}`,
      width: HALF,
      height: 420,
      x: linearScale(ends[0], first, { margin: 0, ticks: 6 }),
      y: linearScale(ends[1], second, { margin: 0 }),
      color: { type: "linear", scheme: "viridis", domain: [low, high], clamp: true },
      marks: [
        Plot.contour(values, { width: GRID, height: GRID, x1, x2, y1, y2, fill: Plot.identity, thresholds: levels(low, high) }),
        Plot.dot(rows, { x: "a", y: "b", r: 1, fill: "white", fillOpacity: 0.55 }),
      ],
    });
    return `<div><h3>${escapeHtml(name)}, from ${figure(low)} (dark) to ${figure(high)} (light)</h3><div class="figure">${plot}</div></div>`;
  });
  const text = `The network's output, within the rows' range, over ${escapeHtml(first)} and ${escapeHtml(second)}, dark where it is small; the dots are rows. Between them it is the network's word alone.`;
  return section({ title: "The surface", text, body: `<div class="pair">${panels.join("\n")}</div>` });
}

function levels(low: number, high: number): number[] {
  return Array.from({ length: COLOURS }, (_, i) => low + ((high - low) * i) / COLOURS);
}
