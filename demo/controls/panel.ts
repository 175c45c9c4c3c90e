// All settings of a race as controls.
import type { Activation } from "nntk";
import { make } from "../page/dom.js";
import { grouped, scientific } from "../page/numbers.js";
import { type NumberKey, RANGES } from "../settings/ranges.js";
import { ACTIVATIONS, clampSettings, type Settings, settingsOf, type TargetKey } from "../settings/settings.js";
import { CsvError, LARGEST_FILE, readCsv } from "../targets/csv.js";
import { PRESET_KEYS, PRESETS } from "../targets/presets.js";
import { DrawPad } from "./drawPad.js";
import { DropField } from "./dropField.js";
import { Choice, Seed, Switch } from "./fields.js";
import { FormulaField } from "./formulaField.js";
import { group } from "./group.js";
import { Slider, type SliderText } from "./slider.js";

const SLIDERS: Record<Exclude<NumberKey, "seed">, SliderText> = {
  width: { label: "Width N", hint: "Hidden units.", format: grouped },
  samples: { label: "Points M", hint: "Where the target is shown to the network.", format: grouped },
  beta: { label: "Width exponent β", hint: "The sum over the units is divided by N to this power.", format: (value) => value.toFixed(2) },
  inputScale: { label: "Input scale", hint: "The start’s weights and biases are so much larger: more wiggles from the outset." },
  gamma: { label: "γ", hint: "What is added to the Hessian, times N to the 1 − 2β. Small: every mode in one step, if the step survives." },
  descentRate: { label: "Gradient descent’s rate", hint: "In units of 2/λ₁: from 1 on it may blow up." },
  adamRate: { label: "Adam’s rate", hint: "" },
  seconds: { label: "Time for each", hint: "Computing time of each method.", format: (value) => `${scientific(value, 2)} s` },
};

export class Panel {
  private readonly sliders: Record<Exclude<NumberKey, "seed">, Slider>;
  private readonly target: Choice<TargetKey>;
  private readonly about = make("p", { className: "hint shown" });
  private readonly formula: FormulaField;
  private readonly pad: DrawPad;
  private readonly drop: DropField;
  private readonly activation: Choice<Activation>;
  private readonly standardize: Switch;
  private readonly adaptive: Switch;
  private readonly seed: Seed;

  constructor(
    host: HTMLElement,
    private settings: Settings,
    private readonly onChange: (settings: Settings) => void,
  ) {
    const entries = Object.entries(SLIDERS) as [Exclude<NumberKey, "seed">, SliderText][];
    const sliders = entries.map(([key, text]) => [key, new Slider(key, RANGES[key], text, (value) => this.change({ [key]: value }))]);
    this.sliders = Object.fromEntries(sliders) as Record<Exclude<NumberKey, "seed">, Slider>;
    const presets = PRESET_KEYS.map((key) => [key, PRESETS[key].label] as const);
    const own = [
      ["drawn", "Draw it yourself"],
      ["formula", "A formula"],
      ["table", "A CSV file"],
    ] as const;
    this.target = new Choice<TargetKey>("target", "Target", [...presets, ...own], (target) => this.choose(target));
    this.formula = new FormulaField((formula) => this.change({ formula }));
    this.pad = new DrawPad((drawn) => this.change({ drawn }));
    this.drop = new DropField("csv", "Choose a CSV file, or drop one anywhere", ".csv,.tsv,.txt,text/csv", (file) => this.takeCsv(file));
    this.activation = new Choice(
      "activation",
      "Activation σ",
      ACTIVATIONS.map((name) => [name, name]),
      (activation) => this.change({ activation }),
    );
    this.standardize = new Switch("standardize", "Standardize x and y", (standardize) => this.change({ standardize }));
    this.adaptive = new Switch("adaptive", "Choose γ from step to step", (adaptive) => this.change({ adaptive }));
    this.seed = new Seed((seed) => this.change({ seed }));
    const { width, samples, beta, inputScale, gamma, descentRate, adamRate, seconds } = this.sliders;
    const first = group(
      "Target",
      this.target.element,
      this.about,
      this.pad.element,
      this.formula.element,
      this.drop.element,
      samples.element,
    );
    first.open = true;
    host.append(
      first,
      group(
        "Network",
        width.element,
        this.activation.element,
        inputScale.element,
        beta.element,
        this.standardize.element,
        this.seed.element,
      ),
      group("Structured Newton", this.adaptive.element, gamma.element),
      group("Rates and time", descentRate.element, adamRate.element, seconds.element),
    );
    this.show(settings);
  }

  /** Brings all controls to these settings. */
  show(settings: Settings): void {
    this.settings = settings;
    const { target } = settings;
    this.target.set(target);
    for (const [key, slider] of Object.entries(this.sliders)) slider.set(settings[key as NumberKey]);
    if (target === "formula") this.formula.set(settings.formula);
    this.pad.set(settings.drawn);
    this.activation.set(settings.activation);
    this.standardize.set(settings.standardize);
    this.adaptive.set(settings.adaptive);
    this.seed.set(settings.seed);
    this.sliders.gamma.enable(!settings.adaptive);
    this.sliders.samples.element.hidden = target === "drawn" || target === "table";
    this.formula.element.hidden = target !== "formula";
    this.pad.element.hidden = target !== "drawn";
    this.drop.element.hidden = target !== "table";
    this.about.hidden = target === "drawn" || target === "formula" || target === "table";
    this.about.textContent = this.about.hidden ? "" : PRESETS[target as keyof typeof PRESETS].about;
    if (target === "table" && settings.table) this.drop.tell(`${settings.table.x.length} points`);
  }

  private change(part: Partial<Settings>): void {
    this.show(clampSettings({ ...this.settings, ...part }));
    this.onChange(this.settings);
  }

  /** Another target, with what suits it; what was chosen for the race itself stays. */
  private choose(target: TargetKey): void {
    const { formula, drawn, table, seed, seconds, descentRate, adamRate, adaptive, gamma } = this.settings;
    const next = { ...settingsOf(target), formula, drawn, table, seed, seconds, descentRate, adamRate, adaptive, gamma };
    if (target !== "table" || table) {
      this.change(next);
      return;
    }
    this.target.set(target);
    this.drop.element.hidden = false;
    document.getElementById("csv")?.focus();
  }

  private async takeCsv(file: File): Promise<string> {
    if (file.size > LARGEST_FILE) throw new CsvError(`is larger than ${LARGEST_FILE / 1e6} MB`);
    const { table, notes } = readCsv(await file.text());
    this.change({ ...settingsOf("table"), table });
    return [`${table.x.length} points of ${file.name}`, ...notes].join("; ");
  }
}
