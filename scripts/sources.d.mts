/** The hash of assembly/*.ts, asconfig.json and assemble.mjs as they are now. */
export function sourcesHash(): string;
