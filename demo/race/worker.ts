// The race, in a Worker of its own: the page only draws.
import { encodeNetwork } from "nntk/io";
import { ntkSpectrum } from "nntk/kernels";
import { FormulaError } from "../formula.js";
import { Frequencies } from "./frequencies.js";
import type { FromWorker, LaneFrame, ToWorker } from "./messages.js";
import { METHOD_KEYS, type MethodKey } from "./methods.js";
import { Player, type Stage } from "./player.js";
import { Race } from "./race.js";

const GRID = 400;

const send = (message: FromWorker) => postMessage(message);

class RaceStage implements Stage {
  private readonly grid: Float64Array;
  private readonly frequencies: Frequencies;
  /** The step of structured Newton whose spectrum was last sent. */
  private spectrumStep = 0;

  constructor(
    private readonly run: number,
    private readonly race: Race,
  ) {
    const { points, spectrum } = race;
    const { x, y } = points;
    const [low, high] = [x[0] as number, x[x.length - 1] as number];
    this.grid = Float64Array.from({ length: GRID }, (_, i) => low + ((high - low) * i) / (GRID - 1));
    this.frequencies = new Frequencies(x.length);
    const { oscillations } = this.frequencies;
    send({ kind: "opened", run, points, grid: this.grid, oscillations, targetBands: this.frequencies.bands(y), spectrum });
  }

  turn(): boolean {
    return this.race.turn();
  }

  step(): void {
    this.race.step();
  }

  frame(playing: boolean): void {
    const { run, race } = this;
    const lanes = Object.fromEntries(METHOD_KEYS.map((key) => [key, this.laneFrame(key)])) as Record<MethodKey, LaneFrame>;
    send({ kind: "frame", run, lanes, playing, over: race.over });
  }

  aside(): void {
    const lane = this.race.lanes.structured;
    if (lane.steps === this.spectrumStep || lane.status === "nonfinite") return;
    this.spectrumStep = lane.steps;
    send({ kind: "spectrum", run: this.run, values: ntkSpectrum(lane.network(), this.race.points.x) });
  }

  model(method: MethodKey): void {
    send({ kind: "model", run: this.run, method, bytes: encodeNetwork(this.race.lanes[method].network()) });
  }

  private laneFrame(key: MethodKey): LaneFrame {
    const { x, y } = this.race.points;
    const lane = this.race.lanes[key];
    const { steps, seconds, loss, gamma, status, digest, digestStep } = lane;
    const outputs = lane.outputs(Float64Array.of(...this.grid, ...x));
    const bands = outputs && this.frequencies.bands(outputs.subarray(GRID).map((value, m) => value - (y[m] as number)));
    return { steps, seconds, loss, gamma, status, digest, digestStep, curve: lane.takeCurve(), fit: outputs?.slice(0, GRID), bands };
  }
}

let run = 0;
let stage: RaceStage | undefined;
const player = new Player((error) => {
  stage = undefined;
  send({ kind: "refused", run, message: error.message, position: error instanceof FormulaError ? error.position : undefined });
});

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "model") return stage?.model(data.method);
  if (data.kind !== "open") return player.do(data);
  run = data.run;
  player.open(() => {
    stage = new RaceStage(run, new Race(data.settings));
    return stage;
  });
});
