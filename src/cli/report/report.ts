import { count, duration, figure, list } from "../format.js";
import type { BandsSource } from "../modelFile.js";
import { commandLine, droppedText, type Outcome, reasonText } from "../outcome.js";
import { VERSION } from "../version.js";
import { fitSections } from "./fitFigures.js";
import { escapeHtml, section } from "./html.js";
import { spectrumSection } from "./spectrumFigures.js";
import { STYLE } from "./style.js";
import { surfaceSection } from "./surface.js";
import { choiceSection, trainingSection } from "./trainingFigures.js";

/** Where and when the report was made; the only part of it that another run would not repeat. */
export interface Stamp {
  date: string;
  machine: string;
}

/** One page with everything inside: no script, nothing fetched, and a policy that forbids both. */
export function reportHtml(outcome: Outcome, bands: BandsSource, stamp: Stamp = present()): string {
  const { samples, result, table } = outcome;
  const { columns } = samples;
  const [x, y] = [columns.x, columns.y].map((some) => list(some.map(({ name }) => name)));
  const title = `${y} from ${x}`;
  const dropped = droppedText(samples);
  const about = `${count(samples.x.rows, "row")} of ${table.name}${dropped ? `, ${dropped}` : ""}; fitted by nntk with ${result.choice.width} ${result.choice.activation} units.`;
  const warnings = result.warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="nntk ${VERSION}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(about)}</p>
${tiles(outcome)}
${warnings}
</header>
<main>
${isSurface(outcome) ? surfaceSection(outcome) : ""}
${fitSections(outcome, bands)}
${trainingSection(outcome)}
${spectrumSection(outcome, bands)}
${choiceSection(outcome)}
${repeatSection(outcome)}
</main>
<footer>nntk ${escapeHtml(`${VERSION}, ${stamp.machine}, ${stamp.date}`)}. Times are this machine's; everything else is the same bits on any.</footer>
</body>
</html>
`;
}

function isSurface({ samples }: Outcome): boolean {
  return samples.columns.x.length === 2 && samples.columns.x.every(({ kind }) => kind === "number");
}

function present(): Stamp {
  return { date: new Date().toISOString().slice(0, 10), machine: `Node ${process.versions.node} on ${process.platform} ${process.arch}` };
}

function tiles({ samples, result, rmse }: Outcome): string {
  const { y, columns } = samples;
  const errors = columns.y.slice(0, 4).map(({ name }, k) => {
    const share = 1 - (rmse[k] as number) ** 2 / variance(y, k);
    const explained = Number.isFinite(share) ? `; ${shareText(share)} % of the variance explained` : "";
    return [figure(rmse[k] as number), `rms error in ${name}${explained}`];
  });
  const rest = [
    [count(result.steps, "iteration"), `${duration(result.seconds)} of compute time`],
    [result.status.replaceAll("_", " "), "how it ended"],
  ];
  const all = [...errors, ...rest].map(
    ([value = "", name = ""]) => `<div class="tile"><b>${escapeHtml(value)}</b><span>${escapeHtml(name)}</span></div>`,
  );
  return `<div class="tiles">${all.join("")}</div>`;
}

/** 98.3; 99.9987 where it is close to 100. */
function shareText(share: number): string {
  const missing = 100 * (1 - share);
  const digits = missing >= 1 || missing <= 0 ? 1 : Math.min(8, 1 - Math.floor(Math.log10(missing)));
  return (100 * share).toFixed(digits);
}

function variance({ rows, cols, data }: Outcome["samples"]["y"], k: number): number {
  const at = (m: number) => data[m * cols + k] as number;
  let mean = 0;
  for (let m = 0; m < rows; m++) mean += at(m) / rows;
  let sum = 0;
  for (let m = 0; m < rows; m++) sum += (at(m) - mean) ** 2 / rows;
  return sum;
}

function repeatSection(outcome: Outcome): string {
  const { settings, table } = outcome;
  const digest = table.digest === undefined ? "" : ` whose SHA-256 is ${table.digest}`;
  return section({
    title: "How to repeat it",
    text: `With nntk ${VERSION} and a ${escapeHtml(table.name)}${digest}, this gives the same network to the last bit on any machine (seed ${settings.seed}). ${escapeHtml(reasonText(outcome))}`,
    body: `<pre>${escapeHtml(commandLine(outcome))}</pre>`,
  });
}
