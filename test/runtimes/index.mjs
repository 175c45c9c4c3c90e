// npm run test:runtimes - the packed package, installed as a user would, in every runtime that needs no display: same digests, or a failure.
//
// Seen to fail: with the coefficient of r^5 in exp's polynomial (assembly/exp.ts) moved by one unit in its last place, 0.008333333333327541 to
// ...543, and a fresh build, every row of the table reads "NO: 2 differ": so small a fault turns one rounding among the 10^5 of
// elementary/softplus, and one of kernels/infinite-gelu.
import { EMULATED, runEmulated } from "./arm64.mjs";
import { runEdge, runWorkerd, runWrangler } from "./bundles.mjs";
import { checkConsumers } from "./consumers.mjs";
import { checkExamples } from "./examples.mjs";
import { installPacked } from "./pack.mjs";
import { PROCESSES, runProcess } from "./processes.mjs";
import { Table } from "./table.mjs";

const installed = installPacked(["program.mjs", "first.mjs", "worker.mjs", "edge.mjs"]);
const table = new Table("runtimes", ["start to first fit, ms", "import", "fit"]);

for (const [name, path, args] of PROCESSES) await table.row(name, () => runProcess(installed.folder, path, args));
for (const [name, path, args] of EMULATED) await table.row(name, () => runEmulated(installed.folder, path, args));
await table.row("workerd (miniflare)", () => runWorkerd(installed.folder));
await table.row("workerd (wrangler's bundle)", () => runWrangler(installed.folder));
await table.row("edge-runtime, no compilation", () => runEdge(installed.folder));
await checkConsumers(table, installed);
await checkExamples(table, installed);
table.print();
