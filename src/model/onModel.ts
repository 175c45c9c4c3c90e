import type { Engine } from "../engine/engine.js";
import { withEngine } from "../engine/pool.js";
import { BoundModel, type Derivatives } from "./boundModel.js";
import type { CheckedData } from "./data.js";
import type { Network } from "./network.js";

/** Borrows an engine, binds a checked network and its data to it, and runs `use`. */
export function onModel<T>(
  network: Network,
  data: CheckedData,
  derivatives: Derivatives,
  use: (model: BoundModel, engine: Engine) => T,
): T {
  return withEngine((engine) => use(new BoundModel(engine, network, data, derivatives), engine));
}

/** Makes every NaN (the work overflowed) the one NaN: sign and payload differ between processors. In place. */
export function oneNaN(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = NaN;
  return values;
}
