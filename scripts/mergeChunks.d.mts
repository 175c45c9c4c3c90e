/** Puts the chunks that the entries of a folder share into one file, core.js. */
export function mergeChunks(folder: string, entries: readonly string[]): Promise<void>;
