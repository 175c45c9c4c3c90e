import type { FitRecord } from "../../index.js";
import { duration, figure } from "../format.js";
import type { Terminal } from "../terminal.js";
import type { Watcher } from "./run.js";

/** Where a fit may end, for the time that remains. */
export interface Limits {
  steps: number;
  seconds?: number;
  loss?: number;
  /** Steps and seconds of compute time before this call. */
  before: { steps: number; seconds: number };
}

/** The last steps, from which the pace and the loss's fall are taken. */
const WINDOW = 20;
const FRAME_MS = 80;

/** One line on the terminal, redrawn in place: iteration, loss, rate and the time that remains; nothing where nobody watches. */
export class Progress implements Watcher {
  private readonly recent: { time: number; loss: number; step: number }[] = [];
  private drawn = 0;
  private seconds: number;
  private readonly timer?: NodeJS.Timeout;

  constructor(
    private readonly terminal: Terminal,
    private readonly limits: Limits,
  ) {
    this.seconds = limits.before.seconds;
    if (!terminal.watched) return;
    const begun = performance.now();
    this.draw("comparing networks to begin with");
    this.timer = setInterval(() => {
      if (this.recent.length === 0)
        this.draw(`comparing networks to begin with, ${duration(Math.floor((performance.now() - begun) / 1000))}`);
    }, 1000);
    this.timer.unref();
  }

  step(record: FitRecord): void {
    this.seconds += record.seconds;
    const time = performance.now();
    this.recent.push({ time, loss: record.loss, step: record.step });
    if (this.recent.length > WINDOW) this.recent.shift();
    if (!this.terminal.watched || time - this.drawn < FRAME_MS) return;
    this.drawn = time;
    const held = record.validationLoss === undefined ? "" : `  held out ${figure(record.validationLoss)}`;
    const rate = this.rate();
    const pace = rate === undefined ? "" : `  ${figure(rate)} /s`;
    this.draw(`iteration ${record.step}  loss ${figure(record.loss)}${held}${pace}${this.left(rate)}`);
  }

  trouble(message: string): void {
    this.clear();
    this.terminal.err(`nntk: ${message}\n`);
  }

  /** Takes the line away. */
  stop(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(text: string): void {
    this.terminal.err(`\r\x1b[2K${text.slice(0, this.terminal.columns - 1)}`);
  }

  private clear(): void {
    if (this.terminal.watched) this.terminal.err("\r\x1b[2K");
  }

  /** Iterations a second over the last ones. */
  private rate(): number | undefined {
    const [first, last] = [this.recent[0], this.recent.at(-1)];
    return first && last && last.time > first.time ? (1000 * (last.step - first.step)) / (last.time - first.time) : undefined;
  }

  private left(rate: number | undefined): string {
    const seconds = remaining(this.recent, rate, this.seconds, this.limits);
    return seconds === undefined ? "" : `  ${seconds.sure ? "at most" : "about"} ${duration(Math.ceil(seconds.value))} left`;
  }
}

/** The time until the steps or the seconds are spent, or, sooner perhaps, until the loss asked for is reached at its present pace. */
export function remaining(
  recent: readonly { loss: number; step: number }[],
  rate: number | undefined,
  spent: number,
  { steps, seconds, loss }: Limits,
): { value: number; sure: boolean } | undefined {
  const [first, last] = [recent[0], recent.at(-1)];
  if (rate === undefined || first === undefined || last === undefined) return undefined;
  const value = Math.min((steps - last.step) / rate, seconds === undefined ? Infinity : seconds - spent);
  if (loss === undefined || loss <= 0 || last.loss >= first.loss) return { value: Math.max(0, value), sure: true };
  const fall = Math.log(first.loss / last.loss) / (last.step - first.step);
  const target = Math.log(last.loss / loss) / fall / rate;
  return target < value ? { value: Math.max(0, target), sure: false } : { value: Math.max(0, value), sure: true };
}
