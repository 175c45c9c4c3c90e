import type { Matrix } from "../core/matrix.js";
import { safeScale } from "../linalg/powerOfTwo.js";
import { type CheckedData, checkData, type Data } from "../model/data.js";
import { checkNetwork, joinParameters, type Network, parameterCount, splitParameters } from "../model/network.js";
import type { Method } from "./method.js";
import { methodOf, planOf } from "./plan.js";
import type { Shape } from "./shape.js";
import type { TrainerOptions } from "./trainerOptions.js";

/** What a trainer is made of, for good. */
export interface Setting {
  readonly network: Network;
  readonly data: CheckedData & { readonly y: Matrix };
  readonly shape: Shape;
  readonly method: Method;
  /** mean |y|^2 over the samples, in the network's coordinates, weights regarded. */
  readonly meanSquare: number;
}

/** Checks what a trainer is made of, and copies the data: what the caller does with it later is the caller's own affair. */
export function settingOf(where: string, network: Network, data: Data, options: TrainerOptions): Setting {
  checkNetwork(where, network);
  const { x, y, weights } = checkData(where, network, data);
  const plan = planOf(where, network, options);
  const { inputs, width, outputs } = network;
  const copy = { x: { ...x, data: x.data.slice() }, y: { ...y, data: y.data.slice() }, weights: weights?.slice() };
  return {
    network: splitParameters(network, joinParameters(network)),
    data: copy,
    shape: { inputs, width, outputs, samples: x.rows, parameters: parameterCount(network) },
    method: methodOf(plan),
    meanSquare: meanSquareOf(network, copy),
  };
}

/** mean |y|^2 over the samples, in the network's coordinates. */
function meanSquareOf({ outputs, scaling }: Network, { y, weights }: Setting["data"]): number {
  const unit = weights ? safeScale(weights) : 1;
  let sum = 0;
  let total = 0;
  for (let m = 0; m < y.rows; m++) {
    const weight = (weights?.[m] ?? 1) / unit;
    total += weight;
    for (let k = 0; k < outputs; k++) {
      const value = y.data[m * outputs + k] as number;
      const scaled = scaling ? (value - (scaling.yMean[k] as number)) / (scaling.yScale[k] as number) : value;
      sum += weight * scaled * scaled;
    }
  }
  return sum / total;
}
