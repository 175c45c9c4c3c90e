// Plays a race in a Worker: slices of computing, and between them messages, frames and asides.
import { Rhythm } from "./rhythm.js";

/** What is played. */
export interface Stage {
  /** Computes for a slice; false where that was the last. */
  turn(): boolean;
  /** One step of each method. */
  step(): void;
  /** Sends the page what it needs for a frame. */
  frame(playing: boolean): void;
  /** Sends what is dear to compute and need not be fresh. */
  aside(): void;
}

export type Command = { kind: "play" } | { kind: "pause" } | { kind: "step" } | { kind: "drawn" };

export class Player {
  private stage?: Stage;
  private playing = false;
  private looping = false;
  /** The page has drawn what it was sent. */
  private ready = true;
  private readonly frames = new Rhythm(80, 4);
  private readonly asides = new Rhythm(400, 5);

  /** `fail` is told what a stage throws; it is not played any further. */
  constructor(private readonly fail: (error: Error) => void) {}

  /** Plays another stage, or none where it cannot be set. */
  open(set: () => Stage): void {
    this.stage = undefined;
    this.guard(() => {
      this.stage = set();
      this.show();
    });
  }

  do({ kind }: Command): void {
    if (kind === "drawn") this.ready = true;
    if (kind === "play") this.playing = true;
    if (kind === "pause" || kind === "step") this.playing = false;
    if (kind === "pause" || kind === "step") {
      this.guard(() => {
        if (kind === "step") this.stage?.step();
        this.show();
      });
    }
    if (!this.looping) void this.loop();
  }

  private async loop(): Promise<void> {
    this.looping = true;
    while (this.playing && this.stage) {
      const { stage } = this;
      this.guard(() => this.slice(stage));
      await messages();
    }
    this.looping = false;
  }

  private slice(stage: Stage): void {
    const more = stage.turn();
    if (!more) this.playing = false;
    if (!more || (this.ready && this.frames.due())) this.show();
    if (!more || this.asides.due()) this.asides.beat(() => stage.aside());
  }

  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.stage = undefined;
      this.fail(error as Error);
    }
  }

  private show(): void {
    const { stage } = this;
    if (!stage) return;
    this.ready = false;
    this.frames.beat(() => stage.frame(this.playing));
  }
}

/** Lets messages in. */
function messages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(undefined);
  });
}
