import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { resultRows } from "./resultRows.js";
import type { Results } from "./results.js";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The report as one HTML file: figures, plotting library and numbers inside, nothing fetched when it is opened. */
export async function reportHtml(results: Results): Promise<string> {
  const style = readFileSync(here("report.css"), "utf8");
  const script = await bundle();
  const { problem, methods, runs } = results;
  const many = new Set(runs.map((run) => run.seed)).size > 1;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(results.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(results.title)}</h1>
<p>A network of ${problem.width} tanh units, f(x) = N<sup>−β</sup> Σ c<sub>i</sub> tanh(w<sub>i</sub>x + b<sub>i</sub>) with β = ${problem.beta}, is trained on
${problem.points} equispaced points of y = 4x + sin 2πx + 0.8 (sin 8πx + sin 10πx + sin 16πx).
Every method starts from the same network (${escapeHtml(problem.from)}) and minimises L = Σ (f − y)² / 2M; the problem and the first four methods' settings are those of
${escapeHtml(results.source)}.</p>
</header>
${legend(methods)}
<main>
${figure("byStep", "Loss against iteration", `Both axes are logarithmic, so a straight line is a power law and a fall to the bottom edge is convergence. An iteration of a second-order method costs as much as several gradients: the next picture shows what that buys in time.${many ? " Lines are medians over the seeds, bands reach from the best to the worst." : ""}`)}
${figure("byTime", "Loss against compute time", "The same runs against the time that each method's own computation took on one thread; drawing, coefficients and tables are excluded. Where a line ends the method stopped for a reason of its own or its time was up.")}
${figure("coefficientCurves", "Error of the five coefficients along the way", "The network's output is fitted by least squares on x and the four sines, and each coefficient is compared with the true one. High frequencies come last for first-order methods, which is what the tangent kernel's small eigenvalues predict.")}
${figure("coefficients", "Error of the five coefficients at the end", "One dot a method for each component of the target, further left is better. A dot near 1 means that the component was not found at all.")}
${figure("fits", "The fit itself", "The trained network on 601 points against the target it was shown at the samples only. What differs between the samples is interpolation, not training.")}
<section><h2>The numbers</h2>
<p>Iterations and, in brackets, seconds of compute time until the loss was first at or below each threshold; a dash where that never happened. ${many ? "Medians over the seeds; where only some got there, their number follows." : "Errors of coefficients are relative."}</p>
<div class="scroll">${table(results)}</div></section>
<section><h2>How to repeat it</h2>
<p><code>${escapeHtml(results.command)}</code> with nntk ${escapeHtml(results.version)}, ${escapeHtml(problem.from)}, at most ${results.secondsAMethod} s of compute time a method.
Iterations and losses are the same bits on every machine; the times are of ${escapeHtml(results.machine)}, ${escapeHtml(results.date.slice(0, 10))}.</p></section>
</main>
<script type="application/json" id="results">${JSON.stringify(results).replaceAll("<", "\\u003c")}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here("page.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
  });
  return (outputFiles[0]?.text ?? "").replaceAll("</script", "<\\/script");
}

function figure(id: string, title: string, text: string): string {
  return `<section><h2>${title}</h2>\n<p>${text}</p>\n<div class="figure" id="${id}"></div></section>`;
}

function legend(methods: Results["methods"]): string {
  const items = methods.map(
    ({ label }, i) => `<li><span class="swatch" style="background: var(--method-${i})"></span>${escapeHtml(label)}</li>`,
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

function table(results: Results): string {
  const head = results.methods.map(({ label }) => `<th>${escapeHtml(label)}</th>`).join("");
  const body = resultRows(results.methods, results.runs).map(({ title, rows }) => {
    const group = title === "" ? "" : `<tr class="group"><th colspan="${results.methods.length + 1}">${escapeHtml(title)}</th></tr>`;
    return (
      group +
      rows
        .map(
          ([name, ...cells]) =>
            `<tr><th>${escapeHtml(name as string)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`,
        )
        .join("")
    );
  });
  return `<table><thead><tr><th></th>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
