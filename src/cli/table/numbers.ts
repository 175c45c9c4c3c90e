const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(?:\d+,?\d*|,\d+)(?:e[+-]?\d+)?$/i;

/** Whether a cell holds a finite number. */
export function isNumber(cell: string, delimiter: string): boolean {
  return parseNumber(cell, delimiter) !== undefined;
}

/**
 * A decimal number; undefined for anything else, and for one beyond the range of doubles. A comma is a decimal point where semicolons
 * separate the cells, as spreadsheets write it in countries that do.
 */
export function parseNumber(cell: string, delimiter: string): number | undefined {
  const text = cell.trim().replace("\u2212", "-");
  const decimal = delimiter === ";" && COMMA.test(text) ? text.replace(",", ".") : text;
  if (!PLAIN.test(decimal)) return undefined;
  const value = Number(decimal);
  return Number.isFinite(value) ? value : undefined;
}
