// What axe finds wrong with a page for those who hear it, use a keyboard or need contrast: light and dark, on a desk and on a phone.

import axe from "axe-core";
import { pause } from "./visitor.mjs";

const SIZES = [
  { width: 1200, height: 900 },
  { width: 360, height: 740 },
];

/** Throws with a line for each fault. */
export async function audit(page) {
  const faults = new Set();
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const size of SIZES) {
      await page.setViewport(size);
      await pause(300); // colours fade
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
      for (const { id, help, nodes } of violations) {
        for (const { target, failureSummary } of nodes)
          faults.add(`${id} (${scheme}, ${size.width} px): ${help}: ${target}\n${failureSummary}`);
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.add(`the page is ${wide} px too wide at ${size.width} px`);
    }
  }
  await page.emulateMediaFeatures([]);
  await page.setViewport(SIZES[0]);
  if (faults.size > 0) throw new Error([...faults].join("\n"));
}
