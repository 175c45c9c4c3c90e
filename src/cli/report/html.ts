/** Text for HTML: whatever a file's columns are called, it stays text. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}

export interface Section {
  title: string;
  /** Sentences, as HTML. */
  text: string;
  /** Figures and tables, as HTML. */
  body: string;
}

export function section({ title, text, body }: Section): string {
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n<p>${text}</p>\n${body}\n</section>`;
}

/** Colours and what they stand for. */
export function legend(entries: { name: string; colour: string; shape?: "line" | "dash" | "dot" | "band" }[]): string {
  const items = entries.map(
    ({ name, colour, shape = "line" }) => `<li><span class="${shape}" style="--c: var(--${colour})"></span>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

/** Rows of cells; the first row is the head, the first column is text. */
export function table(rows: (string | { text: string; strong: boolean })[][]): string {
  const cell = (entry: string | { text: string; strong: boolean }, tag: string) => {
    const { text, strong } = typeof entry === "string" ? { text: entry, strong: false } : entry;
    return `<${tag}${strong ? ' class="strong"' : ""}>${escapeHtml(text)}</${tag}>`;
  };
  const [head = [], ...body] = rows;
  const lines = body.map((row) => `<tr>${row.map((entry) => cell(entry, "td")).join("")}</tr>`);
  return `<div class="scroll"><table><thead><tr>${head.map((entry) => cell(entry, "th")).join("")}</tr></thead><tbody>${lines.join("\n")}</tbody></table></div>`;
}
