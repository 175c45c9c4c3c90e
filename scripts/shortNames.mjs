// The names that nobody outside sees, shortened when the package is built: the routines', in the binary and in what calls them, and those of
// members of classes. 2 kB gzip of the whole; sources, tests and debug builds keep the long ones.
import ts from "typescript";
import { readExports, readModule, SECTION, writeExports, writeModule } from "./wasmFormat.mjs";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The i-th short name: a ... Z, aa, ab ... */
const short = (i) => (i < 52 ? "" : LETTERS[Math.floor(i / 52) - 1]) + LETTERS[i % 52];

/** The binary with short names for the functions that it exports, and the table from long to short. */
export function shortExports(bytes) {
  const module = readModule(bytes);
  const entries = readExports(module.get(SECTION.exports)).sort((a, b) => a.index - b.index);
  const names = {};
  for (const [i, { name }] of entries.filter(isFunction).entries()) names[name] = short(i);
  module.set(SECTION.exports, writeExports(entries.map((entry) => (isFunction(entry) ? { ...entry, name: names[entry.name] } : entry))));
  return { binary: writeModule(module), names };
}

const isFunction = ({ kind }) => kind === 0;

/**
 * Names that only the library's own classes and internal records use: nothing that a public type leads to or that the host calls so, no word
 * of a text, by which a member may be asked for, no key of a record that is listed, saved or copied whole.
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
    if (ts.isCallExpression(node) && LISTS.test(node.expression.getText()))
      for (const argument of node.arguments) dataNames(checker, checker.getTypeAtLocation(argument), others);
    const parent = node.parent;
    if (ts.isIdentifier(node) && parent) {
      if (isMember(parent, node)) members.add(node.text);
      else if (isKey(parent, node)) (isDeclaredKey(checker, parent) ? members : others).add(node.text);
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
