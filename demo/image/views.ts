// The picture and what the two networks have made of it, side by side.
import { make } from "../page/dom.js";
import { icon } from "../page/icon.js";
import { grouped, seconds } from "../page/numbers.js";
import { colorOf } from "../plots/theme.js";
import type { Side } from "./duel.js";
import type { SideFrame } from "./messages.js";

export class View {
  readonly element: HTMLElement;
  private readonly canvas = make("canvas", { attributes: { role: "img" } });
  private readonly title = make("h2");
  private readonly caption = make("p", { className: "caption" });

  constructor(side?: Side, download?: (side: Side) => void) {
    const head = make("div", { className: "view-head" }, this.title);
    if (side && download) {
      const hidden = make("span", { className: "unseen" }, "Download this network");
      const button = make(
        "button",
        { type: "button", className: "quiet", title: "Download this network (safetensors)" },
        icon("download"),
        hidden,
      );
      button.dataset.model = side;
      button.addEventListener("click", () => download(side));
      head.append(button);
    }
    this.element = make("div", { className: "view" }, this.canvas, head, this.caption);
  }

  name(title: string, color?: Parameters<typeof colorOf>[0]): void {
    this.title.textContent = title;
    this.element.style.setProperty("--color", color ? colorOf(color) : "var(--target)");
    this.canvas.setAttribute("aria-label", title);
  }

  paint(size: number, pixels: Uint8ClampedArray): void {
    if (this.canvas.width !== size) this.canvas.width = this.canvas.height = size;
    this.canvas.getContext("2d")?.putImageData(new ImageData(pixels as Uint8ClampedArray<ArrayBuffer>, size, size), 0, 0);
  }

  say(text: string): void {
    this.caption.textContent = text;
  }

  draw(size: number, { pixels, psnr, steps, seconds: time }: SideFrame): void {
    this.paint(size, pixels);
    this.element.dataset.psnr = psnr.toFixed(2);
    this.element.dataset.steps = String(steps);
    this.caption.replaceChildren(
      make("strong", {}, `${psnr.toFixed(1)} dB`),
      ` · ${grouped(steps)} ${steps === 1 ? "step" : "steps"} · ${seconds(time)}`,
    );
  }
}
