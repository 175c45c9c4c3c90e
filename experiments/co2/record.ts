import { readFileSync } from "node:fs";
import { createRandom } from "nntk/random";

/** Times in years and values in ppm. */
export interface Series {
  x: number[];
  y: number[];
}

const FILE = new URL("../../node_modules/vega-datasets/data/co2-concentration.csv", import.meta.url);

/** The monthly CO2 record of Mauna Loa in the `vega-datasets` package, March 1958 to April 2020. */
export function readRecord(): Series {
  const rows = readFileSync(FILE, "utf8").trim().split("\n").slice(1);
  const cells = rows.map((row) => row.split(","));
  const time = (date = "") => {
    const [year = 0, month = 0] = date.split("-").map(Number);
    return year + (month - 0.5) / 12;
  };
  return { x: cells.map(([date]) => time(date)), y: cells.map(([, value]) => Number(value)) };
}

/** A random four fifths, and the rest. */
export function split({ x, y }: Series, seed: number): { training: Series; rest: Series } {
  const order = Array.from(createRandom(seed).permutation(x.length));
  const cut = Math.floor(0.8 * x.length);
  const take = (indices: number[]): Series => {
    const sorted = indices.sort((a, b) => a - b);
    return { x: sorted.map((i) => x[i] as number), y: sorted.map((i) => y[i] as number) };
  };
  return { training: take(order.slice(0, cut)), rest: take(order.slice(cut)) };
}
