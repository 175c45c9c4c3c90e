// The thread that a fit runs in, so that the main one hears Ctrl-C at any time.
import { parentPort, workerData } from "node:worker_threads";
import { type Job, runJob } from "./job.js";

runJob(workerData as Job, (event) => parentPort?.postMessage(event));
