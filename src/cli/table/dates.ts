// Dates as numbers: days since 1970-01-01T00:00Z, fractions for the time of day. A date without a time zone is in UTC; one without a day
// is the first of its month, or of its quarter.

/** Which of 3/4/2024 is the month. */
export type DateOrder = "dmy" | "mdy";

const DAY = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TIME = String.raw`(?:[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}(?:[.,]\d+)?))?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?)?`;
const NAME = String.raw`(?<name>[A-Za-z]{3,9})\.?`;
const FORMS = [
  String.raw`(?<year>\d{4})-(?<month>\d{1,2})(?:-(?<day>\d{1,2})${TIME})?`,
  String.raw`(?<year>\d{4})[/.](?<month>\d{1,2})[/.](?<day>\d{1,2})${TIME}`,
  String.raw`(?<year>\d{4})[- ]?Q(?<quarter>[1-4])`,
  String.raw`(?<day>\d{1,2})\.?[ -]${NAME},?[ -](?<year>\d{4})${TIME}`,
  String.raw`${NAME} (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})${TIME}`,
  String.raw`${NAME}[ -](?<year>\d{4})`,
].map((form) => new RegExp(`^${form}$`, "i"));
const NUMERIC = new RegExp(String.raw`^(?<first>\d{1,2})(?<mark>[/.-])(?<second_>\d{1,2})\k<mark>(?<year>\d{4})${TIME}$`, "i");

/** The date in days since 1970-01-01 UTC; undefined where the text is none. */
export function parseDate(text: string, order: DateOrder): number | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups) return days(groups);
  }
  const groups = NUMERIC.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [day, month] = order === "dmy" ? [groups.first, groups.second_] : [groups.second_, groups.first];
  return days({ ...groups, day, month });
}

/**
 * Which order the numeric dates of a column have: points say day first; otherwise what the numbers above 12 say, and month first where
 * they say nothing, with `certain` false.
 */
export function dateOrder(texts: Iterable<string>): { order: DateOrder; certain: boolean; example?: string } {
  let example: string | undefined;
  for (const text of texts) {
    const groups = NUMERIC.exec(text)?.groups;
    if (groups === undefined) continue;
    example ??= text;
    if (groups.mark === "." || Number(groups.first) > 12) return { order: "dmy", certain: true };
    if (Number(groups.second_) > 12) return { order: "mdy", certain: true };
  }
  return { order: "mdy", certain: example === undefined, example };
}

/** 2024-03-01, with the time where there is one. */
export function formatDate(value: number): string {
  const date = new Date(Math.round(value * DAY));
  if (Number.isNaN(date.getTime())) return String(value);
  const text = date.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.replace(/\.000Z$/, "Z");
}

/** Milliseconds since 1970, for Date. */
export function toDate(value: number): Date {
  return new Date(value * DAY);
}

function days(groups: Record<string, string | undefined>): number | undefined {
  const { year, quarter, name, zone } = groups;
  const month = quarter ? 3 * Number(quarter) - 2 : name ? monthOf(name) : Number(groups.month);
  const [day, hour, minute] = [Number(groups.day ?? 1), Number(groups.hour ?? 0), Number(groups.minute ?? 0)];
  const second = Number((groups.second ?? "0").replace(",", "."));
  const start = Date.UTC(Number(year), month - 1, day);
  const real = new Date(start).getUTCMonth() === month - 1 && day >= 1 && hour <= 24 && minute < 60 && second < 61;
  return real ? start / DAY + ((hour * 60 + minute - offset(zone)) * 60 + second) / 86_400 : undefined;
}

/** 1 to 12; 0 for no month's name or the beginning of one. */
function monthOf(name: string): number {
  const word = name.toLowerCase();
  const full = "january february march april may june july august september october november december".split(" ");
  return full.some((month) => month.startsWith(word) || word === "sept") ? MONTHS.indexOf(word.slice(0, 3)) + 1 : 0;
}

/** Minutes east of UTC. */
function offset(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone[0] === "-" ? -minutes : minutes;
}
