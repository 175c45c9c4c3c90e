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
    return mix([0.95, 0.9, 0.8], mix([0.1, 0.36, 0.62], [0.84, 0.22, 0.16], u), 0.5 + 0.5 * cosine(44 * r));
  },
  tartan: (u, v) => {
    const stripe = (t: number) => smooth(5 * (sine(19 * t + 0.6) + 0.8 * sine(38 * t) - 0.5));
    const cloth = mix([0.62, 0.1, 0.14], [0.07, 0.16, 0.3], 0.5 * stripe(u) + 0.5 * stripe(v));
    const thread = (t: number) => smooth(40 * (cosine(6.2832 * 2 * t) - 0.93));
    return mix(cloth, [0.97, 0.85, 0.5], 0.45 * thread(u) + 0.45 * thread(v));
  },
} as const satisfies Record<string, Painter>;

export type PaintedKey = keyof typeof PAINTERS;
export const PAINTED: readonly (readonly [PaintedKey, string])[] = [
  ["dusk", "Dusk"],
  ["rings", "Rings"],
  ["tartan", "Tartan"],
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
