/** What a command talks to: the process's streams, or a test's lists. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What is said beside them. */
  err(text: string): void;
  /** Whether somebody is watching `err`. */
  watched: boolean;
  columns: number;
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: Boolean(process.stderr.isTTY),
  columns: process.stderr.columns ?? 80,
};
