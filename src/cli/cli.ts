import { fitCommand } from "./commands/fit.js";
import { infoCommand } from "./commands/info.js";
import { predictCommand } from "./commands/predict.js";
import { spectrumCommand } from "./commands/spectrum.js";
import { UsageError } from "./errors.js";
import type { Runner } from "./fitting/run.js";
import { plain } from "./format.js";
import { HELP } from "./help.js";
import { hint } from "./nearest.js";
import type { Terminal } from "./terminal.js";
import { program, VERSION } from "./version.js";

/** The code of the library's errors for data or options that it refuses. */
const MISUSE = "ERR_NNTK_MISUSE";

/** Runs a command line; returns the exit code. */
export async function cli(args: string[], terminal: Terminal, run: Runner): Promise<number> {
  const [command = "", ...rest] = args;
  try {
    return await dispatch(command, rest, terminal, run);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const misused = error instanceof UsageError || code === MISUSE;
    // what the machine refuses: a full disk, a folder that may not be written (errors with a code), no more memory (a RangeError)
    if (!misused && typeof code !== "string" && !(error instanceof RangeError)) throw error;
    terminal.err(`nntk: ${plain(message)}\n`);
    if (error instanceof UsageError && helpOf(command)) terminal.err(`More: ${program()} ${command} --help\n`);
    return misused ? 2 : 1;
  }
}

function helpOf(command: string): string | undefined {
  return Object.hasOwn(HELP, command) ? HELP[command] : undefined;
}

async function dispatch(command: string, args: string[], terminal: Terminal, run: Runner): Promise<number> {
  if (["", "help", "--help", "-h"].includes(command)) {
    const [about = ""] = args;
    terminal.out(helpOf(command === "help" ? about : "") ?? (HELP[""] as string));
    return command === "" ? 2 : 0;
  }
  if (command === "--version" || command === "-v") {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  const help = helpOf(command);
  if (help === undefined)
    throw new UsageError(
      `no command ${JSON.stringify(command)}${hint(command, ["fit", "predict", "spectrum", "info"])}; try ${program()} --help`,
    );
  if (args.includes("--help") || args.includes("-h")) {
    terminal.out(help);
    return 0;
  }
  if (command === "fit") return fitCommand(args, terminal, run);
  if (command === "predict") return predictCommand(args, terminal);
  if (command === "spectrum") return spectrumCommand(args, terminal);
  return infoCommand(args, terminal);
}
