// On a page and in a Worker alike.
import { report, run } from "./report.mjs";

const file = "/node_modules/nntk/dist/bundle.js";

report(typeof document === "undefined" ? "worker" : "bundle", () =>
  run(
    () => import(file),
    async () => {
      const main = await import(file);
      const { elementary, io, kernels, linalg, random, theory } = main;
      return { main, elementary, io, kernels, linalg, random, theory };
    },
  ),
);
