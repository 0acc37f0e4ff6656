import type { SendFailure } from '../channels/channel.ts';
import { downBeforeMoving, failingChats, probeAfter, speaksOfChannel } from './policy.ts';

/**
 * Whether a channel gets through at all. A channel that does not is *channel down*, never *person silent*: its rows
 * wait without losing attempts, one is tried now and then, and after ten minutes notices move elsewhere. Pure: the
 * caller tells what happened and when, and writes down what changed.
 */
export interface Health {
  readonly downSince: Date | undefined;
  readonly reason: string | undefined;
  /** Chats that failed in a row with no success between. */
  readonly failing: ReadonlySet<string>;
  /** The platform answered, whatever it said about the message. */
  answered(): void;
  failed(address: string, failure: SendFailure, now: Date): void;
  /** While the channel is down: when the next row may be tried. */
  probeAt(): Date;
  /** True once rows are to move to other channels. */
  downTooLong(now: Date): boolean;
  /** Changes since the last call, to be written down. */
  takeChange(): 'down' | 'up' | 'failing' | undefined;
}

export interface KnownHealth {
  downSince?: Date;
  reason?: string;
  failing?: readonly string[];
}

export function createHealth(known: KnownHealth = {}): Health {
  let { downSince, reason } = known;
  let probes = 0;
  let probeAt = new Date(0);
  let change: 'down' | 'up' | 'failing' | undefined;
  const failing = new Set(known.failing);

  const goDown = (why: string, now: Date): void => {
    downSince = now;
    reason = why;
    failing.clear();
    probes = 0;
    probeAt = new Date(now.getTime() + probeAfter(0) * 1000);
    // Down again before the recovery was written: nothing changed for anybody else.
    change = change === 'up' ? 'failing' : 'down';
  };
  return {
    get downSince() {
      return downSince;
    },
    get reason() {
      return reason;
    },
    failing,
    answered() {
      if (downSince) change = change === 'down' ? 'failing' : 'up';
      else if (failing.size) change = 'failing';
      downSince = undefined;
      reason = undefined;
      failing.clear();
    },
    failed(address, failure, now) {
      if (!speaksOfChannel(failure)) return failure.kind === 'retryAfter' ? undefined : this.answered();
      if (downSince) {
        // What was under way when the channel went down says nothing new.
        if (now < probeAt) return;
        probes++;
        probeAt = new Date(now.getTime() + probeAfter(probes) * 1000);
        return;
      }
      if (failure.kind === 'channelDown') return goDown(failure.reason, now);
      failing.add(address);
      change ??= 'failing';
      if (failing.size >= failingChats) goDown('failing', now);
    },
    probeAt: () => probeAt,
    downTooLong: (now) => downSince !== undefined && now.getTime() - downSince.getTime() >= downBeforeMoving,
    takeChange() {
      const taken = change;
      change = undefined;
      return taken;
    },
  };
}
