import type { ChannelDeps } from '../channel.ts';
import type { Fault } from './fault.ts';

/** Why nothing comes in: a token that is no more, another program that polls, the way there, Telegram itself. */
export type Trouble = 'unauthorized' | 'conflict' | 'network' | 'server';

export function troubleOf(fault: Fault): Trouble {
  if (!fault.answered) return 'network';
  if (fault.code === 401 || fault.code === 404) return 'unauthorized';
  return fault.code === 409 ? 'conflict' : 'server';
}

/**
 * Seconds until it is tried again, after so many failures in a row (from 1). A 429 names its time itself; a token does
 * not come back soon; another program that polls has to end first.
 */
export function pauseAfter(fault: Fault, failures: number): number {
  if (fault.answered && fault.retryAfter !== undefined) return Math.max(1, fault.retryAfter);
  const doubled = 2 ** Math.min(failures - 1, 10);
  switch (troubleOf(fault)) {
    case 'unauthorized':
      return 60;
    case 'conflict':
      return Math.min(60, 5 * doubled);
    case 'network':
    case 'server':
      return Math.min(30, doubled);
  }
}

/** Failures of the line or of Telegram in a row before they are told: a long poll that breaks off is everyday. */
const everyday = 1;

export interface Watch {
  works(): void;
  /** After so many failures in a row. */
  fails(trouble: Trouble, failures: number): void;
}

/** Tells `receiving` of changes only. */
export function createWatch(receiving: ChannelDeps['receiving']): Watch {
  let told: Trouble | 'ok' | undefined;
  return {
    works() {
      if (told === 'ok') return;
      told = 'ok';
      receiving('telegram', { ok: true });
    },
    fails(trouble, failures) {
      const usual = trouble === 'network' || trouble === 'server';
      if (told === trouble || (usual && failures <= everyday)) return;
      told = trouble;
      receiving('telegram', { ok: false, reason: trouble });
    },
  };
}
