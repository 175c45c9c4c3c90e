// The names that nobody outside sees, shortened when the package is built: the routines', in the binary and in what calls them, and those of
// members of classes. 2 kB gzip of the whole; sources, tests and debug builds keep the long ones.
import ts from "typescript";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The i-th short name: a ... Z, aa, ab ... */
const short = (i) => (i < 52 ? "" : LETTERS[Math.floor(i / 52) - 1]) + LETTERS[i % 52];

/** The binary with short names for the functions that it exports, and the table from long to short. */
export function shortExports(bytes) {
  const names = {};
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const [size, body] = unsigned(bytes, at + 1);
    const section = bytes.subarray(at, body + size);
    parts.push(bytes[at] === EXPORTS ? renamed(bytes.subarray(body, body + size), names) : section);
    at = body + size;
  }
  return { binary: Buffer.concat(parts), names };
}

const EXPORTS = 7;
const FUNCTION = 0;

/** The section of exports: their number, then the name, kind and index of each. */
function renamed(body, names) {
  let [count, at] = unsigned(body, 0);
  const entries = [];
  for (; count > 0; count--) {
    const [length, start] = unsigned(body, at);
    const name = Buffer.from(body.subarray(start, start + length)).toString();
    const kind = body[start + length];
    const [index, end] = unsigned(body, start + length + 1);
    entries.push({ name, kind, index });
    at = end;
  }
  const functions = entries.filter(({ kind }) => kind === FUNCTION).sort((a, b) => a.index - b.index);
  for (const [i, { name }] of functions.entries()) names[name] = short(i);
  const written = [...functions, ...entries.filter(({ kind }) => kind !== FUNCTION)].flatMap(({ name, kind, index }) => {
    const letters = Buffer.from(names[name] ?? name);
    return [...leb(letters.length), ...letters, kind, ...leb(index)];
  });
  const content = [...leb(entries.length), ...written];
  return Buffer.from([EXPORTS, ...leb(content.length), ...content]);
}

/** A number in LEB128 at a place, and where it ends. */
function unsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}

const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);

/**
 * Names that only members of the library's own classes (and of what they implement) have: no key of an object written out, which may be
 * listed, saved or shown; no word of a text, by which a member may be asked for; nothing that the host or the public types call so.
 */
export function memberNames(entry) {
  const { config } = ts.readConfigFile("src/tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, "src");
  const program = ts.createProgram([entry], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const isOurs = (node) => /[/\\]src[/\\]/.test(node.getSourceFile().fileName) && !node.getSourceFile().isDeclarationFile;
  const members = new Set();
  const others = new Set(CALLED_BY_THE_LANGUAGE);

  const visit = (node) => {
    if (ts.isStringLiteralLike(node)) others.add(node.text);
    const parent = node.parent;
    if (ts.isIdentifier(node) && parent) {
      if (isMember(parent, node)) members.add(node.text);
      else if (isKey(parent, node)) others.add(node.text);
      else if (isUse(parent, node)) {
        const declared = checker.getSymbolAtLocation(node)?.declarations ?? propertyOfPattern(checker, parent, node)?.declarations;
        if (!declared?.every(isOurs)) others.add(node.text);
      }
      const symbol = checker.getSymbolAtLocation(node);
      if (symbol?.declarations && !symbol.declarations.some(isOurs)) for (const name of namesOf(checker, symbol)) others.add(name);
    }
    ts.forEachChild(node, visit);
  };
  for (const source of program.getSourceFiles()) if (isOurs(source)) visit(source);
  publicNames(checker, program.getSourceFile(entry), isOurs, others);
  return [...members].filter((name) => !others.has(name)).sort();
}

const CALLED_BY_THE_LANGUAGE = ["constructor", "next", "return", "throw", "then", "toJSON", "toString", "valueOf"];

const isMember = (parent, node) =>
  parent.name === node &&
  ((ts.isClassElement(parent) && ts.isClassLike(parent.parent)) ||
    (ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent)));
const isKey = (parent, node) =>
  parent.name === node && ts.isObjectLiteralElementLike(parent) && ts.isObjectLiteralExpression(parent.parent);
const isUse = (parent, node) =>
  (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
  (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node);

/** The property that a name of a destructuring pattern takes. */
function propertyOfPattern(checker, element, name) {
  return checker.getTypeAtLocation(element.parent).getProperty(name.text);
}

/** The names of the members of a host's type: an interface of ours may stand for it, as GrowableMemory does for WebAssembly.Memory. */
function namesOf(checker, symbol) {
  const types = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
  return types.flatMap((type) => type.getProperties().map(({ name }) => name));
}

/** Adds every name of a property that the types of the exports lead to. */
function publicNames(checker, entry, isOurs, names) {
  const seen = new Set();
  const walk = (type) => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const part of type.types ?? []) walk(part);
    for (const argument of checker.getTypeArguments?.(type) ?? []) walk(argument);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      walk(signature.getReturnType());
      for (const parameter of signature.getParameters()) walk(checker.getTypeOfSymbol(parameter));
    }
    for (const property of type.getProperties()) {
      if (property.name.startsWith("__@") || !property.declarations?.every(isOurs)) continue;
      names.add(property.name);
      walk(checker.getTypeOfSymbol(property));
    }
  };
  const exported = (module) => {
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      names.add(symbol.name);
      if (target.flags & ts.SymbolFlags.Module) exported(target);
      else walk(target.flags & ts.SymbolFlags.Type ? checker.getDeclaredTypeOfSymbol(target) : checker.getTypeOfSymbol(target));
    }
  };
  exported(checker.getSymbolAtLocation(entry));
}
