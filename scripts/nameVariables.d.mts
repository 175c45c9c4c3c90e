/** The text of an ES module with its variables renamed for gzip; for as many of the commonest words as `search` says every letter is tried. */
export function nameVariables(text: string, search?: number): string;
