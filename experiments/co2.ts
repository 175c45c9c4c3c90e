// Trend and season of the CO2 record by two lines of nntk: after npm run build, npx tsx experiments/co2.ts
import { mkdirSync, writeFileSync } from "node:fs";
import Table from "cli-table3";
import { byAdam, byFit, byPlainTanh, score } from "./co2/compare.js";
import { picture } from "./co2/picture.js";
import { readRecord, split } from "./co2/record.js";
import { seasonOf } from "./co2/season.js";

const record = readRecord();
const { training, rest } = split(record, 0);
const amplitude = seasonOf(record);
console.log(`${record.x.length} months, season of amplitude ${amplitude.toFixed(2)} ppm; trained on a random ${training.x.length}\n`);

const result = byFit(training);
const { choice, status, steps, validation } = result;
console.log(`fit chose ${choice.width} ${choice.activation} units with input scale ${choice.inputScale}. ${choice.reason}`);
console.log(
  `It ended as "${status}" after ${steps} steps (best at ${validation?.step}), ${result.seconds.toFixed(1)} s of compute time.\n`,
);

const scores = [
  score("fit", result.network, training, rest, record),
  score("tanh, Newton", byPlainTanh(training, 100), training, rest, record),
  score("tanh, Adam", byAdam(training, 3000), training, rest, record),
];
const table = new Table({ head: ["", "error trained on", "error elsewhere", "season left"], style: { head: [] } });
for (const { name, training: on, rest: off, seasonLeft } of scores) {
  table.push([name, `${on.toFixed(2)} ppm`, `${off.toFixed(2)} ppm`, `${((100 * seasonLeft) / amplitude).toFixed(1)} %`]);
}
console.log(table.toString());

mkdirSync("out", { recursive: true });
writeFileSync("out/co2.svg", picture(result, training, rest, scores));
console.log("\nThe picture: out/co2.svg");
