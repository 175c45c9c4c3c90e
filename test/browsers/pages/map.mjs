import { report, run } from "./report.mjs";

report("map", () =>
  run(
    () => import("nntk"),
    async () => (await import("./digest/entries.mjs")).entries,
  ),
);
