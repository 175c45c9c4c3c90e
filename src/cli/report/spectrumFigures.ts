import * as Plot from "@observablehq/plot";
import { ntkSpectrum } from "../../kernels/index.js";
import { boughtBy, someRows } from "../commands/spectrum.js";
import { count, figure } from "../format.js";
import type { BandsSource } from "../modelFile.js";
import type { Outcome } from "../outcome.js";
import { draw, extent, HALF, logScale } from "./draw.js";
import { legend, section } from "./html.js";
import { momentsOf } from "./trainingFigures.js";

/** Rows whose kernel is decomposed, at most; eigenvalues below this part of the largest are not drawn. */
const ROWS = 256;
const DRAWN = 1e-16;

/** The tangent kernel's eigenvalues, the regularizers that training went through, and what a step with each takes off. */
export function spectrumSection({ result, settings, samples }: Outcome, { start, data }: BandsSource): string {
  const x = someRows(data.x, ROWS, settings.seed);
  const ntk = ntkSpectrum(start, x);
  const first = ntk[0] as number;
  const { history, initialLoss } = result;
  const gammas = history.map(({ gamma }) => gamma).filter((gamma) => gamma > 0);
  if (!(first > 0) || gammas.length === 0) return "";
  const modes = [...ntk].map((lambda, j) => ({ mode: j + 1, lambda })).filter(({ lambda }) => lambda > DRAWN * first);
  const roles = Object.entries({ first: gammas[0] as number, last: gammas.at(-1) as number, smallest: extent(gammas)[0] });
  const shown = [...new Set(roles.map(([, gamma]) => gamma))].sort((a, b) => b - a);
  const rules = shown.map((gamma, i) => ({ gamma, colour: `var(--gamma-${i})` }));
  const lambdaScale = logScale([...modes.map(({ lambda }) => lambda), ...shown], "eigenvalue");
  const eigenvalues = draw({
    alt: "eigenvalues of the tangent kernel, and regularizers",
    width: HALF,
    height: 320,
    x: { label: "mode" },
    y: lambdaScale,
    marks: [
      Plot.ruleY(rules, { y: "gamma", stroke: "colour", strokeWidth: 1.8, strokeDasharray: "5 3" }),
      Plot.dot(modes, { x: "mode", y: "lambda", r: 2, fill: "var(--point)" }),
    ],
    color: { type: "identity" },
  });
  const shares = rules.flatMap(({ gamma, colour }) => {
    const { nntk } = boughtBy(ntk, gamma);
    return modes.map(({ mode }) => ({ mode, share: nntk[mode - 1] as number, colour }));
  });
  const descent = modes.map(({ mode, lambda }) => ({ mode, share: lambda / first }));
  const taken = draw({
    alt: "share of each mode's residual that one step takes off",
    width: HALF,
    height: 320,
    x: { label: "mode" },
    y: { label: "taken off by one step", domain: [0, 1], ticks: 5, tickFormat: (share: number) => `${Math.round(100 * share)} %` },
    marks: [
      Plot.lineY(descent, { x: "mode", y: "share", stroke: "var(--descent)", strokeWidth: 1.6, strokeDasharray: "4 3" }),
      Plot.lineY(shares, { x: "mode", y: "share", z: "colour", stroke: "colour", strokeWidth: 2 }),
    ],
    color: { type: "identity" },
  });
  const moments = momentsOf(history, initialLoss).slice(1);
  const course = draw({
    alt: "regularizer by iteration",
    width: 1040,
    height: 180,
    x: { label: "iteration", ticks: Math.min(10, moments.length), tickFormat: "d" },
    y: logScale(gammas, "gamma", 5),
    marks: [
      Plot.lineY(moments, {
        x: "step",
        y: "gamma",
        stroke: "var(--gamma-1)",
        strokeWidth: 1.8,
        marker: moments.length < 60 ? "dot" : undefined,
      }),
    ],
  });
  const label = (gamma: number) => {
    const names = roles.filter(([, value]) => value === gamma).map(([name]) => name);
    const { halved } = boughtBy(ntk, gamma);
    return `gamma ${figure(gamma, 2)} (${names.join(", ")}): halves ${count(halved, "mode")} a step`;
  };
  const some = x.rows < samples.x.rows ? ` of ${x.rows} random rows` : "";
  return section({
    title: "The spectrum, and what each gamma buys",
    text: `Left, the eigenvalues λ of the tangent kernel${some} at the network that training began with: each belongs to a pattern in the data, coarse ones first. Right, the share λ/(λ + γ) that a Newton step with regularizer γ takes off that pattern's residual, the Newton kernel's eigenvalue; gradient descent at its best rate takes λ/λ₁ and hardly touches what comes later. Below, the γ that each iteration was made with.`,
    body: `${legend([...shown.map((gamma, i) => ({ name: label(gamma), colour: `gamma-${i}` })), { name: "gradient descent", colour: "descent", shape: "dash" as const }])}<div class="pair"><div class="figure">${eigenvalues}</div><div class="figure">${taken}</div></div><div class="figure">${course}</div>`,
  });
}
