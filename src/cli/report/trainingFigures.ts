import * as Plot from "@observablehq/plot";
import type { FitRecord, Tried } from "../../index.js";
import { count, duration, figure } from "../format.js";
import { type Outcome, reasonText } from "../outcome.js";
import { draw, HALF, logScale } from "./draw.js";
import { escapeHtml, legend, section, table } from "./html.js";

interface Moment {
  step: number;
  seconds: number;
  loss: number;
  held?: number;
  gamma: number;
}

/** Loss by iteration and by time, with the loss on held-out rows. */
export function trainingSection(outcome: Outcome): string {
  const { result } = outcome;
  const { history, validation, initialLoss, steps, seconds } = result;
  if (history.length === 0) return section({ title: "The training", text: escapeHtml(reasonText(outcome)), body: "" });
  const moments = momentsOf(history, initialLoss);
  const best = validation && validation.step > 0 ? moments[validation.step] : undefined;
  const plot = (by: "step" | "seconds", label: string) =>
    draw({
      alt: `loss by ${label}`,
      width: HALF,
      height: 300,
      x: { label, ...(by === "step" && { ticks: Math.min(8, steps), tickFormat: "d" }) },
      y: logScale(
        moments.flatMap(({ loss, held = loss }) => [loss, held]),
        "loss",
      ),
      marks: [
        Plot.lineY(moments, { x: by, y: "loss", stroke: "var(--fit)", strokeWidth: 2, marker: moments.length < 40 ? "dot" : undefined }),
        validation
          ? Plot.lineY(
              moments.filter(({ held }) => held !== undefined),
              { x: by, y: "held", stroke: "var(--held)", strokeWidth: 2, marker: moments.length < 40 ? "dot" : undefined },
            )
          : null,
        best ? Plot.dot([best], { x: by, y: "held", r: 7, stroke: "var(--held)", strokeWidth: 2 }) : null,
      ],
    });
  const took = validation?.kept === "ridge" ? "trained it to the mean over all rows" : "over all rows used what had been held out";
  const closing = validation?.closing.length ? ` Then ${count(validation.closing.length, "closing iteration")} ${took}.` : "";
  const entries = [
    { name: "rows trained on", colour: "fit" },
    ...(validation ? [{ name: `${count(validation.rows, "row")} held out`, colour: "held" }] : []),
  ];
  return section({
    title: "The training",
    text: `The loss is half the mean square error in units of the targets' deviation; both axes below show the same ${count(steps, "iteration")}, ${duration(seconds)} of compute time. ${escapeHtml(reasonText(outcome))}${closing}`,
    body: `${legend(entries)}<div class="pair"><div class="figure">${plot("step", "iteration")}</div><div class="figure">${plot("seconds", "seconds")}</div></div>`,
  });
}

export function momentsOf(history: readonly FitRecord[], initialLoss: number): Moment[] {
  let seconds = 0;
  const rest = history.map((record, i): Moment => {
    seconds += record.seconds;
    const { loss, validationLoss: held, gamma } = record;
    return { step: i + 1, seconds, loss, held, gamma };
  });
  return [{ step: 0, seconds: 0, loss: initialLoss, gamma: history[0]?.gamma ?? 0 }, ...rest];
}

/** What was tried before training, and what was taken. */
export function choiceSection({ result, settings }: Outcome): string {
  const { choice } = result;
  const { tried, rows, reason } = choice;
  const given = (["width", "activation", "inputScale"] as const).filter((key) => settings[key] !== undefined);
  const words = { width: "width", activation: "activation", inputScale: "input scale" };
  const fixed = given.length === 0 ? "" : ` Given by the command: ${given.map((key) => words[key]).join(", ")}.`;
  const text = `${choice.width} ${choice.activation} units with input scale ${figure(choice.inputScale)}. ${escapeHtml(reason)}${fixed}`;
  const usable = tried.filter((entry) => entry.error !== undefined);
  if (usable.length < 2) return section({ title: "What was chosen, and why", text, body: "" });
  const key = (entry: { activation: string; width: number }) => `${entry.activation}, width ${entry.width}`;
  const series = [...new Set(usable.map(key))];
  const colour = (name: string) => `gamma-${series.indexOf(name) % 4}`;
  const taken = usable.filter(
    ({ width, activation, inputScale }) => width === choice.width && activation === choice.activation && inputScale === choice.inputScale,
  );
  const plot = draw({
    alt: "expected error of the candidates by input scale",
    width: 1040,
    height: 260,
    x: {
      ...logScale(
        usable.map(({ inputScale }) => inputScale),
        "input scale",
      ),
      domain: undefined,
    },
    y: logScale(
      usable.map(({ error = 1 }) => error),
      "expected error",
      5,
    ),
    marks: [
      Plot.lineY(usable, {
        x: "inputScale",
        y: "error",
        z: key,
        stroke: (entry) => `var(--${colour(key(entry))})`,
        strokeWidth: 1.8,
        marker: "dot",
      }),
      Plot.dot(taken, { x: "inputScale", y: "error", r: 9, stroke: "var(--fit)", strokeWidth: 2.4 }),
    ],
    color: { type: "identity" },
  });
  return section({
    title: "What was chosen, and why",
    text: `${text} Each candidate's network is drawn and its first, linearised step solved on ${count(rows, "row")}; generalized cross-validation of that tells what error to expect of it, in units of the targets' deviation.`,
    body: `${legend(series.map((name) => ({ name, colour: colour(name) })))}<div class="figure">${plot}</div>${candidates(tried, taken[0])}`,
  });
}

/** Every candidate with its figures, for who wants them. */
function candidates(tried: readonly Tried[], taken: Tried | undefined): string {
  const rows = tried.map((entry) => {
    const { activation, width, inputScale, error, noise, degrees } = entry;
    const figures = [width, inputScale, error, noise, degrees].map((value) => (value === undefined ? "-" : figure(value)));
    return [activation, ...figures].map((text) => ({ text, strong: entry === taken }));
  });
  const head = ["activation", "width", "input scale", "expected error", "noise", "degrees of freedom"];
  return `<details><summary>The ${tried.length} candidates in numbers</summary>${table([head, ...rows])}</details>`;
}
