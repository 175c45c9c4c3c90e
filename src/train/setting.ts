import { type CheckedData, checkData, copyData, type Data } from "../model/data.js";
import { checkNetwork, joinParameters, type Network, parameterCount, splitParameters } from "../model/network.js";
import type { Method } from "./method.js";
import { methodOf, planOf } from "./plan.js";
import type { Shape } from "./shape.js";
import type { TrainerOptions } from "./trainerOptions.js";

/** What a trainer is made of, for good. */
export interface Setting {
  readonly network: Network;
  readonly data: CheckedData;
  readonly shape: Shape;
  readonly method: Method;
}

/** Checks what a trainer is made of, and copies the data: what the caller does with it later is the caller's own affair. */
export function settingOf(where: string, network: Network, data: Data, options: TrainerOptions): Setting {
  checkNetwork(where, network);
  const checked = checkData(where, network, data);
  const plan = planOf(where, network, options);
  const { inputs, width, outputs } = network;
  return {
    network: splitParameters(network, joinParameters(network)),
    data: copyData(checked),
    shape: { inputs, width, outputs, samples: checked.x.rows, parameters: parameterCount(network) },
    method: methodOf(plan),
  };
}
