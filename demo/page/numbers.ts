// Numbers as the page writes them.

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10⁻³; 1, 10 and 100 as they are. */
export function power(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (exponent >= 0 && exponent <= 2) return String(10 ** exponent);
  return `10${raised(exponent)}`;
}

/** 2.4 × 10⁻⁷, or 0.24 where that is shorter. */
export function scientific(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return "overflow";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1e4) return size >= 100 ? grouped(value) : String(Number(value.toPrecision(digits)));
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${mantissa} × 10${raised(Number(exponent))}`.replace("-", "−");
}

/** 12,345 */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** 0.35 s; 12 s */
export function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
}

function raised(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]).join("");
  return `${exponent < 0 ? "⁻" : ""}${digits}`;
}
