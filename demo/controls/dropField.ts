// A file chosen or dropped anywhere on the page.
import { make } from "../page/dom.js";

/** What becomes of a file: words for the visitor. Throws an Error whose message says what is wrong. */
export type TakeFile = (file: File) => Promise<string>;

export class DropField {
  readonly element: HTMLElement;
  private readonly said = make("p", { className: "note", attributes: { role: "status" } });
  private readonly problem = make("p", { className: "problem", attributes: { role: "alert" } });

  constructor(
    id: string,
    label: string,
    accept: string,
    private readonly take: TakeFile,
  ) {
    const input = make("input", { type: "file", id, accept, className: "unseen" });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.read(file);
      input.value = "";
    });
    this.element = make(
      "div",
      { className: "field" },
      make("label", { htmlFor: id, className: "drop" }, input, label),
      this.said,
      this.problem,
    );
    addEventListener("dragover", (event) => {
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dropping");
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void this.read(file);
    });
  }

  tell(text: string): void {
    this.said.textContent = text;
  }

  private async read(file: File): Promise<void> {
    this.said.textContent = "";
    this.problem.textContent = "";
    try {
      this.said.textContent = await this.take(file);
    } catch (error) {
      this.problem.textContent = `${file.name}: ${(error as Error).message}`;
    }
  }
}
