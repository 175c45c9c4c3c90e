import picocolors from "picocolors";

/** Colours on a terminal only: CI services announce themselves as colourful, and a file or a pipe never is. */
export const colors = picocolors.createColors(Boolean(process.stdout.isTTY) && picocolors.isColorSupported);
