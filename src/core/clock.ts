/** Milliseconds since an arbitrary start. The only place that reads time: results never depend on it, only budgets and records do. */
export function now(): number {
  return performance.now();
}
