/** The hash of assembly/*.ts, asconfig.json, assemble.mjs and optimise.mjs as they are now. */
export function sourcesHash(): string;
