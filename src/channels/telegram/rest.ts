import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many seconds, or until the signal says that there is no point any more. Never throws. */
export type Rest = (seconds: number, signal: AbortSignal) => Promise<void>;

export const rest: Rest = (seconds, signal) =>
  sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
