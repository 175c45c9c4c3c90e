import { createLogUpdate } from "log-update";
import { colors as pc } from "./colors.js";
import { grouped, scientific } from "./format.js";
import type { Method } from "./methods.js";
import type { Run } from "./race.js";
import { sparkline } from "./sparkline.js";

/** Shows how far each method is. */
export interface Progress {
  update(run: Run): void;
  /** The run ended. */
  settle(run: Run): void;
  stop(): void;
}

const CURVE_WIDTH = 28;
const FRAME_MS = 80;
const PLAIN_MS = 3000;

export function createProgress(methods: readonly Method[], seconds: number, seeds: number): Progress {
  return process.stdout.isTTY ? liveProgress(methods, seconds, seeds) : plainProgress(methods, seeds);
}

/** A line a method, redrawn in place. */
function liveProgress(methods: readonly Method[], seconds: number, seeds: number): Progress {
  const log = createLogUpdate(process.stdout);
  const runs = new Map<string, Shown>();
  let drawn = 0;
  const width = Math.max(...methods.map((m) => m.label.length));
  const draw = () => {
    const losses = [...runs.values()].flatMap(({ run }) => [run.initialLoss, run.finalLoss]).filter((loss) => loss > 0);
    const range = [Math.min(...losses), Math.max(...losses)] as const;
    log(methods.map((method) => line(method.label.padEnd(width), runs.get(method.key), range, seconds, seeds)).join("\n"));
  };
  const take = (run: Run, done: boolean) => {
    const before = runs.get(run.method);
    runs.set(run.method, { run, done, count: (before?.count ?? 0) + (done ? 1 : 0) });
  };
  return {
    update(run) {
      take(run, false);
      if (performance.now() - drawn < FRAME_MS) return;
      draw();
      drawn = performance.now();
    },
    settle(run) {
      take(run, true);
      draw();
    },
    stop: () => log.done(),
  };
}

interface Shown {
  run: Run;
  done: boolean;
  /** Runs of this method that have ended. */
  count: number;
}

/** A method's line; `range` is the least and the greatest loss of all methods, so that the curves compare. */
function line(label: string, shown: Shown | undefined, [low, high]: readonly [number, number], seconds: number, seeds: number): string {
  if (shown === undefined) return pc.dim(`  ${label}  waiting`);
  const { run, done, count } = shown;
  const { curve } = run;
  const picture = sparkline(curve.step, curve.loss, CURVE_WIDTH, low, high);
  const mark = done && count >= seeds ? (run.status === "converged" ? pc.green("✓") : pc.dim("■")) : pc.cyan("▸");
  const figures = `loss ${pc.bold(scientific(run.finalLoss))}  iteration ${grouped(run.steps).padStart(7)}  ${run.seconds.toFixed(1).padStart(5)} s`;
  const many = seeds > 1 ? pc.dim(`  ${Math.min(count + (done ? 0 : 1), seeds)}/${seeds}`) : "";
  const rest = done ? pc.dim(`  ${run.status}`) : pc.dim(`  of ${seconds} s`);
  return `${mark} ${label}  ${pc.cyan(picture)}  ${figures}${many}${rest}`;
}

/** Lines that are never taken back, for files and pipes. */
function plainProgress(methods: readonly Method[], seeds: number): Progress {
  const label = new Map(methods.map((m) => [m.key, m.label]));
  let said = performance.now();
  const say = (run: Run, end: string) => {
    said = performance.now();
    const seed = seeds > 1 ? ` seed ${run.seed}` : "";
    console.log(
      `${label.get(run.method)}${seed}: loss ${scientific(run.finalLoss)}, iteration ${run.steps}, ${run.seconds.toFixed(1)} s${end}`,
    );
  };
  return {
    update(run) {
      if (performance.now() - said >= PLAIN_MS) say(run, "");
    },
    settle: (run) => say(run, `: ${run.status}`),
    stop: () => {},
  };
}
