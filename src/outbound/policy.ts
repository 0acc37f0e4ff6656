import type { SendFailure } from '../channels/channel.ts';

/** Sends of one row before its notices go on to the person's next channel. */
export const maxAttempts = 8;
/** Seconds to wait before the one more send of a message that may have arrived (design §5, "Doubtful sends"). */
export const doubtSeconds = 60;
/** Longest wait between two tries (s). */
export const longestBackOff = 300;

/** What becomes of a row after a failed send. */
export type Next =
  | {
      do: 'wait';
      until: Date;
      /** Why, as kept beside the row. */
      reason: string;
      /** It may have arrived: the next send is the last and marked as possibly double. */
      doubtful?: boolean;
      /** What else has to wait until then. */
      holds?: 'chat' | 'channel';
      /** False where the wait is nobody's fault and costs no attempt. */
      costsAttempt: boolean;
    }
  /** The chat is elsewhere: its rows go there. */
  | { do: 'move'; to: string }
  | { do: 'tryNextChannel'; reason: string; /** This address will not work again. */ gone: boolean }
  | { do: 'giveUp'; reason: string }
  | { do: 'holdChannel'; reason: string };

/** How the row stands: sends so far, this one included, and whether an earlier one may have arrived. */
export interface Standing {
  attempts: number;
  doubtful: boolean;
}

/**
 * What each failure means: the only place that decides it. `random` is in [0, 1): it spreads the retries of many
 * chats that failed together. A wait that the platform named is kept to the second, never shortened.
 */
export function afterFailure(failure: SendFailure, row: Standing, now: Date, random: number): Next {
  const later = (seconds: number): Date => new Date(now.getTime() + Math.ceil(seconds * 1000));
  switch (failure.kind) {
    case 'retryAfter': {
      const holds = failure.whole ? ('channel' as const) : ('chat' as const);
      const until = later(Math.max(1, failure.seconds));
      return { do: 'wait', until, reason: `retryAfter:${holds}`, holds, costsAttempt: false };
    }
    case 'retry':
      if (row.attempts >= maxAttempts) return { do: 'tryNextChannel', reason: 'unanswered', gone: false };
      return { do: 'wait', until: later(backOff(row.attempts, random)), reason: 'retry', costsAttempt: true };
    case 'unknown':
      if (row.doubtful) return { do: 'giveUp', reason: 'unknown' };
      return {
        do: 'wait',
        until: later(doubtSeconds),
        reason: 'unknown',
        doubtful: true,
        costsAttempt: true,
      };
    case 'recipientGone':
      return { do: 'tryNextChannel', reason: failure.reason, gone: true };
    case 'moved':
      return { do: 'move', to: failure.to };
    case 'messageRefused':
      return { do: 'giveUp', reason: failure.reason };
    case 'channelDown':
      return { do: 'holdChannel', reason: failure.reason };
  }
}

/** Seconds before the next try: doubling from 2, capped, and of that between half and the whole. */
export const backOff = (attempts: number, random: number): number =>
  Math.min(longestBackOff, 2 ** Math.max(1, attempts)) * (0.5 + random / 2);

/** Different chats that fail in a row, with no success between, before the channel itself counts as down. */
export const failingChats = 5;

/**
 * True where the failure speaks of the way to the platform rather than of one chat or text: such failures of
 * `failingChats` different chats with no success between mean that the channel is down.
 */
export const speaksOfChannel = (failure: SendFailure): boolean =>
  failure.kind === 'retry' || failure.kind === 'unknown' || failure.kind === 'channelDown';

/** Seconds until a channel that is down is tried again, by how often that failed already. */
export const probeAfter = (failedProbes: number): number => Math.min(30, 5 * 2 ** failedProbes);

/** How long rows wait for a channel that is down before their notices go elsewhere (ms). */
export const downBeforeMoving = 10 * 60_000;
