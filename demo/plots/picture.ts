import type { Frame, Opened } from "../race/messages.js";
import type { MethodKey } from "../race/methods.js";

/** A picture of a race, and the same in words and numbers for whoever does not see it. */
export interface Picture {
  /** Shows or hides a method, in the pictures that have them. */
  show?(key: MethodKey, visible: boolean): void;
  open(opened: Opened): void;
  draw(frame: Frame): void;
  /** What the picture shows now, in a sentence. */
  reading(): string;
  /** Its numbers: a heading and rows. */
  table(): string[][];
}
