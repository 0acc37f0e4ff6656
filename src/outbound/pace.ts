import type { ChannelAbilities, ChatRate } from '../channels/channel.ts';

/**
 * How fast one channel may send. Pure: times are milliseconds of a clock that the caller reads and that never
 * goes back.
 *
 * Over the whole channel no window of one second holds more than the limit: a send is allowed once the send
 * `limit` places before it is a second old. On top of that sends are spaced evenly, with a little credit to make
 * up for late timers, so that an answer finds a free place within a moment even in the midst of a broadcast.
 */
export interface Pace {
  /** When the next send may go, whatever its chat. */
  readyAt(now: number): number;
  /** Chats that may not be sent to at `now`; the dispatcher leaves their rows in the queue. */
  busyChats(now: number): string[];
  /** When the first of the busy chats is free again; Infinity where none is busy. */
  nextChatAt(now: number): number;
  /** How many sends will have places within `horizon` ms. */
  room(now: number, horizon: number): number;
  /** Notes a send. */
  spend(address: string, now: number): void;
  /** The platform asked the whole channel, or one chat, to wait. */
  hold(until: number, address?: string): void;
}

/** Kept free beyond the second, for messages that draw closer together on their way to the platform (ms). */
const margin = 10;
/** Places that may be made up for at once after late timers or a pause, as a share of the limit. */
const creditShare = 1 / 8;

export function createPace(limits: Pick<ChannelAbilities, 'perSecond' | 'perChat'>): Pace {
  const whole = limits.perSecond === Infinity ? unlimited() : evenly(limits.perSecond);
  const chats = perChat(limits.perChat);
  let heldUntil = -Infinity;
  return {
    readyAt: (now) => Math.max(now, heldUntil, whole.readyAt(now)),
    busyChats: chats.busy,
    nextChatAt: chats.nextAt,
    room: (now, horizon) => (heldUntil > now + horizon ? 0 : whole.room(now, horizon)),
    spend(address, now) {
      whole.spend(now);
      chats.spend(address, now);
    },
    hold(until, address) {
      if (address === undefined) heldUntil = Math.max(heldUntil, until);
      else chats.hold(address, until);
    },
  };
}

interface Whole {
  readyAt(now: number): number;
  room(now: number, horizon: number): number;
  spend(now: number): void;
}

const unlimited = (): Whole => ({ readyAt: (now) => now, room: () => Infinity, spend: () => undefined });

function evenly(perSecond: number): Whole {
  const limit = Math.max(1, Math.floor(perSecond));
  const window = Math.max(1000, 1000 / perSecond) + margin;
  const spacing = window / limit;
  const credit = Math.max(0, Math.floor(limit * creditShare) - 1) * spacing;
  const times = new Array<number>(limit).fill(-Infinity);
  let sends = 0;
  /** The next place on the even line; sends may run ahead of it by the credit. */
  let place = -Infinity;
  const readyAt = (now: number): number =>
    Math.max(now, (times[sends % limit] ?? -Infinity) + window, place - credit);
  return {
    readyAt,
    room(now, horizon) {
      const first = readyAt(now);
      return first > now + horizon ? 0 : Math.min(limit, 1 + Math.floor((now + horizon - first) / spacing));
    },
    spend(now) {
      times[sends % limit] = now;
      sends++;
      place = Math.max(now, place) + spacing;
    },
  };
}

function perChat(rate: ChannelAbilities['perChat']) {
  const rateOf = (address: string): ChatRate | undefined =>
    typeof rate === 'function' ? rate(address) : rate;
  const spacing = (address: string): number => 1000 / (rateOf(address)?.perSecond ?? Infinity);
  const tolerance = (address: string): number =>
    (Math.max(1, rateOf(address)?.burst ?? 1) - 1) * spacing(address);
  /** When each chat's bucket is full again. Chats whose bucket is full have no entry. */
  const fullAt = new Map<string, number>();
  const heldUntil = new Map<string, number>();
  const readyAt = (address: string): number =>
    Math.max(heldUntil.get(address) ?? -Infinity, (fullAt.get(address) ?? -Infinity) - tolerance(address));
  const sweep = (now: number): void => {
    for (const [address, at] of fullAt) if (at <= now) fullAt.delete(address);
    for (const [address, at] of heldUntil) if (at <= now) heldUntil.delete(address);
  };
  const known = (): Set<string> => new Set([...fullAt.keys(), ...heldUntil.keys()]);
  return {
    busy(now: number): string[] {
      sweep(now);
      return [...known()].filter((address) => readyAt(address) > now);
    },
    nextAt(now: number): number {
      return Math.min(Infinity, ...[...known()].map((address) => readyAt(address)).filter((at) => at > now));
    },
    spend(address: string, now: number): void {
      if (rate) fullAt.set(address, Math.max(now, fullAt.get(address) ?? now) + spacing(address));
    },
    hold(address: string, until: number): void {
      heldUntil.set(address, Math.max(until, heldUntil.get(address) ?? -Infinity));
    },
  };
}
