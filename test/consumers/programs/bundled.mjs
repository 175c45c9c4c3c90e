// What each bundler is given whole: every digest.

import { entries } from "./digest/entries.mjs";
import { digest } from "./digest/index.mjs";

console.log(JSON.stringify({ sections: digest(entries) }));
