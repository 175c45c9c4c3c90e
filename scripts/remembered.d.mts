/** The result of `make(input)`, from the last build if that had the same input. */
export function remembered(name: string, input: Uint8Array, make: (input: Uint8Array) => Uint8Array): Uint8Array;
