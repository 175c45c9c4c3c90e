// What the picture page and its Worker say to one another.
import type { Status } from "nntk";
import type { Curve } from "../race/curve.js";
import type { Command } from "../race/player.js";
import type { Side } from "./duel.js";
import type { ImageSettings } from "./settings.js";

export type ToImageWorker = { kind: "open"; run: number; settings: ImageSettings } | { kind: "model"; side: Side } | Command;

export interface SideFrame {
  steps: number;
  seconds: number;
  psnr: number;
  status?: Status;
  digest?: string;
  digestStep: number;
  curve: Curve;
  /** Four bytes a pixel. */
  pixels: Uint8ClampedArray;
}

export interface ImageFrame {
  kind: "frame";
  run: number;
  size: number;
  lanes: Record<Side, SideFrame>;
  playing: boolean;
  over: boolean;
}

export type FromImageWorker =
  | { kind: "opened"; run: number; size: number; pixels: Uint8ClampedArray }
  | ImageFrame
  | { kind: "model"; run: number; side: Side; bytes: Uint8Array }
  | { kind: "refused"; run: number; message: string };
