import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./errors.js";

/**
 * Writes a file so that at any instant, even one at which the program is killed or the power fails, either the old file or the new one is
 * there whole: into a temporary file beside it, which is flushed to the disk, renamed over the old one, and the folder flushed.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.tmp`);
  try {
    const handle = openSync(temporary, "w");
    try {
      writeFileSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(folder);
}

/** Throws where a file could not be written there, before the work whose result it is to hold. @throws {UsageError} */
export function checkWritable(option: string, file: string | undefined): void {
  if (file === undefined) return;
  const folder = dirname(file);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`${option} ${file}: there is no folder ${folder}`);
  if (existsSync(file) && statSync(file).isDirectory()) throw new UsageError(`${option} ${file}: is a folder`);
}

/** The rename itself is on the disk once its folder is; not every system lets folders be opened. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // the file itself is whole
  }
}
