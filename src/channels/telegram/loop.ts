/** Work in the background between start and stop: once at a time, and ended before stop comes back. */
export interface Loop {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createLoop(run: (signal: AbortSignal) => Promise<void>): Loop {
  let running: { ended: Promise<void>; stopped: AbortController } | undefined;
  return {
    async start() {
      if (running) return;
      const stopped = new AbortController();
      running = { stopped, ended: run(stopped.signal) };
    },
    async stop() {
      const { stopped, ended } = running ?? {};
      running = undefined;
      stopped?.abort();
      await ended;
    },
  };
}
