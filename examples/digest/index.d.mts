/** The library's entries, by the last part of their paths; "nntk" itself is `main`. */
export type Entries = Record<"main" | "elementary" | "io" | "kernels" | "linalg" | "random" | "theory", object>;

export interface Section {
  name: string;
  sha256: string;
}

/** Runs every section on the library's entries: one SHA-256 each. */
export function digest(entries: Entries): Section[];
