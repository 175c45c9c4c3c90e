// The settings of the picture page as controls.
import type { Activation } from "nntk";
import { DropField } from "../controls/dropField.js";
import { Choice, Seed } from "../controls/fields.js";
import { group } from "../controls/group.js";
import { Slider, type SliderText } from "../controls/slider.js";
import { grouped, scientific } from "../page/numbers.js";
import { clampTo } from "../settings/ranges.js";
import { ACTIVATIONS } from "../settings/settings.js";
import { PAINTED } from "./presets.js";
import { readPicture } from "./readFile.js";
import { IMAGE_RANGES, type ImageNumber, type ImageSettings, RIVAL_RATES, type Rival } from "./settings.js";

type SliderKey = Exclude<ImageNumber, "seed">;

const SLIDERS: Record<SliderKey, SliderText> = {
  size: { label: "Pixels a side", hint: "Each pixel is a sample with three values.", format: grouped },
  width: { label: "Width N", hint: "Hidden units; each has six parameters.", format: grouped },
  inputScale: { label: "Input scale", hint: "How fine the waves of the start are." },
  rate: { label: "Its rate", hint: "Adam likes 0.01; gradient descent is stable up to about 2/λ₁." },
  seconds: { label: "Time for each", hint: "Computing time of each method.", format: (value) => `${scientific(value, 2)} s` },
};

export class ImagePanel {
  private readonly sliders: Record<SliderKey, Slider>;
  private readonly source: Choice<ImageSettings["source"]>;
  private readonly activation: Choice<Activation>;
  private readonly rival: Choice<Rival>;
  private readonly seed: Seed;

  constructor(
    host: HTMLElement,
    private settings: ImageSettings,
    private readonly onChange: (settings: ImageSettings) => void,
  ) {
    const entries = Object.entries(SLIDERS) as [SliderKey, SliderText][];
    const sliders = entries.map(([key, text]) => [
      key,
      new Slider(key, IMAGE_RANGES[key], text, (value) => this.change({ [key]: clampTo(IMAGE_RANGES[key], value) })),
    ]);
    this.sliders = Object.fromEntries(sliders) as Record<SliderKey, Slider>;
    this.source = new Choice("source", "Picture", [...PAINTED, ["own", "Your own"] as const], (source) => this.choose(source));
    const drop = new DropField("file", "Choose a picture, or drop one anywhere", "image/*", (file) => this.take(file));
    this.activation = new Choice(
      "activation",
      "Activation σ",
      ACTIVATIONS.map((name) => [name, name] as const),
      (activation) => this.change({ activation }),
    );
    const rivals = [
      ["adam", "Adam"],
      ["descent", "Gradient descent"],
    ] as const;
    this.rival = new Choice<Rival>("rival", "Beside Newton", rivals, (rival) => this.change({ rival, rate: RIVAL_RATES[rival] }));
    this.seed = new Seed((seed) => this.change({ seed: clampTo(IMAGE_RANGES.seed, seed) }));
    const { size, width, inputScale, rate, seconds } = this.sliders;
    const first = group("Picture", this.source.element, drop.element, size.element);
    first.open = true;
    host.append(
      first,
      group("Network", width.element, this.activation.element, inputScale.element, this.seed.element),
      group("The other method", this.rival.element, rate.element, seconds.element),
    );
    this.show(settings);
  }

  show(settings: ImageSettings): void {
    this.settings = settings;
    this.source.set(settings.source);
    for (const [key, slider] of Object.entries(this.sliders)) slider.set(settings[key as ImageNumber]);
    this.activation.set(settings.activation);
    this.rival.set(settings.rival);
    this.seed.set(settings.seed);
    this.sliders.size.element.hidden = settings.source === "own";
  }

  private change(part: Partial<ImageSettings>): void {
    this.show({ ...this.settings, ...part });
    this.onChange(this.settings);
  }

  private choose(source: ImageSettings["source"]): void {
    if (source !== "own" || this.settings.own) this.change({ source });
    else document.getElementById("file")?.click();
  }

  private async take(file: File): Promise<string> {
    const { size } = this.settings;
    const own = await readPicture(file, size);
    this.change({ source: "own", own });
    return `The middle of ${file.name}, ${size} × ${size}`;
  }
}
