/** How many likes of a piece are tried as its neighbours, and how often (scripts/arrange.mjs). */
interface Search {
  near?: number;
  rounds?: number;
}

/** The same functions, in the order and with the numbers of local variables that gzip likes best. */
export function arrangeBinary(bytes: Uint8Array, search?: Search): Uint8Array<ArrayBuffer>;
