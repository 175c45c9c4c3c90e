/** Rows of cells as CSV, quoted where they have to be. */
export function csvText(rows: string[][], delimiter: string): string {
  const cell = (text: string) =>
    text.includes(delimiter) || /["\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(delimiter)}\n`).join("");
}
