// Curves with places of their own as one table, which is what uPlot draws.

/** All places, ascending; a column for each curve with null where it has no point. Places that are not above 0 have no logarithm and are left out. */
export function alignCurves(curves: readonly { x: readonly number[]; y: readonly number[] }[]): { x: number[]; y: (number | null)[][] } {
  const x = [...new Set(curves.flatMap((curve) => curve.x.filter((place) => place > 0)))].sort((a, b) => a - b);
  const row = new Map(x.map((place, i) => [place, i]));
  const y = curves.map((curve) => {
    const column: (number | null)[] = new Array(x.length).fill(null);
    for (const [i, place] of curve.x.entries()) {
      const at = row.get(place);
      if (at !== undefined) column[at] = Number.isFinite(curve.y[i]) ? (curve.y[i] as number) : null;
    }
    return column;
  });
  return { x, y };
}

/** The last value at or before a row; undefined where there is none. */
export function valueBefore(column: readonly (number | null)[], row: number): number | undefined {
  for (let i = row; i >= 0; i--) if (column[i] !== null && column[i] !== undefined) return column[i] as number;
  return undefined;
}
