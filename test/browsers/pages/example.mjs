// Waits for the page of examples/page to say how its fit ended.
import { report } from "./report.mjs";

report("example", async () => {
  for (;;) {
    const note = document.querySelector("iframe").contentDocument?.querySelector("output")?.textContent;
    if (note?.startsWith("converged")) return { note };
    if (note) throw new Error(note);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
