// Sends what a page found to the server, and goes where the server says.
import { digest } from "./digest/index.mjs";
import { firstFit } from "./first.mjs";

/** The first fit, timed, then every digest. */
export async function run(load, entries) {
  const start = performance.now();
  const nntk = await load();
  const imported = performance.now();
  firstFit(nntk);
  const fitted = performance.now();
  return { times: [fitted, imported - start, fitted - imported], sections: digest(await entries()) };
}

export async function report(mode, work) {
  try {
    await send(mode, await work());
  } catch (error) {
    await fail(mode, String(error.stack ?? error));
  }
}

export const fail = (mode, error) => send(mode, { error: `${error}` });

async function send(mode, result) {
  const response = await fetch("/result", { method: "POST", body: JSON.stringify({ mode, userAgent: navigator.userAgent, ...result }) });
  const { next } = await response.json();
  if (typeof document === "undefined") postMessage(next);
  else leave(next);
}

export function leave(next) {
  if (next) location.replace(next);
}
