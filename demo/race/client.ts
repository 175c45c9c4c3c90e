// The page's end of the line to the Worker.
import type { Settings } from "../settings/settings.js";
import type { FromWorker, ToWorker } from "./messages.js";
import type { MethodKey } from "./methods.js";

export type Listener = (message: FromWorker) => void;

export class Client {
  /** The number of the run that was opened last. */
  run = 0;
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "race" });

  constructor(listen: Listener, onFailure: (message: string) => void) {
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.run === this.run) listen(data);
    };
    this.worker.onerror = (event) => onFailure(event.message || "the Worker could not be started");
  }

  open(settings: Settings, playing: boolean): void {
    this.run++;
    this.say({ kind: "open", run: this.run, settings });
    this.say({ kind: playing ? "play" : "pause" });
  }

  play(): void {
    this.say({ kind: "play" });
  }

  pause(): void {
    this.say({ kind: "pause" });
  }

  step(): void {
    this.say({ kind: "step" });
  }

  drawn(): void {
    this.say({ kind: "drawn" });
  }

  model(method: MethodKey): void {
    this.say({ kind: "model", method });
  }

  private say(message: ToWorker): void {
    this.worker.postMessage(message);
  }
}
