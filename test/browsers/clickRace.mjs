// A walk through the race page. Gives the digest of the paper's problem.
import assert from "node:assert/strict";
import { pause } from "./visitor.mjs";

const SMALL = "target=paper&width=300&samples=64&seconds=1.5";

/** Steps of each method by the standings. */
const steps = () => [...document.querySelectorAll("tr[data-method]")].map((row) => Number(row.dataset.steps));
const label = () => document.querySelector("#run")?.textContent;
const digest = () => /^[0-9a-f]{5} [0-9a-f]{5}$/.exec(document.querySelector("#digest")?.textContent ?? "")?.[0];
const lossBelow = (most) => {
  const { loss } = document.querySelector("tr[data-method=structured]")?.dataset ?? {};
  return loss !== undefined && Number(loss) < most;
};

export async function clickRace(visitor, address, decodeNetwork) {
  const { page } = visitor;
  const fields = () => visitor.fields();
  const open = async (hash) => {
    await page.goto("about:blank");
    await page.goto(`${address}index.html#${hash}`);
  };

  await open(SMALL);
  await visitor.until("structured Newton's loss below 1e-6", lossBelow, 1e-6);
  const first = await visitor.until("a digest", digest);
  assert.equal((await fields()).get("width"), "300");
  await visitor.until("the end of the race", () => document.querySelector("#run")?.textContent === "Again");
  await page.reload();
  assert.equal(await visitor.until("a digest", digest), first, "the same link, other bits");

  await visitor.click("#reset");
  await visitor.until("the start", () => [...document.querySelectorAll("tr[data-method]")].every((row) => row.dataset.steps === "0"));
  assert.equal(await visitor.look(label), "Run");
  await visitor.click("#step");
  await visitor.until("one step of each", () =>
    [...document.querySelectorAll("tr[data-method]")].every((row) => row.dataset.steps === "1"),
  );
  await visitor.click("#run");
  await visitor.until("steps", () => Number(document.querySelector("tr[data-method=adam]").dataset.steps) > 5);
  await visitor.click("#run");
  await visitor.until("a pause", () => document.querySelector("#run")?.textContent === "Run");
  await pause(150);
  const paused = await visitor.look(steps);
  await pause(250);
  assert.deepEqual(await visitor.look(steps), paused, "it went on while paused");

  await page.focus("#slider-width");
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
  assert.equal(await visitor.changed("width", "300"), await visitor.text("output[for=slider-width]"));
  await visitor.until("a race of the new width", () => document.querySelector("tr[data-method=adam]")?.dataset.steps === "0");
  await visitor.click("#run");

  await page.select("#target", "drawn");
  const before = await visitor.changed("drawn", null);
  const box = await (await page.$("#pad")).boundingBox();
  await page.mouse.move(box.x + 5, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) await page.mouse.move(box.x + (i * (box.width - 10)) / 8, box.y + (i % 2 ? 20 : box.height - 20));
  await page.mouse.up();
  const drawn = await visitor.changed("drawn", before);
  await page.focus("#pad");
  await page.keyboard.press("ArrowUp");
  await visitor.changed("drawn", drawn);

  await page.select("#target", "formula");
  const type = async (text) => {
    await page.click("#formula", { count: 3 });
    await page.type("#formula", text);
  };
  await type("sin(2 pi x");
  assert.match(await visitor.text("#formula-problem"), /expected "\)", found the end \(character 11\)/);
  await type("sin(6 pi x) + x");
  assert.equal(await visitor.text("#formula-problem"), "");
  await visitor.until("the formula in the address", () => new URLSearchParams(location.hash.slice(1)).get("formula") === "sin(6 pi x) + x");

  const csv = Array.from({ length: 40 }, (_, i) => `2001-${String(1 + (i % 12)).padStart(2, "0")}-${10 + Math.floor(i / 2)},${i % 9}`);
  await visitor.drop("values.csv", ["date,value", ...csv].join("\n"));
  await visitor.until("the file's points", () => /40 points of values.csv/.test(document.body.textContent));
  assert.equal(await visitor.changed("target", "formula"), "table");
  await visitor.drop("words.csv", "no numbers\nin here");
  await visitor.until("a refusal", () => /words.csv: found 0 rows/.test(document.body.textContent));

  await open(SMALL);
  await visitor.until("structured Newton's loss below 1e-6", lossBelow, 1e-6);
  const { name, bytes } = await visitor.download(() => visitor.click("[data-model=structured]"));
  assert.equal(name, "nntk-structured-paper-seed0.safetensors");
  assert.equal(decodeNetwork(bytes).width, 300);

  await open("target=__proto__&width=1e999&beta=NaN&formula=alert(1)&drawn=%00&table=AAAA&seconds=-1&gamma=0");
  await visitor.until("a race all the same", () => Number(document.querySelector("tr[data-method=adam]")?.dataset.steps) > 0);
  assert.equal((await fields()).get("width"), "3000");
  return first;
}
