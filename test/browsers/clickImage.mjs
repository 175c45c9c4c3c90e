// A walk through the picture page. Gives the digest of a preset.
import assert from "node:assert/strict";

const digest = () => /^[0-9a-f]{5} [0-9a-f]{5}$/.exec(document.querySelector("#digest")?.textContent ?? "")?.[0];

export async function clickImage(visitor, address) {
  const { page } = visitor;
  await page.goto("about:blank");
  await page.goto(`${address}index.html#target=step&width=50&seconds=1`);
  await visitor.click("a[href$='image.html']");
  await visitor.until("the picture page", () => document.querySelectorAll("#views canvas").length === 3);
  await page.goto("about:blank");
  await page.goto(`${address}image.html#source=dusk&size=24&width=60&seconds=3`);
  await visitor.until("20 dB", () => [...document.querySelectorAll("[data-psnr]")].some((view) => Number(view.dataset.psnr) > 20));
  const first = await visitor.until("a digest", digest);
  await visitor.click("#reset");
  await visitor.click("#step");
  await visitor.until("one step", () => [...document.querySelectorAll("[data-steps]")].every((view) => view.dataset.steps === "1"));
  // a picture of the visitor's: drawn here, dropped, and then part of the address
  await visitor.look(async () => {
    const canvas = new OffscreenCanvas(90, 60);
    const context = canvas.getContext("2d");
    context.fillStyle = "teal";
    context.fillRect(0, 0, 90, 60);
    context.fillStyle = "gold";
    context.fillRect(30, 20, 30, 20);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([await canvas.convertToBlob()], "flag.png", { type: "image/png" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await visitor.until("the dropped picture", () => /The middle of flag.png/.test(document.body.textContent));
  assert.equal(await visitor.changed("source", "dusk"), "own");
  return first;
}
