// A loss curve while it grows, thinned evenly in the logarithms of step and time.

export interface Curve {
  step: number[];
  seconds: number[];
  loss: number[];
}

const GROWTH = 1.03;

export const emptyCurve = (): Curve => ({ step: [], seconds: [], loss: [] });

/** Appends a point if it is far enough from the last one. */
export function extend(curve: Curve, step: number, seconds: number, loss: number): void {
  const last = curve.step.length - 1;
  const near = last >= 0 && step < GROWTH * (curve.step[last] as number) && seconds < GROWTH * (curve.seconds[last] as number);
  if (near) return;
  curve.step.push(step);
  curve.seconds.push(seconds);
  curve.loss.push(loss);
}

/** The points of `more`, behind those of `curve`. */
export function append(curve: Curve, more: Curve): void {
  for (const key of ["step", "seconds", "loss"] as const) curve[key].push(...more[key]);
}
