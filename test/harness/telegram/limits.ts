import type { Room } from './world.ts';

/**
 * The documented sending limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
 * 30 messages a second overall (1,000 when paid for), one a second in a private chat with a burst of three let
 * pass, 20 in any 60 seconds in a group. A tenth more is let pass, for a network that bunches what was well paced.
 */
const slack = 1.1;
const groupWindow = 60_000;

class Bucket {
  private level: number;
  private at: number;
  private readonly perSecond: number;
  private readonly size: number;
  constructor(perSecond: number, size: number, now: number) {
    this.perSecond = perSecond;
    this.size = size;
    this.level = size;
    this.at = now;
  }

  /** Milliseconds until so many may pass; 0 takes them. */
  take(count: number, now: number): number {
    this.level = Math.min(this.size, this.level + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    // An album larger than the burst passes once the bucket is full.
    const needed = Math.min(count, this.size);
    if (this.level < needed) return ((needed - this.level) / this.perSecond) * 1000;
    this.level -= count;
    return 0;
  }

  giveBack(count: number): void {
    this.level += count;
  }
}

export interface Refusal {
  seconds: number;
  whole: boolean;
}

export class Limits {
  private readonly now: () => number;
  private readonly chats = new Map<number, Bucket>();
  private readonly groups = new Map<number, number[]>();
  private readonly free: Bucket;
  private readonly paid: Bucket;

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(now: () => number) {
    this.now = now;
    this.free = new Bucket(30, 30 * slack, now());
    this.paid = new Bucket(1000, 1000 * slack, now());
  }

  /** Undefined where `count` messages may go to this chat now; else how long the platform says to wait. */
  take(room: Room, count: number, paid: boolean): Refusal | undefined {
    const now = this.now();
    const whole = paid ? this.paid : this.free;
    const wait = whole.take(count, now);
    if (wait) return { seconds: Math.max(1, Math.ceil(wait / 1000)), whole: true };
    const inChat =
      room.wire.type === 'private' ? this.privately(room.id, count, now) : this.inGroup(room.id, count, now);
    if (!inChat) return undefined;
    whole.giveBack(count);
    return { seconds: Math.max(1, Math.ceil(inChat / 1000)), whole: false };
  }

  private privately(id: number, count: number, now: number): number {
    let bucket = this.chats.get(id);
    if (!bucket) this.chats.set(id, (bucket = new Bucket(1, 3 * slack, now)));
    return bucket.take(count, now);
  }

  private inGroup(id: number, count: number, now: number): number {
    const sent = (this.groups.get(id) ?? []).filter((at) => at > now - groupWindow);
    this.groups.set(id, sent);
    const over = sent.length + count - 20 * slack;
    if (over > 0) return (sent[Math.ceil(over) - 1] ?? now) + groupWindow - now;
    for (let each = 0; each < count; each++) sent.push(now);
    return 0;
  }
}
