// A picture with its title, two sentences of explanation, what it shows now in words, and its numbers as a table.
import { make } from "./dom.js";

export interface FigureText {
  title: string;
  explanation: string;
}

/** The parts of a figure that change. */
export class Figure {
  /** Where the picture is drawn. */
  readonly plot = make("div", { className: "plot" });
  /** Beside the title: switches of the picture. */
  readonly tools = make("div", { className: "tools" });
  private readonly reading = make("p", { className: "reading" });
  private readonly details: HTMLDetailsElement;
  private readonly place = make("div", { className: "scroll", tabIndex: 0 });

  constructor(
    element: HTMLElement,
    { title, explanation }: FigureText,
    private readonly table: () => string[][],
  ) {
    const id = `${element.id}-title`;
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-labelledby", id);
    this.place.setAttribute("role", "region");
    this.place.setAttribute("aria-label", `Numbers: ${title}`);
    this.details = make("details", {}, make("summary", {}, "Numbers"), this.place);
    this.details.addEventListener("toggle", () => this.refresh());
    const head = make("div", { className: "figure-head" }, make("h2", { id }, title), this.tools);
    element.append(head, make("p", { className: "explanation" }, explanation), this.plot, this.reading, this.details);
  }

  say(text: string): void {
    if (this.reading.textContent !== text) this.reading.textContent = text;
  }

  /** Brings the table up to date if it is open. */
  refresh(): void {
    if (!this.details.open) return;
    const [head = [], ...rows] = this.table();
    const cell = (text: string, i: number) => make(i === 0 ? "th" : "td", i === 0 ? { attributes: { scope: "row" } } : {}, text);
    const top = make("tr", {}, ...head.map((text) => make("th", { attributes: { scope: "col" } }, text)));
    const body = rows.map((row) => make("tr", {}, ...row.map(cell)));
    this.place.replaceChildren(make("table", {}, make("thead", {}, top), make("tbody", {}, ...body)));
  }
}
