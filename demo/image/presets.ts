// Small pictures that need no file: red, green and blue from 0 to 1 at the middle of each pixel, by the library's own functions.
import { cos, exp, sin } from "nntk/elementary";

export interface Picture {
  size: number;
  /** size x size x 3, row by row. */
  rgb: Float64Array;
}

/** A colour at (u, v), both from 0 at the top left to 1. */
type Painter = (u: number, v: number) => [number, number, number];

const one = (f: (x: Float64Array) => Float64Array) => (value: number) => f(Float64Array.of(value))[0] as number;
const [sine, cosine, exponential] = [one(sin), one(cos), one(exp)];
const smooth = (edge: number) => 1 / (1 + exponential(-edge));
const mix = (a: readonly number[], b: readonly number[], share: number) =>
  a.map((value, k) => value + ((b[k] as number) - value) * share) as [number, number, number];

const PAINTERS = {
  dusk: (u, v) => {
    const sky = mix([0.13, 0.16, 0.42], [0.98, 0.62, 0.36], Math.min(1, 1.5 * v));
    const sun = smooth(90 * (0.16 - Math.sqrt((u - 0.64) * (u - 0.64) + (v - 0.46) * (v - 0.46))));
    const ridge = 0.62 + 0.07 * sine(9 * u) + 0.035 * sine(23 * u + 1);
    const hills = 0.8 + 0.05 * sine(7 * u + 2) + 0.02 * cosine(31 * u);
    const far = mix(mix(sky, [1, 0.93, 0.7], sun), [0.36, 0.22, 0.42], smooth(80 * (v - ridge)));
    return mix(far, [0.08, 0.07, 0.16], smooth(80 * (v - hills)));
  },
  rings: (u, v) => {
    const r = Math.sqrt((u - 0.5) * (u - 0.5) + (v - 0.5) * (v - 0.5));
    const wave = 0.5 + 0.5 * cosine(90 * r * r + 4 * r);
    return mix([0.95, 0.9, 0.8], mix([0.12, 0.35, 0.6], [0.82, 0.2, 0.16], u), wave);
  },
  tiles: (u, v) => {
    const [i, j] = [Math.floor(5 * u), Math.floor(5 * v)];
    const odd = (i + j) % 2 === 0;
    const disc = (5 * u - i - 0.5) * (5 * u - i - 0.5) + (5 * v - j - 0.5) * (5 * v - j - 0.5) < 0.1;
    const light: [number, number, number] = [0.96, 0.93, 0.86];
    const colour: [number, number, number] = [0.15 + 0.17 * i, 0.3, 0.75 - 0.14 * j];
    return odd !== disc ? light : colour;
  },
} as const satisfies Record<string, Painter>;

export type PaintedKey = keyof typeof PAINTERS;
export const PAINTED: readonly (readonly [PaintedKey, string])[] = [
  ["dusk", "Dusk"],
  ["rings", "Rings"],
  ["tiles", "Tiles"],
];

export function isPainted(text: string): text is PaintedKey {
  return Object.hasOwn(PAINTERS, text);
}

export function paint(key: PaintedKey, size: number): Picture {
  const rgb = new Float64Array(3 * size * size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) rgb.set(PAINTERS[key]((i + 0.5) / size, (j + 0.5) / size), 3 * (j * size + i));
  }
  return { size, rgb };
}
