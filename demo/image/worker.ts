// The two networks, in a Worker of their own.
import { encodeNetwork } from "nntk/io";
import { Player, type Stage } from "../race/player.js";
import { Duel, psnr, SIDES, type Side } from "./duel.js";
import type { FromImageWorker, SideFrame, ToImageWorker } from "./messages.js";

const send = (message: FromImageWorker) => postMessage(message);

class DuelStage implements Stage {
  constructor(
    private readonly run: number,
    private readonly duel: Duel,
  ) {
    const { size, rgb } = duel.picture;
    send({ kind: "opened", run, size, pixels: pixelsOf(rgb) });
  }

  turn(): boolean {
    return this.duel.turn();
  }

  step(): void {
    this.duel.step();
  }

  frame(playing: boolean): void {
    const { run, duel } = this;
    const lanes = Object.fromEntries(SIDES.map((side) => [side, this.side(side)])) as Record<Side, SideFrame>;
    send({ kind: "frame", run, size: duel.picture.size, lanes, playing, over: duel.over });
  }

  aside(): void {}

  model(side: Side): void {
    send({ kind: "model", run: this.run, side, bytes: encodeNetwork(this.duel.lanes[side].network()) });
  }

  private side(side: Side): SideFrame {
    const lane = this.duel.lanes[side];
    const { steps, seconds, loss, status, digest, digestStep } = lane;
    const pixels = pixelsOf(lane.outputs(this.duel.places) ?? new Float64Array(this.duel.picture.rgb.length));
    return { steps, seconds, psnr: psnr(loss), status, digest, digestStep, curve: lane.takeCurve(), pixels };
  }
}

function pixelsOf(rgb: Float64Array): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray((4 * rgb.length) / 3).fill(255);
  for (const [i, value] of rgb.entries()) pixels[4 * Math.floor(i / 3) + (i % 3)] = 255 * value;
  return pixels;
}

let run = 0;
let stage: DuelStage | undefined;
const player = new Player((error) => {
  stage = undefined;
  send({ kind: "refused", run, message: error.message });
});

addEventListener("message", ({ data }: MessageEvent<ToImageWorker>) => {
  if (data.kind === "model") return stage?.model(data.side);
  if (data.kind !== "open") return player.do(data);
  run = data.run;
  player.open(() => {
    stage = new DuelStage(run, new Duel(data.settings));
    return stage;
  });
});
