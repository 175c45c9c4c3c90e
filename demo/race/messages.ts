// What the page and its Worker say to one another. Each message of a run carries the run's number: late ones of an earlier run are dropped.
import type { Status } from "nntk";
import type { Settings } from "../settings/settings.js";
import type { Table } from "../targets/table.js";
import type { Curve } from "./curve.js";
import type { MethodKey } from "./methods.js";
import type { Command } from "./player.js";

export type ToWorker = { kind: "open"; run: number; settings: Settings } | { kind: "model"; method: MethodKey } | Command;

/** The unchanging part of a run. */
export interface Opened {
  kind: "opened";
  run: number;
  points: Table;
  /** Where the fits are drawn. */
  grid: Float64Array;
  /** Middle of each band of frequencies, in oscillations across the range, and the target's own amplitude there. */
  oscillations: number[];
  targetBands: Float64Array;
  /** Eigenvalues of the tangent kernel at the start, descending. */
  spectrum: Float64Array;
}

export interface LaneFrame {
  steps: number;
  seconds: number;
  loss: number;
  gamma: number;
  status?: Status;
  digest?: string;
  digestStep: number;
  /** What the loss curve has gained. */
  curve: Curve;
  /** At the grid; absent where training has overflowed. */
  fit?: Float64Array;
  /** Amplitudes of the error by frequency. */
  bands?: Float64Array;
}

export interface Frame {
  kind: "frame";
  run: number;
  lanes: Record<MethodKey, LaneFrame>;
  playing: boolean;
  over: boolean;
}

export type FromWorker =
  | Opened
  | Frame
  /** The tangent kernel of structured Newton's network as it stands. */
  | { kind: "spectrum"; run: number; values: Float64Array }
  | { kind: "model"; run: number; method: MethodKey; bytes: Uint8Array }
  /** The settings make no run: a formula that cannot be read, and where. */
  | { kind: "refused"; run: number; message: string; position?: number };
