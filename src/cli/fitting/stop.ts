/** Where a fit reads that it is to stop. */
export interface StopFlag {
  buffer: SharedArrayBuffer;
  /** Whether somebody asked. */
  readonly asked: boolean;
  /** Stops listening. */
  release(): void;
}

/** Two signals within this time are one hand's: a terminal and npx both pass a Ctrl-C on. */
const ECHO_MS = 300;

/** Sets the flag at Ctrl-C (SIGINT) or SIGTERM; a second one ends the program at once. */
export function stopOnInterrupt(say: (text: string) => void): StopFlag {
  const buffer = new SharedArrayBuffer(4);
  const flag = new Int32Array(buffer);
  let first = 0;
  const ask = () => {
    if (first > 0 && performance.now() - first > ECHO_MS) process.exit(130);
    if (first > 0) return;
    first = performance.now();
    Atomics.store(flag, 0, 1);
    say("stopping after this iteration; once more stops at once");
  };
  process.on("SIGINT", ask);
  process.on("SIGTERM", ask);
  return {
    buffer,
    get asked() {
      return Atomics.load(flag, 0) === 1;
    },
    release() {
      process.off("SIGINT", ask);
      process.off("SIGTERM", ask);
    },
  };
}
