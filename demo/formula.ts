// Formulas in x, by a parser of our own: a link is untrusted input, and no text from it is ever run as a program.
//
//   sum     = product (("+" | "-") product)*
//   product = factor (("*" | "/")? factor)*            a factor may follow at once: 2x, 3 sin(x), (x + 1)(x - 1)
//   factor  = ("+" | "-") factor | power
//   power   = atom ("^" factor)?                       binds tighter than a sign before it: -x^2 = -(x^2)
//   atom    = number | "x" | constant | function "(" sum ("," sum)* ")" | "(" sum ")"
//
// Evaluated on whole arrays with nntk/elementary, so that the target has the same bits in every browser.
import { atan2, cos, cosh, erf, exp, expm1, log, log1p, pow, sigmoid, sin, sinh, tanh } from "nntk/elementary";

/** Characters that a formula may have. */
export const LONGEST = 300;
/** Brackets, signs and exponents within one another. */
const DEEPEST = 40;

type Vector = Float64Array;
/** A formula that was understood: its values at the points x. */
export type Formula = (x: Vector) => Vector;

/** What is wrong with a formula, and where: `position` counts characters from 0. */
export class FormulaError extends Error {
  override name = "FormulaError";
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
  }
}

const CONSTANTS: Record<string, number> = { pi: Math.PI, π: Math.PI, tau: 2 * Math.PI, τ: 2 * Math.PI, e: Math.E };

const each =
  (f: (a: number) => number) =>
  (a: Vector): Vector =>
    a.map((value) => f(value));
const pairs =
  (f: (a: number, b: number) => number) =>
  (a: Vector, b: Vector): Vector =>
    a.map((value, i) => f(value, b[i] as number));

const ONE: Record<string, (a: Vector) => Vector> = {
  sin,
  cos,
  tan: (a) => quotient(sin(a), cos(a)),
  exp,
  expm1,
  log,
  ln: log,
  log1p,
  tanh,
  sinh,
  cosh,
  erf,
  sigmoid,
  sqrt: each(Math.sqrt),
  abs: each(Math.abs),
  sign: each(Math.sign),
  floor: each(Math.floor),
  ceil: each(Math.ceil),
  round: each(Math.round),
  step: each((a) => (a < 0 ? 0 : 1)),
};
const quotient = pairs((a, b) => a / b);
const TWO: Record<string, (a: Vector, b: Vector) => Vector> = {
  min: pairs(Math.min),
  max: pairs(Math.max),
  mod: pairs((a, b) => a - b * Math.floor(a / b)),
  pow,
  atan2,
};

const OPERATORS: Record<string, (a: Vector, b: Vector) => Vector> = {
  "+": pairs((a, b) => a + b),
  "-": pairs((a, b) => a - b),
  "*": pairs((a, b) => a * b),
  "/": quotient,
  "^": pow,
};

/** The functions that a formula may call, for the page's help. */
export const FUNCTIONS = [...Object.keys(ONE), ...Object.keys(TWO)];

/**
 * Understands a formula in x.
 *
 * @throws {FormulaError} what was expected, what was found, and where
 */
export function parseFormula(text: string): Formula {
  if (text.length > LONGEST) throw new FormulaError(`a formula has at most ${LONGEST} characters, this one has ${text.length}`, LONGEST);
  return new Parser(text).whole();
}

interface Token {
  kind: "number" | "name" | "sign" | "end";
  text: string;
  position: number;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([a-zA-Z][a-zA-Z0-9]*|[πτ])|([-+*/^(),·×−]))/y;
  let end = 0;
  while (end < text.trimEnd().length) {
    pattern.lastIndex = end;
    const match = pattern.exec(text);
    if (!match) {
      const position = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
      throw new FormulaError(`cannot read "${String.fromCodePoint(text.codePointAt(position) ?? 63)}"`, position);
    }
    const [all, number, name, sign] = match;
    const body = number ?? name ?? sign ?? "";
    const position = end + all.length - body.length;
    const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
    found.push({ kind, text: kind === "sign" ? plain(body) : body, position });
    end += all.length;
  }
  found.push({ kind: "end", text: "the end", position: text.length });
  return found;
}

/** Signs as typesetters write them. */
function plain(sign: string): string {
  return sign === "·" || sign === "×" ? "*" : sign === "−" ? "-" : sign;
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = tokens(text);
  }

  whole(): Formula {
    const formula = this.sum();
    if (this.next.kind !== "end") this.expected("an operator or the end");
    return formula;
  }

  private get next(): Token {
    return this.tokens[this.at] as Token;
  }

  private take(sign: string): boolean {
    const found = this.next.kind === "sign" && this.next.text === sign;
    if (found) this.at++;
    return found;
  }

  private expected(what: string): never {
    const { kind, text, position } = this.next;
    throw new FormulaError(`expected ${what}, found ${kind === "end" ? text : `"${text}"`}`, position);
  }

  /** Counts what is within what, so that no formula can exhaust the stack. */
  private within<T>(read: () => T): T {
    if (++this.depth > DEEPEST) throw new FormulaError(`more than ${DEEPEST} levels within one another`, this.next.position);
    const result = read();
    this.depth--;
    return result;
  }

  private sum(): Formula {
    let left = this.product();
    for (;;) {
      const operator = this.take("+") ? "+" : this.take("-") ? "-" : undefined;
      if (operator === undefined) return left;
      left = binary(operator, left, this.product());
    }
  }

  private product(): Formula {
    let left = this.factor();
    for (;;) {
      const operator = this.take("*") ? "*" : this.take("/") ? "/" : this.startsAtom() ? "*" : undefined;
      if (operator === undefined) return left;
      left = binary(operator, left, this.factor());
    }
  }

  private factor(): Formula {
    if (this.take("+")) return this.within(() => this.factor());
    if (!this.take("-")) return this.power();
    const inner = this.within(() => this.factor());
    return (x) => inner(x).map((value) => -value);
  }

  private power(): Formula {
    const base = this.atom();
    return this.take("^")
      ? binary(
          "^",
          base,
          this.within(() => this.factor()),
        )
      : base;
  }

  private startsAtom(): boolean {
    const { kind, text } = this.next;
    return kind === "number" || kind === "name" || (kind === "sign" && text === "(");
  }

  private atom(): Formula {
    const { kind, text, position } = this.next;
    if (this.take("(")) {
      const inner = this.within(() => this.sum());
      if (!this.take(")")) this.expected('")"');
      return inner;
    }
    if (kind === "number") {
      this.at++;
      const value = Number(text);
      if (!Number.isFinite(value)) throw new FormulaError(`${text} is too large a number`, position);
      return (x) => new Float64Array(x.length).fill(value);
    }
    if (kind === "name") {
      this.at++;
      return this.named(text, position);
    }
    return this.expected("a number, x, a function or a bracket");
  }

  private named(name: string, position: number): Formula {
    if (name === "x") return (x) => x;
    if (Object.hasOwn(CONSTANTS, name)) return (x) => new Float64Array(x.length).fill(CONSTANTS[name] as number);
    const one = Object.hasOwn(ONE, name) ? ONE[name] : undefined;
    const two = Object.hasOwn(TWO, name) ? TWO[name] : undefined;
    if (one === undefined && two === undefined) throw new FormulaError(`"${name}" is neither x, pi, tau, e nor a function`, position);
    if (!this.take("(")) this.expected(`"(" after ${name}`);
    const first = this.within(() => this.sum());
    const second = two && this.second(name);
    if (!this.take(")")) this.expected('")"');
    if (one) return (x) => one(first(x));
    return (x) => (two as (a: Vector, b: Vector) => Vector)(first(x), (second as Formula)(x));
  }

  private second(name: string): Formula {
    if (!this.take(",")) this.expected(`"," and ${name}'s second argument`);
    return this.within(() => this.sum());
  }
}

function binary(operator: string, left: Formula, right: Formula): Formula {
  const apply = OPERATORS[operator] as (a: Vector, b: Vector) => Vector;
  return (x) => apply(left(x), right(x));
}
