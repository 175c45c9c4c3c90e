import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Sha256 } from "../../examples/digest/sha256.mjs";

test("our SHA-256 is SHA-256, for every length around a block and however the bytes arrive", () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
    const expected = createHash("sha256").update(bytes).digest("hex");
    for (const cut of [0, 1, length >> 1, length]) {
      expect(new Sha256().update(bytes.subarray(0, cut)).update(bytes.subarray(cut)).hex()).toBe(expected);
    }
  }
});
