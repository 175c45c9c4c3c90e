const CONTROL = /\p{Cc}/gu;

/** Text from a file for a terminal: control characters become visible, so that no column's name can move the cursor. */
export function plain(text: string): string {
  return text.replace(CONTROL, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Three significant digits: 0.0123, 12.3, 1.23e-7. */
export function figure(value: number, digits = 3): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1).replace("e+", "e");
  return Number(value.toPrecision(digits)).toString();
}

/** 12,345 */
function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** 1 row, 2 rows */
export function count(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** 0.42 s, 12 s, 3 min 20 s, 2 h 5 min */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** An argument as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** a, b and c */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
