// Points of the visitor's own, as the page keeps them: so rounded that a link can hold them, and the rounded ones are what is trained on.
//
//   value = low + (high - low) q / (2^24 - 1),  q a whole number of 24 bits, for x and for y

export interface Table {
  x: Float64Array;
  y: Float64Array;
}

export const MOST_ROWS = 512;
export const FEWEST_ROWS = 4;
const TOP = 2 ** 24 - 1;
const HEADER = 32;
const ROW = 6;
/** Bytes. */
export const LARGEST_TABLE = HEADER + ROW * MOST_ROWS;

/** Sorted by x, thinned to what a link holds, and rounded. The rows are at least FEWEST_ROWS, and x and y not all equal. */
export function roundTable(rows: readonly (readonly [number, number])[]): Table {
  const sorted = [...rows].sort(([a], [b]) => a - b);
  const count = Math.min(MOST_ROWS, sorted.length);
  const kept = Array.from({ length: count }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))] as [number, number]);
  const table = { x: Float64Array.from(kept, ([x]) => x), y: Float64Array.from(kept, ([, y]) => y) };
  return decodeTable(encodeTable(table)) as Table;
}

/** Lowest and highest x, lowest and highest y as doubles, then three bytes for each x and each y. */
export function encodeTable({ x, y }: Table): Uint8Array {
  const bytes = new Uint8Array(HEADER + ROW * x.length);
  const view = new DataView(bytes.buffer);
  for (const [k, column] of [x, y].entries()) {
    const low = column.reduce((a, b) => Math.min(a, b));
    const high = column.reduce((a, b) => Math.max(a, b));
    view.setFloat64(16 * k, low);
    view.setFloat64(16 * k + 8, high);
    for (const [i, value] of column.entries()) {
      const q = Math.round(((value - low) / (high - low)) * TOP);
      bytes.set([q >> 16, (q >> 8) & 255, q & 255], HEADER + ROW * i + 3 * k);
    }
  }
  return bytes;
}

/** Undefined for bytes that are no table. */
export function decodeTable(bytes: Uint8Array): Table | undefined {
  const rows = (bytes.length - HEADER) / ROW;
  if (!Number.isInteger(rows) || rows < FEWEST_ROWS || rows > MOST_ROWS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const columns = [0, 1].map((k) => {
    const low = view.getFloat64(16 * k);
    const high = view.getFloat64(16 * k + 8);
    if (!(low < high && high - low < Number.MAX_VALUE)) return undefined;
    return Float64Array.from({ length: rows }, (_, i) => {
      const at = HEADER + ROW * i + 3 * k;
      const q = view.getUint16(at) * 256 + view.getUint8(at + 2);
      return q === TOP ? high : low + (high - low) * (q / TOP);
    });
  });
  const [x, y] = columns;
  if (!x || !y || x.some((value, i) => i > 0 && value < (x[i - 1] as number))) return undefined;
  return { x, y };
}
