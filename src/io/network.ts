import { checkOptions, wrongValue } from "../core/checks.js";
import { checkNetwork, type Network } from "../model/network.js";
import { type Bytes, parseJson } from "./bytes.js";
import { checkFormat, checkKind, encodeRecordJson, jsonText, type RecordFormat, readJson } from "./record.js";
import { encodeSafetensors, readSafetensors, type Safetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";

const KIND = "nntk-network";
const FIELDS = ["inputs", "width", "outputs", "activation", "beta", "W", "b", "C", "scaling", "allowAnyBeta"] as const;
const SCALES = ["xMean", "xScale", "yMean", "yScale"] as const;
const TENSORS = ["W", "b", "C", ...SCALES.map((name) => `scaling.${name}`)];

/**
 * A network as a file: safetensors with the tensors W (width x inputs), b (width) and C (outputs x width), for any program that reads the
 * format; or JSON with the arrays in base64 ({ format: "json" }), for places that want text. Either keeps every bit, and the scaling.
 *
 * Safetensors' metadata hold format "nntk-network", version, activation and beta; the scaling's tensors are scaling.xMean and so on. A
 * program may keep more in the file, for itself: other metadata, and tensors with a prefix of its own (program.name), are left alone.
 *
 * Cost     one copy of the parameters, 8 bytes each; as JSON 11
 *
 * @throws {TypeError} not a network, an unknown option  @throws {RangeError} a field of the wrong length or value
 *
 * @example
 * ```ts
 * import { createNetwork } from "nntk";
 * import { decodeNetwork, encodeNetwork } from "nntk/io";
 * const network = createNetwork({ inputs: 1, width: 100, seed: 3 });
 * const bytes = encodeNetwork(network); // for writeFileSync("model.safetensors", bytes)
 * decodeNetwork(bytes).width; // => 100
 * decodeNetwork(encodeNetwork(network, { format: "json" })).beta; // => 0.52
 * ```
 */
export function encodeNetwork(network: Network, options?: { format?: "safetensors" }): Uint8Array;
export function encodeNetwork(network: Network, options: { format: "json" }): string;
export function encodeNetwork(network: Network, options?: { format?: RecordFormat }): Uint8Array | string {
  const where = "encodeNetwork";
  const { inputs, width, outputs, activation, beta, W, b, C, scaling, allowAnyBeta } = checkNetwork(where, network);
  if (checkFormat(where, options) === "json") {
    return encodeRecordJson(where, KIND, Object.fromEntries(FIELDS.map((field) => [field, network[field]])));
  }
  const tensors: Record<string, Tensor | Float64Array> = {
    W: { shape: [width, inputs], data: W },
    b,
    C: { shape: [outputs, width], data: C },
  };
  if (scaling !== undefined) for (const name of SCALES) tensors[`scaling.${name}`] = scaling[name];
  const metadata: Record<string, string> = { format: KIND, version: "1", activation, beta: String(beta) };
  if (allowAnyBeta !== undefined) metadata.allowAnyBeta = String(allowAnyBeta);
  return encodeSafetensors(tensors, metadata);
}

/**
 * The network in a file written by `encodeNetwork`: safetensors or JSON, as bytes or, for JSON, as text. The file need not be trusted: what
 * comes back is a whole network with finite parameters.
 *
 * @throws {TypeError} neither bytes nor text; a part of the wrong kind  @throws {RangeError} a file that breaks its format or holds no
 *   network: another kind of file, shapes that do not fit, an unknown activation, NaN among the parameters
 */
export function decodeNetwork(file: Bytes | string): Network {
  const where = "decodeNetwork";
  const text = jsonText(where, file);
  if (text === undefined) return fromTensors(where, readSafetensors(where, file as Bytes));
  return checkNetwork(where, checkOptions(where, "record", readJson(where, KIND, text), FIELDS));
}

/** The shapes of W and C say inputs, width and outputs; the metadata hold what is no tensor. */
function fromTensors(where: string, { tensors, metadata }: Safetensors): Network {
  checkKind(where, KIND, metadata);
  const own = Object.fromEntries(Object.entries(tensors).filter(([name]) => !/^(?!scaling\.)\w+\./.test(name)));
  const { W, b, C, ...scales } = checkOptions(where, "tensors", own, TENSORS);
  const [width, inputs] = shapeOf(where, "W", W);
  const [outputs] = shapeOf(where, "C", C);
  const { activation, beta, allowAnyBeta } = metadata;
  const network: Record<string, unknown> = { inputs, width, outputs, activation, W: W?.data, b: b?.data, C: C?.data };
  if (beta !== undefined) network.beta = parseJson(where, "metadata.beta", beta);
  if (allowAnyBeta !== undefined) network.allowAnyBeta = parseJson(where, "metadata.allowAnyBeta", allowAnyBeta);
  const scaling = Object.entries(scales).map(([name, { data }]) => [name.slice("scaling.".length), data]);
  if (scaling.length > 0) network.scaling = Object.fromEntries(scaling);
  return checkNetwork(where, network);
}

function shapeOf(where: string, name: string, tensor: Tensor | undefined): number[] {
  if (tensor?.shape.length === 2) return tensor.shape;
  return wrongValue(where, name, "a tensor of 2 dimensions", tensor ? tensor.shape.length : "none");
}
