// The names that nobody outside sees, shortened when the package is built: the routines', in the binary and in what calls them, and those of
// members of classes. 2 kB gzip of the whole; sources, tests and debug builds keep the long ones.
import ts from "typescript";

/** The binary with the functions that it exports under the names of a table. */
export function shortExports(bytes, names) {
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const [size, body] = unsigned(bytes, at + 1);
    const end = body + size;
    parts.push(bytes[at] === EXPORTS ? renamed(bytes.subarray(body, end), names) : bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

const EXPORTS = 7;
const FUNCTION = 0;

/** The section of exports: their number, then the name, kind and index of each. */
function renamed(body, names) {
  let [count, at] = unsigned(body, 0);
  const content = [...leb(count)];
  for (; count > 0; count--) {
    const [length, start] = unsigned(body, at);
    const name = Buffer.from(body.subarray(start, start + length)).toString();
    const kind = body[start + length];
    const [index, end] = unsigned(body, start + length + 1);
    const letters = Buffer.from(kind === FUNCTION ? names[name] : name);
    content.push(...leb(letters.length), ...letters, kind, ...leb(index));
    at = end;
  }
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

const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const SHORT = [...LETTERS, ...LETTERS.flatMap((a) => LETTERS.map((b) => a + b))];

/**
 * Short names for those that only the library's own classes, internal records and routines use, the shortest for the commonest: for nothing
 * that a public type leads to or that the host calls so, no word of a text, by which a member may be asked for, no key of a record that is
 * listed, saved or copied whole.
 */
export function shortNames(entry) {
  const { members, others } = memberNames(entry);
  const own = [...members].filter(([name]) => !others.has(name)).sort(([a, uses], [b, more]) => more - uses || (a < b ? -1 : 1));
  const free = SHORT.filter((name) => !others.has(name));
  return Object.fromEntries(own.map(([name], i) => [name, free[i]]));
}

/** The names of members, each with the number of its uses, and those of which at least one use is not to be touched. */
function memberNames(entry) {
  const { config } = ts.readConfigFile("src/tsconfig.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, "src");
  const program = ts.createProgram([entry], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const isOurs = (node) => /[/\\]src[/\\]/.test(node.getSourceFile().fileName) && !node.getSourceFile().isDeclarationFile;
  const members = new Map();
  const others = new Set(CALLED_BY_THE_LANGUAGE);

  const use = (name) => members.set(name, (members.get(name) ?? 0) + 1);
  const visit = (node) => {
    if (ts.isStringLiteralLike(node)) others.add(node.text);
    if (ts.isCallExpression(node) && LISTS.test(node.expression.getText()))
      for (const argument of node.arguments) dataNames(checker, checker.getTypeAtLocation(argument), others);
    const parent = node.parent;
    if (ts.isIdentifier(node) && parent) {
      if (isMember(parent, node)) use(node.text);
      else if (isKey(parent, node)) {
        if (isDeclaredKey(checker, parent)) use(node.text);
        else others.add(node.text);
      } else if (isUse(parent, node)) {
        if (members.has(node.text)) use(node.text);
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
  return { members, others };
}

/** Calls that read the keys of what they are given. */
const LISTS = /^(Object\.(keys|values|entries|assign|fromEntries)|JSON\.stringify|structuredClone)$/;

/** Whether the type that is expected of an object written out names this key: one that has any keys may be listed by them. */
function isDeclaredKey(checker, element) {
  const expected = checker.getContextualType(element.parent);
  return expected === undefined || checker.getNonNullableType(expected).getProperty(element.name.text) !== undefined;
}

const CALLED_BY_THE_LANGUAGE = ["constructor", "next", "return", "throw", "then", "toJSON", "toString", "valueOf"];

const isMember = (parent, node) =>
  parent.name === node &&
  ((ts.isClassElement(parent) && ts.isClassLike(parent.parent)) ||
    ts.isTypeElement(parent) ||
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

/** Adds every name of a property of a type and of what these hold. */
function dataNames(checker, type, names, seen = new Set()) {
  if (seen.has(type)) return;
  seen.add(type);
  for (const part of [...(type.types ?? []), ...(checker.getTypeArguments?.(type) ?? [])]) dataNames(checker, part, names, seen);
  for (const property of type.getProperties()) {
    names.add(property.name);
    dataNames(checker, checker.getTypeOfSymbol(property), names, seen);
  }
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
