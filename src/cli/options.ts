import { parseArgs } from "node:util";
import { UsageError } from "./errors.js";
import { hint } from "./nearest.js";

/** The options of a command: a text, a list of texts, or a switch. */
export type Specs = Record<string, "text" | "list" | "switch">;

export interface Parsed<S extends Specs> {
  values: { [K in keyof S]?: S[K] extends "switch" ? boolean : S[K] extends "list" ? string[] : string };
  positionals: string[];
}

/** Reads a command's arguments. @throws {UsageError} an unknown option, with the one that was probably meant; one without its value */
export function readOptions<S extends Specs>(args: string[], specs: S): Parsed<S> {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, kind]) => [
      name,
      { type: kind === "switch" ? ("boolean" as const) : ("string" as const), multiple: kind === "list" },
    ]),
  );
  const { values, positionals, tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const kind = specs[token.name];
    if (kind === undefined) throw new UsageError(`unknown option ${token.rawName}${hint(token.name, Object.keys(specs), "--")}`);
    if (kind === "switch" && token.value !== undefined) throw new UsageError(`--${token.name} takes no value, got ${token.value}`);
    if (kind !== "switch" && token.value === undefined) throw new UsageError(`--${token.name} wants a value`);
  }
  return { values: values as Parsed<S>["values"], positionals };
}

/** The files of a command. @throws {UsageError} too few or too many */
export function readFiles(positionals: string[], names: readonly string[], optional = 0): string[] {
  const missing = names[positionals.length];
  if (missing !== undefined && positionals.length < names.length - optional) throw new UsageError(`expected ${missing}`);
  if (positionals.length > names.length) throw new UsageError(`unexpected argument ${JSON.stringify(positionals[names.length])}`);
  return positionals;
}

/** A number above `above` or of at least `least`. */
export function readNumber(
  name: string,
  text: string | undefined,
  { above, least, below }: { above?: number; least?: number; below?: number } = {},
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  const good = text.trim() !== "" && Number.isFinite(value);
  if (
    good &&
    !(above !== undefined && value <= above) &&
    !(least !== undefined && value < least) &&
    !(below !== undefined && value >= below)
  )
    return value;
  const bound = [
    above !== undefined && `above ${above}`,
    least !== undefined && `of at least ${least}`,
    below !== undefined && `below ${below}`,
  ];
  throw new UsageError(`--${name} wants a number ${bound.filter(Boolean).join(" and ")}, got ${JSON.stringify(text)}`.replace("  ", " "));
}

export function readInteger(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} wants an integer of at least ${least}, got ${JSON.stringify(text)}`);
}

export function readChoice<C extends string>(name: string, text: string | undefined, choices: readonly C[]): C | undefined {
  if (text === undefined || (choices as readonly string[]).includes(text)) return text as C | undefined;
  throw new UsageError(`--${name} knows ${choices.join(", ")}, got ${JSON.stringify(text)}${hint(text, choices)}`);
}
