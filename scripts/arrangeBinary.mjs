// The binary as it is published: the same functions, in the order and with the numbers of local variables that gzip likes best. 0.7 kB gzip;
// engines mind neither.
import { arrange, gzipSize } from "./arrange.mjs";
import * as wasm from "./wasmFormat.mjs";

const { SECTION } = wasm;

/** The binary arranged: one that imports nothing and has neither tables nor a start. */
export function arrangeBinary(bytes, options) {
  const module = wasm.readModule(bytes);
  for (const name of ["imports", "start", "elements"])
    if (module.has(SECTION[name])) throw new Error(`arrangeBinary: the ${name} would have to be changed too`);
  const functions = readFunctions(module);
  const exported = wasm.readExports(module.get(SECTION.exports));
  const written = (order, chosen) => {
    const places = new Map(order.map((from, to) => [from, to]));
    const entries = exported.map((entry) => (entry.kind === 0 ? { ...entry, index: places.get(entry.index) } : entry));
    module.set(SECTION.functions, wasm.writeEntries(order.map((i) => wasm.leb(functions[i].type))));
    module.set(SECTION.exports, wasm.writeExports(entries));
    module.set(SECTION.code, wasm.writeEntries(order.map((i) => writeFunction(chosen[i], places))));
    return wasm.writeModule(module);
  };
  const letters = functions.map(({ code }) => Buffer.from(code).toString("latin1"));
  const order = arrange(letters, (tried) => gzipSize(written(tried, functions)), options);
  return written(
    order,
    renumbered(functions, (tried) => gzipSize(written(order, tried))),
  );
}

/** Each function's type, its body, its instructions, and its local variables beyond the parameters, in their order. */
function readFunctions(module) {
  const types = wasm.readEntries(module.get(SECTION.functions), wasm.unsigned);
  const parameters = wasm.readEntries(module.get(SECTION.types), (bytes, at) => {
    const [taken, results] = wasm.readSized(bytes, at + 1);
    return [taken.length, wasm.readSized(bytes, results)[1]];
  });
  return wasm.readEntries(module.get(SECTION.code), wasm.readSized).map((code, i) => {
    const { locals, instructions } = wasm.readBody(code);
    const variables = locals.map((type, j) => ({ type, number: parameters[types[i]] + j, uses: 0, first: instructions.length }));
    for (const [at, instruction] of instructions.entries()) {
      if (!wasm.LOCALS.includes(instruction.code)) continue;
      const [number] = wasm.unsigned(code, instruction.at + 1);
      const variable = variables[number - parameters[types[i]]];
      if (variable === undefined) continue;
      variable.uses++;
      variable.first = Math.min(variable.first, at);
    }
    return { type: types[i], parameters: parameters[types[i]], code, instructions, variables };
  });
}

/** A function's code with its length: calls by the functions' new places, variables by theirs. */
function writeFunction({ parameters, code, instructions, variables }, places) {
  const groups = [];
  for (const { type } of variables) {
    if (groups.at(-1)?.type === type) groups.at(-1).count++;
    else groups.push({ type, count: 1 });
  }
  const numbers = new Map(variables.map(({ number }, i) => [number, parameters + i]));
  const written = [...wasm.leb(groups.length), ...groups.flatMap(({ type, count }) => [...wasm.leb(count), type])];
  for (const { code: operation, at, end } of instructions) {
    const table = operation === wasm.CALL ? places : wasm.LOCALS.includes(operation) ? numbers : undefined;
    if (table === undefined) for (let i = at; i < end; i++) written.push(code[i]);
    else {
      const [old] = wasm.unsigned(code, at + 1);
      written.push(operation, ...wasm.leb(table.get(old) ?? old));
    }
  }
  return [...wasm.leb(written.length), ...written];
}

/** i32, i64, f64 and v128 in some orders; within a type the commonest first, or in the order of their first uses. */
const [I32, I64, F64, V128] = [0x7f, 0x7e, 0x7c, 0x7b];
const TYPES = [
  [I32, V128, F64, I64],
  [F64, I32, V128, I64],
];
const WITHIN = [(a, b) => b.uses - a.uses || a.first - b.first, (a, b) => a.first - b.first];

/** The functions, each with its variables in the order that makes the whole smallest, one function after another. */
function renumbered(functions, size) {
  const best = [...functions];
  let least = size(best);
  for (const [i, { variables, ...rest }] of functions.entries()) {
    for (const types of TYPES) {
      for (const within of WITHIN) {
        const before = best[i];
        best[i] = { ...rest, variables: [...variables].sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type) || within(a, b)) };
        const now = size(best);
        if (now < least) least = now;
        else best[i] = before;
      }
    }
  }
  return best;
}
