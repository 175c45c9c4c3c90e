import { entries } from "../digest/entries.mjs";
import { digest } from "../digest/index.mjs";

export const GET = () => Response.json({ sections: digest(entries) });
