#!/usr/bin/env node
// The program `nntk`.
import { cli } from "./cli.js";
import { runInThread } from "./fitting/run.js";
import { processTerminal } from "./terminal.js";

// a reader that has seen enough (nntk ... | head) is no mistake
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await cli(process.argv.slice(2), processTerminal, runInThread);
