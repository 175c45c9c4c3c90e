/** The texts of modules that are served together, their statements in the order that gzip likes best. */
export function arrangeModules(texts: readonly string[]): string[];
