/** Short names for those that only the library's own classes, internal records and routines use. */
export function shortNames(entry: string): Record<string, string>;
/** The binary with the functions that it exports under the names of a table. */
export function shortExports(bytes: Uint8Array, names: Record<string, string>): Uint8Array;
