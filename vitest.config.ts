import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run on the sources. NNTK_TARGET=debug puts the binary with asserts in the release binary's place.
const binary = here(process.env.NNTK_TARGET === "debug" ? "build/debug.wasm" : "src/engine/wasm/nntk.wasm");

export default defineConfig({
  resolve: { alias: { "#wasm": here("src/engine/wasm/inline.ts") } },
  plugins: [
    {
      name: "wasm-base64",
      enforce: "pre",
      load: (id) => (id.endsWith(".wasm") ? `export default ${JSON.stringify(readFileSync(binary, "base64"))};` : undefined),
    },
  ],
  test: { include: ["test/**/*.test.ts", "property-tests/**/*.test.ts"], testTimeout: 60_000 },
});
