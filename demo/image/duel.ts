// Two methods from one start on one picture: (x, y) -> (red, green, blue), each given the same compute time.
import { createNetwork, type Data, type Network, type TrainerOptions } from "nntk";
import { Lane } from "../race/lane.js";
import { giveTurn, nextLane } from "../race/turns.js";
import type { Picture } from "./presets.js";
import { type ImageSettings, pictureOf } from "./settings.js";

export const SIDES = ["structured", "rival"] as const;
export type Side = (typeof SIDES)[number];

/** The step whose parameters are hashed. */
const DIGEST_AT: Record<Side, number> = { structured: 3, rival: 20 };

export class Duel {
  readonly picture: Picture;
  /** Middle of each pixel, from 0 to 1. */
  readonly places: Data["x"];
  readonly lanes: Record<Side, Lane>;
  private readonly all: Lane[];
  private readonly seconds: number;

  constructor(settings: ImageSettings) {
    this.picture = pictureOf(settings);
    this.seconds = settings.seconds;
    const { size, rgb } = this.picture;
    const place = (i: number) => ((i % 2 === 0 ? (i >> 1) % size : Math.floor((i >> 1) / size)) + 0.5) / size;
    this.places = { rows: size * size, cols: 2, data: Float64Array.from({ length: 2 * size * size }, (_, i) => place(i)) };
    const data: Data = { x: this.places, y: { rows: size * size, cols: 3, data: rgb } };
    const network = startOf(settings);
    this.lanes = {
      structured: new Lane(network, data, {}, DIGEST_AT.structured),
      rival: new Lane(network, data, rivalOptions(settings), DIGEST_AT.rival),
    };
    this.all = SIDES.map((side) => this.lanes[side]);
  }

  turn(): boolean {
    return giveTurn(this.all, this.seconds);
  }

  step(): void {
    for (const lane of this.all) lane.run(Number.MAX_VALUE, 1);
  }

  get over(): boolean {
    return nextLane(this.all, this.seconds) === undefined;
  }
}

/** Peak signal-to-noise ratio in decibels, of colours between 0 and 1:  -10 log10(mean square) = -10 log10(2 L / 3). */
export function psnr(loss: number): number {
  return -10 * Math.log10((2 * loss) / 3);
}

/** The network that both start from: places with mean 0 and deviation 1, colours around 0. */
function startOf({ width, activation, inputScale, seed }: ImageSettings): Network {
  const network = createNetwork({ inputs: 2, outputs: 3, width, activation, seed, init: { inputScale } });
  const deviation = Math.sqrt(1 / 12);
  return {
    ...network,
    scaling: {
      xMean: Float64Array.of(0.5, 0.5),
      xScale: Float64Array.of(deviation, deviation),
      yMean: Float64Array.of(0.5, 0.5, 0.5),
      yScale: Float64Array.of(1, 1, 1),
    },
  };
}

function rivalOptions({ rival, rate }: ImageSettings): TrainerOptions {
  return { method: rival === "adam" ? "adam" : "gradient-descent", learningRate: rate };
}
