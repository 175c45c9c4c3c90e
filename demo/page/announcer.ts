// What a listener should hear, and no more: the start, each method's end, the end of the race, what is wrong.
import type { Frame } from "../race/messages.js";
import { METHOD_KEYS, METHODS, type MethodKey } from "../race/methods.js";
import type { Settings } from "../settings/settings.js";
import { grouped, scientific } from "./numbers.js";

export class Announcer {
  private ended = new Set<MethodKey>();
  private over = false;

  constructor(private readonly status: HTMLElement) {}

  opened({ width, target }: Settings): void {
    this.ended.clear();
    this.over = false;
    this.status.classList.remove("problem-bar");
    this.say(`A race of five methods, ${grouped(width)} units, target ${target}.`);
  }

  heard({ lanes, over }: Frame): void {
    for (const key of METHOD_KEYS) {
      const { status, loss, steps } = lanes[key];
      if (!status || this.ended.has(key)) continue;
      this.ended.add(key);
      this.say(`${METHODS[key].label} has ended, ${status}: loss ${scientific(loss)} after ${grouped(steps)} steps.`);
    }
    if (over && !this.over) {
      this.over = true;
      const best = METHOD_KEYS.reduce((a, b) => (lanes[b].loss < lanes[a].loss ? b : a));
      this.say(`The race is over. ${METHODS[best].label} has the lowest loss, ${scientific(lanes[best].loss)}.`);
    }
  }

  /** Shown as well as said. */
  problem(text: string): void {
    this.status.classList.add("problem-bar");
    this.say(text);
  }

  private say(text: string): void {
    this.status.textContent = text;
  }
}
