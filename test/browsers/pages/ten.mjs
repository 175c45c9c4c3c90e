// Waits for the page of examples/page/ten.html to say how its ten trainers ended, and looks whether each has drawn its curve.
import { report } from "./report.mjs";

report("ten", async () => {
  for (;;) {
    const page = document.querySelector("iframe").contentDocument;
    const note = page?.querySelector("output")?.textContent;
    if (note) {
      if (!note.startsWith("10 of 10 learnt")) throw new Error(note);
      const drawn = [...page.querySelectorAll("canvas")].filter((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.some((value, i) => i % 4 === 1 && value > 100 && data[i + 2] > 100); // green: learnt
      });
      if (drawn.length !== 10) throw new Error(`${drawn.length} of 10 curves are drawn`);
      return { note };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
