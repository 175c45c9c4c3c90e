import { Worker } from "node:worker_threads";
import type { FitRecord, FitResult } from "../../index.js";
import { type Event, type Job, runJob } from "./job.js";

/** Who is told of the fit's progress. */
export interface Watcher {
  step(record: FitRecord): void;
  trouble(message: string): void;
}

/** What runs a fit to its end. `stop` of the job may be set on the way. */
export type Runner = (job: Job, watcher: Watcher) => Promise<FitResult>;

/** In this thread: for tests. */
export const runHere: Runner = async (job, watcher) => {
  const events: Event[] = [];
  runJob(job, (event) => {
    if (event.kind === "done") events.push(event);
    else heed(event, watcher);
  });
  return (events[0] as Event & { kind: "done" }).result;
};

/** In a thread of its own. */
export const runInThread: Runner = (job, watcher) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./cli-worker.js", import.meta.url), { workerData: job });
    worker.on("message", (event: Event) => {
      if (event.kind === "done") resolve(event.result);
      else heed(event, watcher);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the fit's thread ended with code ${code}`)));
  });

function heed(event: Event, watcher: Watcher): void {
  if (event.kind === "step") watcher.step(event.record);
  if (event.kind === "trouble") watcher.trouble(event.message);
}
