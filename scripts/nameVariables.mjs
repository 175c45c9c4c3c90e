// Short names for a module's variables, the same for the same word wherever that is free: gzip then meets `for(let i=0;i<n;i++)` again and
// again, where names in the order of declaration differ from function to function. 0.9 kB of 54.
import { gzipSize } from "./arrange.mjs";
import { readVariables } from "./variables.mjs";

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_"];
/** Of variables within functions, and where all these are taken; of what the module declares at its top. */
const LOCAL = LETTERS.slice(0, 26);
const MORE = LOCAL.flatMap((letter) => [..."0123456789"].map((digit) => letter + digit));
const TOP = [...LETTERS.slice(26), ...LETTERS.flatMap((a) => LETTERS.map((b) => a + b))];
const KEYWORDS = ["as", "do", "if", "in", "is", "of"];

/**
 * The text of an ES module with its variables renamed; the names that it exports stay.
 *
 * @param search for how many of the commonest words every letter is tried
 */
export function nameVariables(text, search = 0) {
  const { variables, host } = readVariables(text);
  const byUse = [...variables].sort((a, b) => b.places.length - a.places.length);
  const free = TOP.filter((name) => !host.has(name) && !KEYWORDS.includes(name));
  for (const [i, variable] of byUse.filter(({ isTop }) => isTop).entries()) variable.name = free[i];
  const words = readWords(byUse.filter(({ isTop }) => !isTop));
  const write = writer(text, variables);
  let least = gzipSize(write(nameLocals(words)));
  for (const word of words.slice(0, search)) {
    for (const letter of LOCAL) {
      const before = word.letter;
      if (letter === before) continue;
      word.letter = letter;
      const now = gzipSize(write(nameLocals(words)));
      if (now < least) least = now;
      else word.letter = before;
    }
  }
  return write(nameLocals(words));
}

/**
 * The words that variables within functions are called by, the commonest first: each word's variables, each of these with the others known
 * where it is, and the letter that words known beside it have least, or that is the key by which it is taken from records.
 */
function readWords(variables) {
  const words = new Map();
  const known = new Map();
  for (const variable of variables) {
    const word = words.get(variable.name) ?? { variables: [], uses: 0 };
    words.set(variable.name, word);
    variable.word = word;
    word.variables.push(variable);
    word.uses += variable.places.length;
    for (const scope of variable.scopes) known.set(scope, [...(known.get(scope) ?? []), variable]);
  }
  for (const variable of variables) variable.beside = new Set([...variable.scopes].flatMap((scope) => known.get(scope)));
  const sorted = [...words.values()].sort((a, b) => b.uses - a.uses);
  for (const word of sorted) {
    const cost = new Map(LOCAL.map((letter) => [letter, 0]));
    const add = (letter, value) => cost.set(letter, cost.get(letter) + value);
    for (const variable of word.variables) {
      for (const { key } of variable.places) add(key, -1);
      for (const other of variable.beside) add(other.word.letter, Math.min(variable.places.length, other.places.length));
    }
    word.letter = LOCAL.reduce((best, letter) => (cost.get(letter) < cost.get(best) ? letter : best));
  }
  return sorted;
}

/** Names for the words' variables: each its word's letter where nothing known beside it has that. */
function nameLocals(words) {
  const all = words.flatMap(({ variables }) => variables);
  for (const variable of all) variable.name = undefined;
  for (const variable of all) {
    const taken = new Set();
    for (const { name } of variable.beside) taken.add(name);
    const { letter } = variable.word;
    variable.name = taken.has(letter) ? (LOCAL.find((name) => !taken.has(name)) ?? MORE.find((name) => !taken.has(name))) : letter;
  }
}

/** Writes the text with the names that the variables have at the time. */
function writer(text, variables) {
  const places = variables
    .flatMap((variable) => variable.places.map((place) => ({ ...place, variable })))
    .sort((a, b) => a.start - b.start);
  const between = places.map(({ start }, i) => text.slice(places[i - 1]?.end ?? 0, start));
  const rest = text.slice(places.at(-1)?.end ?? 0);
  return () => {
    let result = "";
    for (const [i, { before, behind, key, variable }] of places.entries()) {
      result += between[i];
      if (before !== undefined) result += before;
      if (key !== undefined && key !== variable.name) result += `${key}:`;
      result += variable.name;
      if (behind !== undefined) result += behind;
    }
    return result + rest;
  };
}
