import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const METHODS = ["descent", "adam", "gauss-newton", "newton", "structured"];
/** Distance in OKLab (Ottosson 2020) below which two lines of the width used are hard to tell apart; twenty times a just noticeable difference of 0.005. */
const APART = 0.1;
/** Of graphics against what they are on: WCAG 2.2, 1.4.11. */
const CONTRAST = 3;

type Colour = [number, number, number];
type Matrix = [Colour, Colour, Colour];

/** What full dichromats see, on linear RGB: Machado, Oliveira & Fernandes 2009, table 1 at severity 1. */
const SIGHT: Record<string, Matrix> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopes: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopes: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopes: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync(new URL("../../demo/style/tokens.css", import.meta.url), "utf8");
const [light = "", dark = ""] = css.split("@media");

function colour(scheme: string, name: string): Colour {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(scheme)?.[1] ?? "";
  return [0, 2, 4].map((i) => {
    const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Colour;
}

const times = (matrix: Matrix, c: Colour) => matrix.map((row) => row[0] * c[0] + row[1] * c[1] + row[2] * c[2]) as Colour;

function oklab(rgb: Colour): Colour {
  const cones: Matrix = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ];
  const axes: Matrix = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return times(axes, times(cones, rgb).map((value) => Math.cbrt(Math.max(0, value))) as Colour);
}

const distance = (a: Colour, b: Colour) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const luminance = ([r, g, b]: Colour) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Colour, b: Colour): number {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s page's colours", (_name, scheme) => {
  test.each(Object.entries(SIGHT))("tell %s the methods apart", (_who, matrix) => {
    const seen = METHODS.map((name) => oklab(times(matrix, colour(scheme, name))));
    for (const [i, a] of seen.entries()) for (const b of seen.slice(0, i)) expect(distance(a, b)).toBeGreaterThan(APART);
  });

  test("stand out from the sheet that they are drawn on", () => {
    for (const name of METHODS) expect(contrast(colour(scheme, name), colour(scheme, "sheet"))).toBeGreaterThan(CONTRAST);
  });
});
