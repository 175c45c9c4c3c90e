// The same as program.mjs behind fetch, for workerd and edge functions: /first and /digest.

import { entries } from "./digest/entries.mjs";
import { digest } from "./digest/index.mjs";
import { firstFit } from "./first.mjs";

export function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname === "/first") {
    const start = performance.now();
    firstFit(entries.main);
    return Response.json({ fit: performance.now() - start });
  }
  return Response.json({ sections: digest(entries) });
}

export default { fetch: answer };
