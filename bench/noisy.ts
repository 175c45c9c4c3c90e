import { fit, predict } from "nntk";
import { createRandom } from "nntk/random";
import { check, type Row, type Suite } from "./support.js";

// How near `fit` comes to the truth behind noisy samples: smooth, sharp and jumping targets, one to five inputs, noise that varies and
// outliers. What to look at is the error, the same in every run.

export const noisy: Suite = { name: "noisy", rows: () => SETS.map(row) };

interface Target {
  name: string;
  inputs: number;
  samples: number;
  /** The truth at a point of the unit cube. */
  truth: (x: readonly number[]) => number;
  /** Standard deviation of the noise at a point. */
  noise: (x: readonly number[]) => number;
  /** Probability that a sample lies ten standard deviations further out. */
  outliers?: number;
}

/** Data sets of one kind, and points at which the truth is compared. */
const DRAWS = 3;
const POINTS = 1000;

const { sin, exp, abs, floor, tanh, PI } = Math;
const always = (deviation: number) => () => deviation;
const wave = ([t = 0]: readonly number[]) => sin(6 * t);
const five = ([t = 0]: readonly number[]) => 4 * t + sin(2 * PI * t) + 0.8 * (sin(8 * PI * t) + sin(10 * PI * t) + sin(16 * PI * t));

/** Franke's surface (1979), a standard of scattered-data interpolation. */
const franke = ([x = 0, y = 0]: readonly number[]) =>
  0.75 * exp(-((9 * x - 2) ** 2 + (9 * y - 2) ** 2) / 4) +
  0.75 * exp(-((9 * x + 1) ** 2) / 49 - (9 * y + 1) / 10) +
  0.5 * exp(-((9 * x - 7) ** 2 + (9 * y - 3) ** 2) / 4) -
  0.2 * exp(-((9 * x - 4) ** 2) - (9 * y - 7) ** 2);

/** Friedman's first problem (1991). */
const friedman = ([a = 0, b = 0, c = 0, d = 0, e = 0]: readonly number[]) => 10 * sin(PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;

const SETS: Target[] = [
  { name: "a wave", inputs: 1, samples: 40, truth: wave, noise: always(0.3) },
  { name: "a wave", inputs: 1, samples: 100, truth: wave, noise: always(0.05) },
  { name: "a wave", inputs: 1, samples: 500, truth: wave, noise: always(0.3) },
  { name: "a wave, noise growing", inputs: 1, samples: 200, truth: wave, noise: ([t = 0]) => 0.02 + 0.6 * t },
  { name: "a wave, outliers", inputs: 1, samples: 150, truth: wave, noise: always(0.1), outliers: 0.05 },
  { name: "a line", inputs: 1, samples: 60, truth: ([t = 0]) => 2 * t, noise: always(0.3) },
  { name: "the paper's target", inputs: 1, samples: 200, truth: five, noise: always(0.3) },
  { name: "a chirp", inputs: 1, samples: 300, truth: ([t = 0]) => sin(30 * t * t), noise: always(0.1) },
  { name: "two kinks", inputs: 1, samples: 150, truth: ([t = 0]) => abs(t - 0.3) + 2 * Math.max(t - 0.7, 0), noise: always(0.05) },
  { name: "a step", inputs: 1, samples: 100, truth: ([t = 0]) => Number(t > 0.47), noise: always(0.1) },
  { name: "a spike", inputs: 1, samples: 200, truth: ([t = 0]) => exp(-(((t - 0.5) / 0.03) ** 2)), noise: always(0.1) },
  { name: "Franke's surface", inputs: 2, samples: 200, truth: franke, noise: always(0.05) },
  { name: "a ridge", inputs: 2, samples: 300, truth: ([x = 0, y = 0]) => tanh(8 * (x + 2 * y - 1.4)), noise: always(0.1) },
  { name: "a checkerboard", inputs: 2, samples: 400, truth: ([x = 0, y = 0]) => (floor(3 * x) + floor(3 * y)) % 2, noise: always(0.2) },
  { name: "Friedman's problem", inputs: 5, samples: 300, truth: friedman, noise: always(1) },
];

/** Root mean square error to the truth, and seconds, of one draw; the noise's own root mean square at the samples. */
function draw({ inputs, samples, truth, noise, outliers = 0 }: Target, seed: number) {
  const random = createRandom(1000 + seed);
  const points = (count: number) => {
    const flat = random.uniform(count * inputs);
    return Array.from({ length: count }, (_, i) => Array.from(flat.subarray(i * inputs, (i + 1) * inputs)));
  };
  const x = points(samples);
  const [normal, luck] = [random.normal(samples), random.uniform(samples)];
  const y = x.map((point, i) => {
    const e = normal[i] as number;
    return truth(point) + noise(point) * (e + ((luck[i] as number) < outliers ? 10 * Math.sign(e) : 0));
  });
  const before = performance.now();
  const { network } = fit({ x, y });
  const seconds = (performance.now() - before) / 1e3;
  const at = points(POINTS);
  const { data } = predict(network, at);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const error = Math.sqrt(mean(at.map((point, i) => ((data[i] as number) - truth(point)) ** 2)));
  return { error, seconds, noise: Math.sqrt(mean(x.map((point) => noise(point) ** 2))) };
}

function row(target: Target): Row {
  const draws = Array.from({ length: DRAWS }, (_, seed) => draw(target, seed));
  const seconds = draws.map((each) => each.seconds).sort((a, b) => a - b);
  const geometric = (values: number[]) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  const error = geometric(draws.map((each) => each.error));
  check(target.name, Number.isFinite(error) ? 0 : 1, 0.5);
  return {
    operation: target.name,
    size: `${target.inputs} x ${target.samples}`,
    time: { best: seconds[0] as number, median: seconds[DRAWS >> 1] as number },
    figure: `error ${error.toPrecision(2)}`,
    ratio: geometric(draws.map((each) => each.noise / each.error)),
    against: "the noise",
  };
}
