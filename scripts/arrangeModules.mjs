// Modules with their statements in the order that gzip likes best. Functions may stand anywhere in their module; what is evaluated where it
// stands comes after what it reads. A text longer than gzip's window, the binary's, stands last, where it parts nothing.
import { parseAst } from "rollup/parseAst";
import { arrange, gzipSize } from "./arrange.mjs";
import { childrenOf, readVariables } from "./variables.mjs";

const WINDOW = 32_768;
const isLong = ({ text }) => text.length > WINDOW;

/** The texts of modules that are served together, arranged. */
export function arrangeModules(texts, options) {
  const modules = texts.map(readModule);
  const pieces = modules.flatMap((module) => module.pieces);
  const long = pieces.filter(isLong);
  const short = pieces.filter((piece) => !isLong(piece));
  const ordered = (order) => settled([...order.map((i) => short[i]), ...long]);
  const written = (order) =>
    modules.map((module) =>
      write(
        module,
        order.filter((piece) => module.pieces.includes(piece)),
      ),
    );
  const size = (order) => gzipSize(written(ordered(order).filter((piece) => !isLong(piece))).join(""));
  const likeness = short.map(({ text }) => text);
  return written(ordered(arrange(likeness, size, options)));
}

/** A module's statements: imports before, exports behind, between them functions and declarations, one name each. */
function readModule(text) {
  const module = { head: "", pieces: [], tail: "" };
  const textOf = ({ start, end }) => text.slice(start, end);
  for (const node of parseAst(text).body) {
    if (node.type === "ImportDeclaration") module.head += textOf(node);
    else if (node.type.startsWith("Export")) module.tail += textOf(node);
    else if (node.type === "FunctionDeclaration") module.pieces.push({ name: node.id.name, text: textOf(node), value: node });
    else if (node.type === "VariableDeclaration") {
      const values = node.declarations.map((declared) => ({ name: declared.id.name, text: textOf(declared), value: declared.init }));
      module.pieces.push(...values.map((value) => ({ ...value, kind: node.kind })));
    } else throw new Error(`arrangeModules: expected declarations at the top, got ${textOf(node).slice(0, 80)}`);
  }
  const named = new Map(module.pieces.map((piece) => [piece.name, piece]));
  const tops = readVariables(text).variables.filter(({ isTop }) => isTop);
  const places = new Map(tops.flatMap((variable) => variable.places.map(({ at }) => [at, named.get(variable.name)])));
  for (const piece of module.pieces) piece.reads = piecesWithin(piece.value, places);
  for (const [i, piece] of module.pieces.entries()) {
    const needed = new Set(neededAtOnce(piece.value, places));
    piece.after = module.pieces.slice(0, i).filter((other) => other.kind !== undefined && needed.has(other));
  }
  return module;
}

/** The pieces whose names stand within a node, by the places of all names. */
function piecesWithin(node, places) {
  const within = [...places].filter(([at]) => node && at >= node.start && at < node.end);
  return within.flatMap(([, piece]) => piece ?? []);
}

/** The pieces that a value reads where it stands, and what a call there may read. Functions wait. */
function neededAtOnce(node, places) {
  if (!node || /^(Arrow)?Function(Expression|Declaration)$/.test(node.type)) return [];
  if (node.type === "MethodDefinition" && !node.static && !node.computed) return [];
  if (node.type === "Identifier") return places.get(node.start) ?? [];
  if (/^(Call|New|TaggedTemplate)Expression$/.test(node.type) && !isFreeze(node)) return [...reached(piecesWithin(node, places))];
  return childrenOf(node).flatMap((child) => neededAtOnce(child, places));
}

/** Object.freeze, which calls nothing that it is given: rollup makes the namespaces with it. */
const isFreeze = ({ callee }) => callee?.object?.name === "Object" && callee.property.name === "freeze";

/** The pieces and what they may read, through functions and whatever these read. */
function reached(pieces) {
  const found = new Set(pieces);
  for (const piece of found) for (const other of piece.reads) found.add(other);
  return found;
}

/** The order, with what a piece waits for moved before it. */
function settled(order) {
  const done = new Set();
  const put = (piece) => {
    if (done.has(piece)) return;
    for (const before of piece.after) put(before);
    done.add(piece);
  };
  for (const piece of order) put(piece);
  return [...done];
}

/** The module's text with its pieces in this order; declarations side by side become one. */
function write({ head, tail }, pieces) {
  let text = head;
  let open;
  for (const { text: code, kind } of pieces) {
    if (open !== undefined && open !== kind) text += ";";
    if (kind !== undefined) text += open === kind ? "," : `${kind} `;
    text += code;
    open = kind;
  }
  return `${text}${open === undefined ? "" : ";"}${tail}`;
}
