// The numbers of a run: what each may be, and how a slider walks through it.

export interface Range {
  low: number;
  high: number;
  initial: number;
  /** Whole numbers only. */
  whole?: boolean;
  /** The slider moves by ratios. */
  ratio?: boolean;
}

export const RANGES = {
  width: { low: 10, high: 3000, initial: 1000, whole: true, ratio: true },
  samples: { low: 16, high: 256, initial: 128, whole: true },
  beta: { low: 0.51, high: 0.99, initial: 0.52 },
  /** Of structured Newton where gamma is fixed: gamma N^(1 - 2 beta) is what is added to the Hessian. */
  gamma: { low: 1e-12, high: 1, initial: 1e-4, ratio: true },
  inputScale: { low: 0.1, high: 100, initial: 1, ratio: true },
  /** Of gradient descent, in units of 2/lambda_1: at 1 the linearised descent stops converging. */
  descentRate: { low: 0.01, high: 2, initial: 0.8, ratio: true },
  adamRate: { low: 1e-4, high: 0.3, initial: 0.01, ratio: true },
  seed: { low: 0, high: 999_999, initial: 0, whole: true },
  /** Compute time of each method. */
  seconds: { low: 1, high: 60, initial: 8, ratio: true },
} as const satisfies Record<string, Range>;

export type NumberKey = keyof typeof RANGES;
export const NUMBER_KEYS = Object.keys(RANGES) as NumberKey[];

/** The nearest number that is allowed; the initial one for what is no number. */
export function clampTo({ low, high, initial, whole }: Range, value: number): number {
  if (Number.isNaN(value)) return initial;
  const inside = Math.min(high, Math.max(low, value));
  return whole ? Math.round(inside) : inside;
}

/** Slider positions are 0, 1, ..., STEPS. */
export const STEPS = 200;

/** The value at a slider's position, to three digits. */
export function valueAt(range: Range, position: number): number {
  const { low, high, ratio } = range;
  const share = position / STEPS;
  const value = ratio ? low * (high / low) ** share : low + (high - low) * share;
  return clampTo(range, Number(value.toPrecision(3)));
}

/** The slider's position nearest to a value. */
export function positionOf({ low, high, ratio }: Range, value: number): number {
  const share = ratio ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(STEPS * share);
}

/** The numbers of a link's fields; what is missing or no number is as in `otherwise`. */
export function readNumbers<Ranges extends Record<string, Range>>(
  fields: URLSearchParams,
  ranges: Ranges,
  otherwise: Record<keyof Ranges, number>,
): Record<keyof Ranges, number> {
  const entries = Object.entries(ranges).map(([key, range]) => [
    key,
    clampTo(range, numberOf(fields.get(key)) ?? otherwise[key as keyof Ranges]),
  ]);
  return Object.fromEntries(entries) as Record<keyof Ranges, number>;
}

/** The number that a text is; undefined where it is none. */
export function numberOf(text: string | null): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
