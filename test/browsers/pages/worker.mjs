import { fail, leave } from "./report.mjs";

// Workers have no import map: there the self-contained file it is.
const worker = new Worker("bundle.mjs", { type: "module" });
worker.onerror = ({ message }) => fail("worker", `the worker failed: ${message}`);
worker.onmessage = ({ data }) => leave(data);
