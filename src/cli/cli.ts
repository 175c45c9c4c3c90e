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

/** Runs a command line; returns the exit code. */
export async function cli(args: string[], terminal: Terminal, run: Runner): Promise<number> {
  const [command = "", ...rest] = args;
  try {
    return await dispatch(command, rest, terminal, run);
  } catch (error) {
    // the library's own words for data or options it refuses, too
    if (
      !(error instanceof UsageError) &&
      !/^(fit|predict|tangentBands|ntkSpectrum|resumeTrainer|createTrainer): /.test((error as Error).message)
    )
      throw error;
    terminal.err(`nntk: ${plain((error as Error).message)}\n`);
    if (error instanceof UsageError && HELP[command] !== undefined) terminal.err(`More: ${program()} ${command} --help\n`);
    return 2;
  }
}

async function dispatch(command: string, args: string[], terminal: Terminal, run: Runner): Promise<number> {
  if (["", "help", "--help", "-h"].includes(command)) {
    const [about = ""] = args;
    terminal.out(HELP[command === "help" ? about : ""] ?? HELP[""] ?? "");
    return command === "" ? 2 : 0;
  }
  if (command === "--version" || command === "-v") {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  const help = Object.hasOwn(HELP, command) ? HELP[command] : undefined;
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
