/**
 * Hands the event loop back once: fulfilled in a later task, so that timers, input and painting get their turn. A message is used where
 * there are channels, for browsers hold nested timers back by 4 ms.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === "undefined") {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
