// A target drawn by hand: with a pointer, or with the arrow keys a point at a time.
import { make } from "../page/dom.js";
import { onThemeChange, theme } from "../plots/theme.js";
import { DRAWN_POINTS, HEIGHTS } from "../settings/settings.js";

const HEIGHT = 150;
/** Of one press of an arrow key. */
const NUDGE = Math.round(HEIGHTS / 40);

export class DrawPad {
  readonly element: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private heights: number[] = new Array(DRAWN_POINTS).fill(HEIGHTS / 2);
  private cursor = Math.floor(DRAWN_POINTS / 2);
  private last?: { column: number; height: number };

  constructor(private readonly onChange: (heights: number[]) => void) {
    this.canvas = make("canvas", { id: "pad", className: "pad", tabIndex: 0 });
    this.canvas.setAttribute("role", "slider");
    this.canvas.setAttribute("aria-label", "Drawn target: left and right choose a point, up and down move it");
    this.canvas.setAttribute("aria-valuemin", "-1");
    this.canvas.setAttribute("aria-valuemax", "1");
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.last = undefined;
      this.stroke(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.canvas.hasPointerCapture(event.pointerId)) this.stroke(event);
    });
    this.canvas.addEventListener("pointerup", () => this.finish());
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["focus", "blur"]) this.canvas.addEventListener(name, () => this.paint());
    new ResizeObserver(() => this.paint()).observe(this.canvas);
    onThemeChange(() => this.paint());
    this.element = make(
      "div",
      { className: "field" },
      this.canvas,
      make("p", { className: "hint shown" }, "Draw across the field; the race starts anew when you let go."),
    );
  }

  set(heights: readonly number[]): void {
    this.heights = [...heights];
    this.paint();
  }

  /** Moves the points between the last place of the pointer and this one. */
  private stroke(event: PointerEvent): void {
    const box = this.canvas.getBoundingClientRect();
    const clamp = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value)));
    const column = clamp(((event.clientX - box.left) / box.width) * (DRAWN_POINTS - 1), DRAWN_POINTS - 1);
    const height = clamp((1 - (event.clientY - box.top) / box.height) * HEIGHTS, HEIGHTS);
    const from = this.last ?? { column, height };
    const steps = Math.max(1, Math.abs(column - from.column));
    for (let i = 0; i <= steps; i++) {
      const share = i / steps;
      this.heights[Math.round(from.column + (column - from.column) * share)] = Math.round(from.height + (height - from.height) * share);
    }
    this.last = { column, height };
    this.cursor = column;
    this.paint();
  }

  private finish(): void {
    this.last = undefined;
    this.onChange([...this.heights]);
  }

  private key(event: KeyboardEvent): void {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const up = { ArrowUp: NUDGE, ArrowDown: -NUDGE }[event.key];
    if (across === undefined && up === undefined) return;
    event.preventDefault();
    if (across) this.cursor = Math.min(DRAWN_POINTS - 1, Math.max(0, this.cursor + across));
    if (up) {
      this.heights[this.cursor] = Math.min(HEIGHTS, Math.max(0, (this.heights[this.cursor] as number) + up));
      this.finish();
    }
    this.paint();
  }

  private paint(): void {
    const { canvas, heights, cursor } = this;
    const height = ((heights[cursor] as number) * 2) / HEIGHTS - 1;
    canvas.setAttribute("aria-valuenow", height.toFixed(2));
    canvas.setAttribute("aria-valuetext", `point ${cursor + 1} of ${DRAWN_POINTS}, ${height.toFixed(2)}`);
    const width = canvas.clientWidth;
    const context = canvas.getContext("2d");
    if (width === 0 || !context) return;
    canvas.width = width * devicePixelRatio;
    canvas.height = HEIGHT * devicePixelRatio;
    context.scale(devicePixelRatio, devicePixelRatio);
    const { ink, line, soft } = theme();
    const place = (i: number): [number, number] => [(i / (DRAWN_POINTS - 1)) * width, (1 - (heights[i] as number) / HEIGHTS) * HEIGHT];
    context.strokeStyle = line;
    context.beginPath();
    for (let i = 1; i < 4; i++) {
      context.moveTo(0, (i * HEIGHT) / 4);
      context.lineTo(width, (i * HEIGHT) / 4);
    }
    context.stroke();
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < DRAWN_POINTS; i++) context.lineTo(...place(i));
    context.stroke();
    if (document.activeElement !== canvas) return;
    context.fillStyle = soft;
    context.beginPath();
    context.arc(...place(cursor), 5, 0, 2 * Math.PI);
    context.fill();
  }
}
