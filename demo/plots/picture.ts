import type { Frame, Opened } from "../race/messages.js";
import type { Chart } from "./chart.js";

/** A picture of a race, and the same in words and numbers for whoever does not see it. */
export interface Picture {
  readonly chart: Chart;
  open(opened: Opened): void;
  draw(frame: Frame): void;
  /** What the picture shows now, in a sentence. */
  reading(): string;
  /** Its numbers: a heading and rows. */
  table(): string[][];
}
