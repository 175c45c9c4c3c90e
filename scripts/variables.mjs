// The variables of an ES module: what declares them, where they stand, and in which scopes they are known.
import { parseAst } from "rollup/parseAst";

/**
 * Every variable of a module: its name, whether the module's top declares it, the places where it stands (`at`, and from `start` to `end` what
 * is written anew with its name), each with what has to be written before and behind it, or the key that it is the value of, and the scopes
 * from those places up to its own: no other variable known in one of them may have its name. And the names of the host.
 */
export function readVariables(text) {
  const references = [];
  const top = newScope(undefined, true);
  visit(parseAst(text), top, references);
  const variables = new Map();
  const host = new Set();
  for (const { scope, name, ...place } of references) {
    const path = [];
    let owner = scope;
    for (; owner && !owner.declared.has(name); owner = owner.above) path.push(owner);
    if (owner === undefined) {
      host.add(name);
      continue;
    }
    const declared = owner.declared.get(name);
    if (!variables.has(declared)) variables.set(declared, { name, isTop: owner === top, places: [], scopes: new Set([owner]) });
    const variable = variables.get(declared);
    variable.places.push(place);
    for (const through of path) variable.scopes.add(through);
  }
  return { variables: [...variables.values()], host };
}

const newScope = (above, isFunction) => ({ above, isFunction, declared: new Map() });

function declare(scope, name, isVar) {
  let owner = scope;
  while (isVar && !owner.isFunction) owner = owner.above;
  if (!owner.declared.has(name)) owner.declared.set(name, {});
}

/** Declares the names that a pattern binds. */
function bind(pattern, scope, isVar) {
  if (!pattern) return;
  const { type, name, properties, elements, value, left, argument } = pattern;
  if (type === "Identifier") declare(scope, name, isVar);
  else for (const part of [...(properties ?? []), ...(elements ?? []), value, left, argument]) bind(part, scope, isVar);
}

/** Notes what a tree declares in its scope and in scopes of its own, and every place where a name stands. */
function visit(node, scope, references) {
  const { type } = node;
  const refer = ({ name, start, end }, around = {}, within = scope) =>
    references.push({ scope: within, name, at: start, start, end, ...around });
  const enter = (children, inner) => {
    for (const child of children) if (child) visit(child, inner, references);
  };
  if (type === "Identifier") refer(node);
  else if (/Function|^Class(Decl|Expr)/.test(type)) {
    const inner = newScope(scope, /Function/.test(type));
    const named = /Declaration$/.test(type) ? scope : inner;
    if (node.id) declare(named, node.id.name);
    if (node.id) refer(node.id, {}, named);
    for (const parameter of node.params ?? []) bind(parameter, inner);
    const body = node.body.type === "BlockStatement" ? node.body.body : [node.body];
    enter([...(node.params ?? []), node.superClass, ...body], inner);
  } else if (type === "ImportDeclaration") {
    for (const { local, imported } of node.specifiers) {
      declare(scope, local.name);
      refer(local, imported?.start === local.start ? { before: `${imported.name} as ` } : {});
    }
  } else if (type === "ExportNamedDeclaration" && !node.declaration) {
    for (const { local, exported } of node.source ? [] : node.specifiers)
      refer(local, exported.start === local.start ? { behind: ` as ${exported.name}` } : {});
  } else if (
    type === "Property" &&
    !node.computed &&
    /^(Identifier|AssignmentPattern)$/.test(node.value.type) &&
    (node.value.left ?? node.value).type === "Identifier"
  ) {
    const { key, value } = node;
    const variable = value.left ?? value;
    refer(variable, { start: key.start, key: key.name ?? key.raw });
    if (value.right) visit(value.right, scope, references);
  } else {
    const inner = /^(BlockStatement|For.*Statement|SwitchStatement|CatchClause)$/.test(type) ? newScope(scope, false) : scope;
    if (type === "CatchClause") bind(node.param, inner);
    if (type === "VariableDeclaration") for (const { id } of node.declarations) bind(id, scope, node.kind === "var");
    enter(childrenOf(node), inner);
  }
}

/** The nodes in a node, but for labels and the names of properties. */
export function childrenOf(node) {
  const children = Object.entries(node).flatMap(([field, value]) => (isOtherName(node, field) ? [] : value));
  return children.filter((child) => typeof child?.type === "string");
}

const isOtherName = ({ type, computed }, field) =>
  field === "label" ||
  (!computed &&
    field === (type === "MemberExpression" ? "property" : /^(Property|MethodDefinition|PropertyDefinition)$/.test(type) ? "key" : ""));
