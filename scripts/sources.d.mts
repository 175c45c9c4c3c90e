/** The hash of assembly/*.ts and asconfig.json as they are now. */
export function sourcesHash(): string;
