// Five methods from one start on one target, each given the same compute time.
import { createNetwork, type Network } from "nntk";
import { ntkSpectrum } from "nntk/kernels";
import { criticalLearningRate } from "nntk/theory";
import type { Settings } from "../settings/settings.js";
import { pointsOf } from "../targets/points.js";
import type { Table } from "../targets/table.js";
import { Lane } from "./lane.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "./methods.js";
import { giveTurn, nextLane } from "./turns.js";

export class Race {
  readonly points: Table;
  readonly lanes: Record<MethodKey, Lane>;
  /** Eigenvalues of the tangent kernel at the start, descending. */
  readonly spectrum: Float64Array;
  private readonly seconds: number;

  /** @throws {FormulaError} the formula of the settings cannot be read */
  constructor(readonly settings: Settings) {
    this.points = pointsOf(settings);
    this.seconds = settings.seconds;
    const network = startOf(settings, this.points);
    this.spectrum = ntkSpectrum(network, this.points.x);
    const critical = Math.min(criticalLearningRate(this.spectrum), Number.MAX_VALUE);
    const lane = (key: MethodKey) => new Lane(network, this.points, METHODS[key].options(settings, critical), METHODS[key].digestAt);
    this.lanes = Object.fromEntries(METHOD_KEYS.map((key) => [key, lane(key)])) as Record<MethodKey, Lane>;
  }

  /** Gives a slice of time to the method that has had least. Returns false where the race is over. */
  turn(): boolean {
    return giveTurn(this.all, this.seconds);
  }

  /** One step of each method that has not ended. */
  step(): void {
    for (const lane of this.all) lane.run(Number.MAX_VALUE, 1);
  }

  /** Whether each method has ended or had its time. */
  get over(): boolean {
    return nextLane(this.all, this.seconds) === undefined;
  }

  private get all(): Lane[] {
    return METHOD_KEYS.map((key) => this.lanes[key]);
  }
}

/** The network that every method starts from. */
export function startOf(settings: Settings, points: Table): Network {
  const { width, beta, activation, inputScale, seed, standardize } = settings;
  const network = createNetwork({ inputs: 1, width, beta, activation, seed, init: { inputScale } });
  if (!standardize) return network;
  const [xMean, xScale] = moments(points.x);
  const [yMean, yScale] = moments(points.y);
  return { ...network, scaling: { xMean, xScale, yMean, yScale } };
}

/** Mean and standard deviation, the latter 1 where nothing varies. */
function moments(values: Float64Array): [Float64Array, Float64Array] {
  const mean = values.reduce((total, value) => total + value / values.length, 0);
  const variance = values.reduce((total, value) => total + ((value - mean) * (value - mean)) / values.length, 0);
  return [Float64Array.of(mean), Float64Array.of(Math.sqrt(variance) || 1)];
}
