import { type Data, type FitOptions, type FitRecord, type FitResult, type FitState, fit } from "../../index.js";
import { encodeTrainer } from "../../io/index.js";
import { writeWhole } from "../files.js";

/** A fit as plain data, for a thread of its own. */
export interface Job {
  data: Data;
  options: Omit<FitOptions, "onStep" | "signal">;
  checkpoint?: CheckpointJob;
  /** One 32-bit word, 1 once the fit is to stop after its step. */
  stop: SharedArrayBuffer;
}

interface CheckpointJob {
  file: string;
  /** Seconds between two writings. */
  every: number;
  /** What is written beside the fit's state: the command's own settings. */
  command: object;
}

/** What is told on the way. */
export type Event = { kind: "step"; record: FitRecord } | { kind: "trouble"; message: string } | { kind: "done"; result: FitResult };

/** What a checkpoint holds: a fit's state and the command that it is of. */
export type Checkpoint = FitState & { command?: unknown };

/**
 * Runs a fit. Its state is written every few seconds and where it ends, asked to stop or not; a disk that refuses is trouble to be told of,
 * not the end of the fit.
 */
export function runJob({ data, options, checkpoint, stop }: Job, tell: (event: Event) => void): void {
  const flag = new Int32Array(stop);
  let written = performance.now();
  let aborted = false;
  let latest: (() => FitState) | undefined;
  const write = () => {
    if (checkpoint === undefined || latest === undefined) return;
    try {
      const content: Checkpoint = { ...latest(), command: checkpoint.command };
      writeWhole(checkpoint.file, encodeTrainer(content));
    } catch (error) {
      tell({ kind: "trouble", message: `--checkpoint ${checkpoint.file}: ${(error as Error).message}` });
    }
    written = performance.now();
  };
  const onStep = (record: FitRecord, state: () => FitState) => {
    latest = state;
    aborted = Atomics.load(flag, 0) === 1;
    tell({ kind: "step", record });
    if (performance.now() - written >= 1000 * (checkpoint?.every ?? Infinity)) write();
  };
  const signal = {
    get aborted() {
      return aborted;
    },
  };
  const result = fit(data, { ...options, onStep, signal });
  write();
  tell({ kind: "done", result });
}
