import { readFileSync } from "node:fs";
import { type Choice, type Data, type FitResult, type Matrix, type Network, type Status, tangentBands } from "../index.js";
import { decodeNetwork, decodeSafetensors, encodeNetwork, encodeSafetensors, type Tensor, tensorToMatrix } from "../io/index.js";
import { createRandom } from "../random/index.js";
import { UsageError } from "./errors.js";
import type { Column } from "./table/columns.js";
import type { Samples } from "./table/samples.js";
import { VERSION } from "./version.js";

// A model file is what `decodeNetwork` reads, with two things beside the network: in the metadata, as JSON under "fit", the columns and
// how the fit went; and as tensors "bands.*" the network that training began with and the samples, for uncertainty bands need both.
// Nothing in it depends on time, so the same fit gives the same bytes.

export interface About {
  nntk: string;
  columns: { x: Column[]; y: Column[]; weights?: Column };
  /** Samples fitted, and rows left out for an empty cell. */
  samples: number;
  dropped: number;
  seed: number;
  status: Status;
  steps: number;
  finalLoss: number;
  /** Root mean square error, one an output, in its own units. */
  rmse: number[];
  choice: Omit<Choice, "tried">;
}

/** The samples that bands are taken from, and the network that they are taken at. */
export interface BandsSource {
  start: Network;
  data: Data & { x: Matrix };
}

export interface Model {
  network: Network;
  /** Absent in a file that `encodeNetwork` alone has written. */
  about?: About;
  bands?: BandsSource;
}

/** More samples are represented by a random choice of as many: a decomposition of this order takes under a second. */
const BANDS_ROWS = 1000;

export type Bands = ReturnType<typeof tangentBands>;

/** What bands are taken from: all samples, or where they are too many a random choice of them. */
export function bandsSource({ start }: Pick<FitResult, "start">, samples: Samples, seed: number): BandsSource {
  const { x, y, weights } = samples;
  if (x.rows <= BANDS_ROWS) return { start, data: { x, y, ...(weights && { weights }) } };
  const rows = createRandom(seed).permutation(x.rows).slice(0, BANDS_ROWS).sort();
  const take = ({ cols, data }: Matrix): Matrix => {
    const picked = Array.from(rows, (row) => data.subarray(row * cols, (row + 1) * cols));
    return { rows: rows.length, cols, data: Float64Array.from(picked.flatMap((part) => [...part])) };
  };
  const chosen = weights && Float64Array.from(rows, (row) => weights[row] as number);
  return { start, data: { x: take(x), y: take(y), ...(chosen && { weights: chosen }) } };
}

/** The bands at these points. */
export function bandsAt({ start, data }: BandsSource, x: Matrix): Bands {
  return tangentBands(start, data, x);
}

export function encodeModel({ network, about, bands }: Model): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(encodeNetwork(network));
  const more: Record<string, Tensor> = {};
  if (bands) {
    const { W, b, C } = decodeSafetensors(encodeNetwork(bands.start)).tensors as Record<"W" | "b" | "C", Tensor>;
    const { x, y, weights } = bands.data as BandsSource["data"] & { y: Matrix; weights?: Float64Array };
    const tensorOf = ({ rows, cols, data }: Matrix): Tensor => ({ shape: [rows, cols], data });
    Object.assign(more, { "bands.W": W, "bands.b": b, "bands.C": C, "bands.x": tensorOf(x), "bands.y": tensorOf(y) });
    if (weights) more["bands.weights"] = { shape: [weights.length], data: weights };
  }
  return encodeSafetensors({ ...tensors, ...more }, { ...metadata, ...(about && { fit: JSON.stringify(about) }) });
}

/** Reads a model file. @throws {UsageError} no such file, or no model in it */
export function readModel(file: string): Model {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: ${code === "ENOENT" ? "no such file" : message}`);
  }
  try {
    return decodeModel(bytes);
  } catch (error) {
    throw new UsageError(`${file}: is no model of nntk: ${(error as Error).message}`);
  }
}

function decodeModel(bytes: Uint8Array): Model {
  const network = decodeNetwork(bytes);
  // a network as JSON has nothing beside it
  if (bytes[0] === 0x7b && bytes[7] !== 0) return { network };
  const { tensors, metadata } = decodeSafetensors(bytes);
  const model: Model = { network };
  if (metadata.fit !== undefined) model.about = checkAbout(JSON.parse(metadata.fit), network);
  const [W, b, C, x, y] = ["W", "b", "C", "x", "y"].map((name) => tensors[`bands.${name}`]);
  if (W && b && C && x && y) {
    const weights = tensors["bands.weights"]?.data;
    const start = { ...network, W: W.data, b: b.data, C: C.data };
    model.bands = { start, data: { x: tensorToMatrix(x), y: tensorToMatrix(y), ...(weights && { weights }) } };
  }
  return model;
}

/** The file may be anybody's: what is used of it is what it says it is. */
function checkAbout(value: unknown, { inputs, outputs }: Network): About {
  const about = value as About;
  const isColumn = (column: unknown) =>
    typeof (column as Column)?.name === "string" && ["number", "date"].includes((column as Column).kind);
  const { x, y } = about?.columns ?? {};
  const columns = Array.isArray(x) && Array.isArray(y) && x.length === inputs && y.length === outputs && [...x, ...y].every(isColumn);
  const figures = ["samples", "dropped", "seed", "steps"].every((key) => typeof about?.[key as "seed"] === "number");
  if (!columns || !figures || typeof about.choice !== "object" || !Array.isArray(about.rmse))
    throw new RangeError('the record "fit" in its metadata is not whole');
  return about;
}

/** What the file says of a fit. */
export function aboutFit(result: FitResult, samples: Samples, seed: number, rmse: number[]): About {
  const { tried: _, ...choice } = result.choice;
  const { status, steps, finalLoss } = result;
  const counts = { samples: samples.x.rows, dropped: samples.dropped.length };
  return { nntk: VERSION, columns: samples.columns, ...counts, seed, status, steps, finalLoss, rmse, choice };
}
