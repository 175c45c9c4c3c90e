// Fairness: the next slice of time always goes to the method that has had least.
import type { Lane } from "./lane.js";

/** Compute time of one turn, in milliseconds. */
const SLICE = 20;

/** The lane whose turn it is; undefined where each has ended or had its time. */
export function nextLane(lanes: readonly Lane[], seconds: number): Lane | undefined {
  const running = lanes.filter((lane) => !lane.status && lane.seconds < seconds);
  return running.reduce<Lane | undefined>((least, lane) => (least && least.seconds <= lane.seconds ? least : lane), undefined);
}

/** Runs the lane whose turn it is. Returns false where that was the last turn. */
export function giveTurn(lanes: readonly Lane[], seconds: number): boolean {
  nextLane(lanes, seconds)?.run(SLICE);
  return nextLane(lanes, seconds) !== undefined;
}
