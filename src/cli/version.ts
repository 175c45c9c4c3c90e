import manifest from "../../package.json" with { type: "json" };

export const VERSION = manifest.version;

/** What to type to run this program again: in a folder that has it installed, by npx. */
export function program(): string {
  return process.env.npm_command === "exec" ? "npx nntk" : "nntk";
}
