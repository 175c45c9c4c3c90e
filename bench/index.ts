import { cpus } from "node:os";
import { dense } from "./dense.js";
import { elementary } from "./elementary.js";
import { iterative } from "./iterative.js";
import { kernels } from "./kernels.js";
import { model } from "./model.js";
import { noisy } from "./noisy.js";
import { peers } from "./peers.js";
import { samples } from "./samples.js";
import { spectral } from "./spectral.js";
import { structured } from "./structured.js";
import { peak, type Row, type Suite } from "./support.js";
import { seconds, writeTable } from "./table.js";
import { train } from "./train.js";

// npm run bench                all suites, under five minutes
// npm run bench -- dense       those named; samples, which takes minutes, only so
// npm run bench -- --write     the same, and their tables in RESULTS.md replaced; what is said there about shortfalls is written by hand

const SUITES: readonly Suite[] = [dense, elementary, iterative, kernels, model, noisy, peers, spectral, structured, train];
const ON_REQUEST: readonly Suite[] = [samples];

function line(row: Row): string {
  const verdict = row.goal === undefined ? "" : `${row.goal.toFixed(2)} ${row.ratio >= row.goal ? "" : "MISSED"}`;
  const times = [seconds(row.time.best), seconds(row.time.median), row.figure].map((t) => t.padStart(12)).join("");
  return `${row.operation.padEnd(40)}${row.size.padStart(14)}${times}${row.ratio.toFixed(3).padStart(10)} ${row.against.padEnd(10)}${verdict}`;
}

const words = process.argv.slice(2);
const write = words.includes("--write");
const wanted = words.filter((word) => word !== "--write");
const all = [...SUITES, ...ON_REQUEST];
const unknown = wanted.filter((name) => !all.some((suite) => suite.name === name));
if (unknown.length > 0) throw new Error(`no suite ${unknown.join(", ")}; there are ${all.map((suite) => suite.name).join(", ")}`);

const machine = `${new Date().toISOString().slice(0, 10)}  ${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`;
console.log(machine);
console.log(`peak: ${(peak() / 1e9).toFixed(2)} GF/s (12 multiply-add chains of 128 bits, f64)`);
for (const suite of wanted.length > 0 ? all.filter(({ name }) => wanted.includes(name)) : SUITES) {
  console.log(
    `\n${suite.name.padEnd(54)}${["best", "median", "figure"].map((t) => t.padStart(12)).join("")}${"ratio".padStart(10)} to        goal`,
  );
  const rows = await suite.rows();
  for (const row of rows) console.log(line(row));
  if (write) writeTable(suite.name, machine, rows);
}
console.log(`\npeak at the end: ${(peak() / 1e9).toFixed(2)} GF/s`);
