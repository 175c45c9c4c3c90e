export function shortExports(bytes: Uint8Array): { binary: Uint8Array; names: Record<string, string> };
export function memberNames(entry: string): string[];
