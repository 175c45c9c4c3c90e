/** What steps and runs have cost. */
export interface Work {
  operations: number;
  products: number;
  factorizations: number;
  seconds: number;
}

/** Adds what a step or a run has cost to a total. */
export function addWork(total: Work, work: Work): void {
  for (const key of ["operations", "products", "factorizations", "seconds"] as const) total[key] += work[key];
}

/** What these have cost together. */
export function workOf(parts: readonly Work[]): Work {
  const total = { operations: 0, products: 0, factorizations: 0, seconds: 0 };
  for (const part of parts) addWork(total, part);
  return total;
}
