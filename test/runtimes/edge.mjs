// worker.mjs as a script of Vercel's edge runtime.
import { answer } from "./worker.mjs";

addEventListener("fetch", (event) => event.respondWith(answer(event.request)));
