// npm run demo serves the pages while they are worked on; npm run demo:build makes out/demo, which any file host can serve from any folder.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Of the built pages: nothing but their own files, and no text run as a program. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export default defineConfig({
  root: here("."),
  base: "./",
  resolve: {
    alias: [
      { find: /^nntk$/, replacement: here("../dist/index.js") },
      { find: /^nntk\/(\w+)$/, replacement: here("../dist/$1.js") },
    ],
  },
  worker: { format: "es" },
  server: { fs: { allow: [here("..")] } },
  build: {
    outDir: here("../out/demo"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    rolldownOptions: { input: [here("index.html"), here("image.html")] },
  },
  plugins: [
    {
      name: "policy",
      apply: "build",
      transformIndexHtml: () => [
        { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
      ],
    },
  ],
});
