import { describe, expect, test } from "vitest";
import { createTrainer, fit } from "../../src/index.js";
import { cholesky } from "../../src/linalg/index.js";
import { declaredFunctions } from "./declared.js";
import { GOOD, PUBLIC } from "./goodCalls.js";
import { misusesOf, Own, placesOf } from "./misuses.js";
import { data, matrix, network } from "./problem.js";

/** Every misuse reads so: the function, the argument, what was expected, what came. */
const NAMED = /^([\w.]+): "[^"]+" expected .+, got .+$/s;

/** Functions whose documentation lets NaN or infinity out: IEEE's own, and what keeps every bit of what it is given. */
const AS_GIVEN = new Set(
  "atan2 pow exp expm1 log log1p cosh sinh tanh erf gelu sigmoid softplus cos sin tensorToMatrix decodeNpy decodeSafetensors".split(" "),
);
/** Functions whose documentation has a line "Overflow": for finite arguments beyond reason only. */
const OVERFLOWING = new Set("loss predict gradient jacobian jvp vjp hvp gnvp residualBlocks unitMoves".split(" "));
const BEYOND_REASON = /huge|1e308/;
/** Fields whose infinity is an answer that their documentation names. */
const INFINITE = new Set(["positiveDefinitenessMargin.width"]);

/** Whose words a function uses for what it passes on as it was given. */
const PASSED_ON: Record<string, string[]> = {
  fit: ["createNetwork"],
  infiniteNtkSpectrum: ["infiniteNtk"],
  infiniteNtkDecomposition: ["infiniteNtk"],
  encodeTrainer: ["encodeSafetensors"],
};

/** What the messages of a function begin with: its own name; of a trainer's methods "trainer.run", of a symmetric operator's transposed "apply", of dynamics their maker's. */
const NAMES_OF = (name: string): string[] => {
  const [maker, method] = name.split("().") as [string, string | undefined];
  if (method === undefined) return [maker, ...(PASSED_ON[maker] ?? [])];
  return [method === "applyTransposed" ? "apply" : method, `trainer.${method}`, maker];
};

type Callable = (...given: unknown[]) => unknown;
const functions = declaredFunctions();

/** The function by its declared name, and of a method the object that a good call of its maker gives. */
function callable(name: string): Callable {
  const [maker, method] = name.split("().") as [string, string | undefined];
  const made = PUBLIC[maker] as Callable;
  if (method === undefined) return made;
  const [good = []] = GOOD[maker]?.() ?? [];
  const receiver = made(...good) as Record<string, Callable>;
  return (...given) => (receiver[method] as Callable)(...given);
}

/** Why an outcome is none: undefined when it is one. */
async function complaint(name: string, kind: string, call: () => unknown): Promise<string | undefined> {
  try {
    let result = call();
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      result = (await (result as AsyncGenerator).next()).value;
    }
    refused = false;
    const lets = AS_GIVEN.has(name) || (OVERFLOWING.has(name) && BEYOND_REASON.test(kind));
    const spot = lets ? undefined : nonfinite(await result, name);
    return spot && `gives ${spot}`;
  } catch (error) {
    refused = true;
    if (error instanceof Own) return undefined;
    if (!(error instanceof TypeError || error instanceof RangeError)) return `throws ${(error as Error)?.stack ?? String(error)}`;
    const where = NAMED.exec(error.message)?.[1];
    if (where !== undefined && NAMES_OF(name).includes(where)) return undefined;
    return `says ${error.name}: ${error.message}`;
  }
}

/** Where a result holds a number that is none, without a status that says why. */
function nonfinite(value: unknown, at: string): string | undefined {
  if (typeof value === "number")
    return Number.isFinite(value) || (INFINITE.has(at) && value === Infinity) ? undefined : `${value} at ${at}`;
  if (typeof value !== "object" || value === null) return undefined;
  if (ArrayBuffer.isView(value)) {
    const i = Array.prototype.findIndex.call(value, (entry) => typeof entry === "number" && !Number.isFinite(entry));
    return i < 0 ? undefined : `${(value as Float64Array)[i]} at ${at}[${i}]`;
  }
  // a trainer, a stream, an operator: what they hold is their own affair
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const { status } = value as { status?: string };
  if (status !== undefined && status !== "converged" && status !== "ok") return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = nonfinite(entry, `${at}.${key}`);
    if (found) return found;
  }
  return undefined;
}

const bits = () => JSON.stringify([Array.from(cholesky(matrix).L?.data ?? []), createTrainer(network, data).step().loss]);
const right = bits();
const fitted = () => fit(data, { width: 5, maxSteps: 2 }).finalLoss;
const rightFit = fitted();

test("every public function and method that takes anything has a good call here, and nothing else has", () => {
  const wanted = functions.filter(({ parameters }) => parameters.length > 0).map(({ name }) => name);
  expect(
    Object.keys(GOOD)
      .filter((name) => GOOD[name]?.()[0]?.length)
      .sort(),
  ).toEqual([...wanted].sort());
});

/** Options that are a matrix or an operator: those may carry what they like. */
const RECORDS = new Set(["out", "preconditioner"]);
/** Whether the last call was refused, by an error of any kind. */
let refused = false;
let calls = 0;
let places = 0;
describe("however it is misused, a function says what it expected of which argument and what it got, and the library goes on", () => {
  test.each(functions.map(({ name, parameters }) => [name, parameters] as const))("%s", async (name, parameters) => {
    const good = GOOD[name]?.() ?? [];
    const complaints: string[] = [];
    for (const given of good) expect(await complaint(name, "right", () => callable(name)(...given)), "the good call").toBeUndefined();
    for (const place of placesOf(parameters)) {
      const misuses = good.flatMap((given) => misusesOf(place, given) ?? []);
      places += misuses.length > 0 ? 1 : 0;
      for (const [kind, make] of misuses) {
        const call = callable(name);
        const said = await complaint(name, kind, () => call(...make()));
        if (said)
          complaints.push(`${name}, ${[parameters[place.path[0] as number]?.name, ...place.path.slice(1)].join(".")} = ${kind}: ${said}`);
        // a misspelt option is an error, not a default
        const isOptions = parameters[place.path[0] as number]?.name === "options" && !RECORDS.has(place.declared.name);
        if (isOptions && !refused && kind === "the right object with an unknown key")
          complaints.push(`${name}, ${place.path.join(".")}: takes an unknown key`);
        if (bits() !== right) complaints.push(`${name}, ${place.path.join(".")} = ${kind}: afterwards other bits`);
        calls++;
      }
    }
    expect(fitted()).toBe(rightFit);
    expect(complaints).toEqual([]);
  });

  test("counted", () => {
    console.log(`${functions.length} functions and methods, ${places} arguments and fields, ${calls} misuses`);
    expect(calls).toBeGreaterThan(20_000);
  });
});
