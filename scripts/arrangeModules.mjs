// Modules with their statements in the order that gzip likes best. Functions may stand anywhere in their module; what is evaluated where it
// stands comes after what it reads. A text longer than gzip's window, the binary's, stands last, where it parts nothing.
import { parseAst } from "rollup/parseAst";
import { arrange, gzipSize } from "./arrange.mjs";

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
  const piecesOf = (names) => [...names].flatMap((name) => named.get(name) ?? []);
  for (const piece of module.pieces) piece.reads = piecesOf(piece.value ? namesIn(piece.value) : []);
  for (const [i, piece] of module.pieces.entries()) {
    const { read, called } = readAtOnce(piece.value);
    const needed = new Set([...piecesOf(read), ...reached(piecesOf(called))]);
    piece.after = module.pieces.slice(0, i).filter((other) => other.kind !== undefined && needed.has(other));
  }
  return module;
}

/** The variables that a tree reads or writes and does not declare. */
function namesIn(node) {
  const names = new Set(node.type === "Identifier" ? [node.name] : childrenOf(node).flatMap((child) => [...namesIn(child)]));
  for (const pattern of declaredBy(node)) for (const name of bound(pattern)) names.delete(name);
  return names;
}

/** The patterns that a scope declares: parameters, what its statements declare, its own name. */
function declaredBy({ type, id, params, param, init, left, body }) {
  if (/^Arrow|^Function/.test(type)) return [...params, id];
  if (type === "CatchClause") return [param];
  const statements = type === "BlockStatement" ? body : /^For/.test(type) ? [init, left] : [];
  return statements.flatMap((statement) => [...(statement?.declarations ?? []), statement].map((declared) => declared?.id));
}

/** The names that a pattern binds. */
function bound(pattern) {
  if (!pattern) return [];
  const { type, name, properties, elements, value, left, argument } = pattern;
  return type === "Identifier" ? [name] : [...(properties ?? []), ...(elements ?? []), value, left, argument].flatMap(bound);
}

/** The nodes in a node, but for the names of properties. */
function childrenOf(node) {
  const children = Object.entries(node).flatMap(([field, value]) => (isNameOfProperty(node, field) ? [] : value));
  return children.filter((child) => typeof child?.type === "string");
}

const isNameOfProperty = ({ type, computed }, field) =>
  !computed &&
  field === (type === "MemberExpression" ? "property" : /^(Property|MethodDefinition|PropertyDefinition)$/.test(type) ? "key" : "");

/** The names that a value reads where it stands, and those of a call there, which may read whatever these lead to. Functions wait. */
function readAtOnce(node, names = { read: new Set(), called: new Set() }) {
  if (!node || /^(Arrow)?Function(Expression|Declaration)$/.test(node.type)) return names;
  if (/^(Call|New|TaggedTemplate)Expression$/.test(node.type) && !isFreeze(node)) for (const name of namesIn(node)) names.called.add(name);
  else if (node.type === "MethodDefinition" && !node.static && !node.computed) return names;
  else if (node.type === "Identifier") names.read.add(node.name);
  else for (const child of childrenOf(node)) readAtOnce(child, names);
  return names;
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
