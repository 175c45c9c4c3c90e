// The binary format of WebAssembly, as far as the build takes modules apart: sections, and the instructions of functions.

export const SECTION = { types: 1, imports: 2, functions: 3, start: 8, elements: 9, exports: 7, code: 10 };

/** A number in LEB128 at a place, and where it ends. */
export function unsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return [value, at];
  }
}

export const leb = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);

const HEADER = 8;

/** The contents of a module's sections by number, in their order. */
export function readModule(bytes) {
  const sections = new Map();
  for (let at = HEADER; at < bytes.length; ) {
    const [size, start] = unsigned(bytes, at + 1);
    sections.set(bytes[at], bytes.subarray(start, start + size));
    at = start + size;
  }
  return sections;
}

export function writeModule(sections) {
  const parts = [Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])];
  for (const [id, content] of sections) parts.push(Buffer.from([id, ...leb(content.length)]), content);
  return Buffer.concat(parts);
}

/** The entries of a section: `read(bytes, at)` gives one and where it ends. */
export function readEntries(content, read) {
  let [count, at] = unsigned(content, 0);
  const entries = [];
  for (; count > 0; count--) {
    const [entry, end] = read(content, at);
    entries.push(entry);
    at = end;
  }
  return entries;
}

export const writeEntries = (entries) => Buffer.concat([Buffer.from(leb(entries.length)), ...entries.map((entry) => Buffer.from(entry))]);

/** Bytes that say their own length first. */
export function readSized(bytes, at) {
  const [size, start] = unsigned(bytes, at);
  return [bytes.subarray(start, start + size), start + size];
}

export const readExports = (content) =>
  readEntries(content, (bytes, at) => {
    const [name, after] = readSized(bytes, at);
    const [index, end] = unsigned(bytes, after + 1);
    return [{ name: Buffer.from(name).toString(), kind: bytes[after], index }, end];
  });

/** Functions first, in the order of their numbers. */
export function writeExports(entries) {
  const sorted = [...entries].sort((a, b) => a.kind - b.kind || a.index - b.index);
  return writeEntries(sorted.map(({ name, kind, index }) => [...leb(name.length), ...Buffer.from(name), kind, ...leb(index)]));
}

/** Instructions whose immediate says which local or which function they mean. */
export const LOCALS = [0x20, 0x21, 0x22];
export const CALL = 0x10;

/** A function's body: the types of its locals beyond the parameters, and its instructions, each the bytes from `at` to `end`. */
export function readBody(bytes) {
  let [groups, at] = unsigned(bytes, 0);
  const locals = [];
  for (; groups > 0; groups--) {
    const [count, type] = unsigned(bytes, at);
    for (let i = 0; i < count; i++) locals.push(bytes[type]);
    at = type + 1;
  }
  const instructions = [];
  while (at < bytes.length) {
    const end = instructionEnd(bytes, at);
    instructions.push({ code: bytes[at], at, end });
    at = end;
  }
  return { locals, instructions };
}

/** Where the LEB128 numbers that begin at a place end. */
function numbersEnd(bytes, at, count) {
  for (; count > 0; count--) while (bytes[at++] >= 128);
  return at;
}

const between = (value, low, high) => value >= low && value <= high;

function instructionEnd(bytes, start) {
  const code = bytes[start];
  const at = start + 1;
  if (code === 0xfc || code === 0xfd) return prefixedEnd(bytes, code, ...unsigned(bytes, at));
  if (between(code, 0x02, 0x04) || between(code, 0x3f, 0x40)) return at + 1; // a block's type; the memory
  if (between(code, 0x0c, 0x0d) || code === CALL || between(code, 0x20, 0x24) || between(code, 0x41, 0x42)) return numbersEnd(bytes, at, 1);
  if (code === 0x0e) {
    const [count, labels] = unsigned(bytes, at);
    return numbersEnd(bytes, labels, count + 1);
  }
  if (between(code, 0x28, 0x3e)) return numbersEnd(bytes, at, 2);
  if (code === 0x43) return at + 4;
  if (code === 0x44) return at + 8;
  if (code <= 0x01 || [0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(code) || between(code, 0x45, 0xc4)) return at;
  throw new Error(`wasmFormat: the instruction 0x${code.toString(16)} is not known here`);
}

/** Saturating conversions and memory.copy and fill; vectors. */
function prefixedEnd(bytes, prefix, operation, at) {
  if (prefix === 0xfc) return operation < 8 ? at : at + (operation === 11 ? 1 : 2);
  if (operation <= 11 || between(operation, 92, 93)) return numbersEnd(bytes, at, 2);
  if (operation <= 13) return at + 16;
  if (between(operation, 21, 34)) return at + 1;
  return between(operation, 84, 91) ? numbersEnd(bytes, at, 2) + 1 : at;
}
