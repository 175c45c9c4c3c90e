import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A parameter, or a field of one: what it is called, and the fields that its type declares. */
export interface Declared {
  name: string;
  fields: Declared[];
  /** Its type says number, and nothing else. */
  number: boolean;
}

export interface DeclaredFunction {
  /** "cholesky"; a method of what a function returns: "createTrainer().run". */
  name: string;
  parameters: Declared[];
}

const ENTRIES = ["index", "elementary/index", "linalg/index", "random/index", "kernels/index", "theory/index", "io/index"];
const DEPTH = 4;

/** Every function that the public entries export, and every method of what they return, as the declarations have them. */
export function declaredFunctions(): DeclaredFunction[] {
  const files = ENTRIES.map((entry) => fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url)));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    types: [],
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  });
  const checker = program.getTypeChecker();
  const own = (type: ts.Type) =>
    type.symbol?.declarations?.some((declaration) => !program.isSourceFileDefaultLibrary(declaration.getSourceFile())) ?? false;

  /** The fields that any constituent of a type declares: of an interface or type of ours, never of an array or a function. */
  function fieldsOf(type: ts.Type, depth: number): Declared[] {
    const parts = (type.isUnion() ? type.types : [type]).filter((part) => own(part) && part.getCallSignatures().length === 0);
    const names = new Map<string, Declared>();
    for (const part of depth > 0 ? parts : []) {
      for (const property of part.getProperties()) {
        if (!names.has(property.name)) names.set(property.name, declared(property, depth - 1));
      }
    }
    return [...names.values()];
  }

  function declared(symbol: ts.Symbol, depth: number): Declared {
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(symbol));
    return { name: symbol.name, fields: fieldsOf(type, depth), number: (type.flags & ts.TypeFlags.NumberLike) !== 0 };
  }

  const parametersOf = (signatures: readonly ts.Signature[]) => {
    const longest = [...signatures].sort((a, b) => b.parameters.length - a.parameters.length)[0] as ts.Signature;
    return longest.parameters.map((parameter) => declared(parameter, DEPTH));
  };

  const functions: DeclaredFunction[] = [];
  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol;
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
      if (signatures.length === 0) continue;
      functions.push({ name: exported.name, parameters: parametersOf(signatures) });
      const returned = checker.getReturnTypeOfSignature(signatures[0] as ts.Signature);
      for (const method of own(returned) ? returned.getProperties() : []) {
        const calls = checker.getNonNullableType(checker.getTypeOfSymbol(method)).getCallSignatures();
        if (calls.length > 0) functions.push({ name: `${exported.name}().${method.name}`, parameters: parametersOf(calls) });
      }
    }
  }
  return functions;
}
