import type { ChannelName, DeliveryKind } from '../domain/message.ts';
import { markDown, markUp, noteFailing } from '../store/channel-state.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';
import { redirectEdit, settle, type Claimed, type EditTarget, type Settled } from '../store/dispatch.ts';
import { movable, moveOn, type Moved, type Stuck } from '../store/fallback.ts';
import { markReachable, moveAddress } from '../store/identities.ts';
import type { Delivered } from './deliver.ts';
import type { Health } from './health.ts';
import type { Next } from './policy.ts';

/** What others do, in the same transaction, when the dispatcher finds something out. */
export interface Hooks {
  /** No channel of this person is left for a message: coordinators are to be told. Not called for `system` messages. */
  onUnreachable?(contactId: string, reason: string, db: Db): Promise<void>;
  onChannelDown?(channel: ChannelName, reason: string, db: Db): Promise<void>;
  onChannelUp?(channel: ChannelName, db: Db): Promise<void>;
  /** For the metrics: rows that ended or go on. */
  count?(channel: ChannelName, outcome: Counted, rows: number): void;
}

export type Counted = 'sent' | 'waiting' | 'retried' | 'failed' | 'moved';

export interface SettlerDeps {
  prisma: PrismaClient;
  channel: { name: ChannelName };
  channels: readonly ChannelName[];
  health: Health;
  hooks: Hooks;
  clock(): Date;
  wakeAll(): void;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/** Collects what came of sends, and writes it down in few statements. What cannot be written is kept and tried again. */
export interface Settler {
  delivered(row: Claimed, how: Delivered, now: Date): void;
  failed(
    row: Claimed,
    next: Next,
    at: { now: Date; sent: string[]; channelDown: boolean; stepBack: number },
  ): void;
  unsendable(row: Claimed, reason: string, now: Date): void;
  stuck(row: Claimed, why: { reason: string; gone?: boolean }): void;
  redirect(row: Claimed, target: EditTarget): void;
  /** Rows that were claimed and not begun. */
  giveBack(rows: readonly Claimed[]): void;
  /** Moves what could go elsewhere away from a channel that has been down too long. */
  moveAway(): Promise<void>;
  flush(): Promise<void>;
  /** True while something is not written yet. */
  pending(): boolean;
}

/** How often a channel's last success is noted while all goes well (ms). */
const noteEvery = 10_000;
const movesAtOnce = 500;

export function createSettler(deps: SettlerDeps): Settler {
  const { prisma, channel, health, hooks, clock } = deps;
  const rows: Settled[] = [];
  const lost: (Stuck & { kind: DeliveryKind })[] = [];
  const redirects: { row: Claimed; target: EditTarget }[] = [];
  const reachable = new Set<string>();
  const moves = new Map<string, string>();
  let change: ReturnType<Health['takeChange']>;
  let succeeded = false;
  let notedAt = 0;

  async function writeHealth(): Promise<void> {
    change = health.takeChange() ?? change;
    const now = clock();
    const note = succeeded && now.getTime() - notedAt >= noteEvery;
    if (change === 'down') {
      const reason = health.reason ?? '';
      await inTransaction(prisma, async (db) => {
        if (await markDown(db, channel.name, reason, now))
          await hooks.onChannelDown?.(channel.name, reason, db);
      });
      deps.log.warn({ channel: channel.name, reason }, 'channel down');
      deps.wakeAll();
    } else if (change === 'up' || (note && !health.failing.size)) {
      await inTransaction(prisma, async (db) => {
        if (await markUp(db, channel.name, now)) await hooks.onChannelUp?.(channel.name, db);
      });
      if (change === 'up') deps.log.info({ channel: channel.name }, 'channel up again');
      notedAt = now.getTime();
      succeeded = false;
    } else if (change === 'failing') await noteFailing(prisma, channel.name, [...health.failing]);
    change = undefined;
  }

  async function writeMoves(stuck: readonly (Stuck & { kind: DeliveryKind })[]): Promise<void> {
    const moved = await inTransaction(prisma, async (db) => {
      const done = await moveOn(db, stuck, {
        now: clock(),
        from: 'sending',
        closeAs: 'failed',
        otherwise: 'fail',
        channels: deps.channels,
      });
      await tellOfUnreachable(db, done, new Map(stuck.map((row) => [row.id, row.reason])));
      return done;
    });
    count('moved', moved.filter((row) => row.movedTo !== null).length);
    count('failed', moved.filter((row) => row.movedTo === null).length);
    deps.wakeAll();
  }

  async function tellOfUnreachable(
    db: Db,
    moved: readonly Moved[],
    reasons: ReadonlyMap<bigint, string>,
  ): Promise<void> {
    const told = new Map<string, string>();
    for (const row of moved) {
      if (row.movedTo === null && row.contactId && row.kind !== 'system') {
        told.set(row.contactId, reasons.get(row.id) ?? '');
      }
    }
    for (const [contactId, reason] of told) await hooks.onUnreachable?.(contactId, reason, db);
  }

  const count = (outcome: Counted, number: number): void => {
    if (number) hooks.count?.(channel.name, outcome, number);
  };

  function countSettled(settled: readonly Settled[]): void {
    const number = (state: Settled['state']): number => settled.filter((row) => row.state === state).length;
    count('sent', number('sent'));
    count('waiting', number('waiting'));
    count('retried', number('queued'));
    count('failed', number('failed'));
  }

  /** Takes what is collected; gives it back where it could not be written. */
  async function write<T>(list: T[], work: (items: T[]) => Promise<void>): Promise<void> {
    const items = list.splice(0);
    if (!items.length) return;
    try {
      await work(items);
    } catch (error) {
      list.unshift(...items);
      throw error;
    }
  }

  const ended = (row: Claimed, end: Omit<Settled, 'id'>): void => void rows.push({ id: row.id, ...end });

  return {
    delivered(row, how, now) {
      if (how.did === 'nothing') return ended(row, { state: 'withdrawn', at: now, failure: 'pointless' });
      succeeded = true;
      if (how.did === 'react') ended(row, { state: 'sent', at: now });
      else {
        const { platformId, partIds } = how;
        const waits = how.did === 'send' && how.waiting;
        ended(row, { state: waits ? 'waiting' : 'sent', at: now, platformId, partIds });
      }
      if (row.identityState === 'unreachable') reachable.add(row.identityId);
    },
    failed(row, next, { now, sent, channelDown, stepBack }) {
      const partIds = sent.length ? sent : undefined;
      const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
      switch (next.do) {
        case 'wait': {
          const until = stepBack && !next.doubtful ? later(stepBack) : next.until;
          const refundAttempt = !next.costsAttempt || channelDown;
          const { reason: failure, doubtful } = next;
          return ended(row, {
            state: 'queued',
            at: now,
            notBefore: until,
            failure,
            doubtful,
            refundAttempt,
            partIds,
          });
        }
        case 'holdChannel':
          return ended(row, {
            state: 'queued',
            at: now,
            notBefore: stepBack ? later(stepBack) : undefined,
            failure: 'channelDown',
            refundAttempt: true,
            partIds,
          });
        case 'move':
          moves.set(row.address, next.to);
          return ended(row, { state: 'queued', at: now, refundAttempt: true, partIds });
        case 'giveUp':
          return ended(row, { state: 'failed', at: now, failure: next.reason, partIds });
        case 'tryNextChannel':
          if (channelDown) {
            return ended(row, {
              state: 'queued',
              at: now,
              notBefore: later(stepBack),
              failure: 'channelDown',
              refundAttempt: true,
            });
          }
          lost.push({ id: row.id, kind: row.kind, reason: next.reason, gone: next.gone });
      }
    },
    unsendable: (row, reason, now) => ended(row, { state: 'failed', at: now, failure: reason }),
    stuck: (row, why) => void lost.push({ id: row.id, kind: row.kind, ...why }),
    redirect: (row, target) => void redirects.push({ row, target }),
    giveBack(given) {
      const at = clock();
      for (const row of given) ended(row, { state: 'queued', at, refundAttempt: true });
    },
    async moveAway() {
      const now = clock();
      const ids = await movable(prisma, channel.name, deps.channels, now, movesAtOnce);
      if (!ids.length) return;
      const moved = await moveOn(
        prisma,
        ids.map((id) => ({ id, reason: 'channelDown' })),
        { now, from: 'queued', closeAs: 'withdrawn', otherwise: 'keep', channels: deps.channels },
      );
      count('moved', moved.filter((row) => row.movedTo !== null).length);
      deps.log.info(
        { channel: channel.name, rows: moved.length },
        'messages moved away from a channel that is down',
      );
      deps.wakeAll();
    },
    async flush() {
      await write(rows, async (items) => {
        await settle(prisma, items);
        countSettled(items);
      });
      await write(lost, writeMoves);
      await write(redirects, async (items) => {
        for (const { row, target } of items) await redirectEdit(prisma, row, target, clock());
        deps.wakeAll();
      });
      for (const [from, to] of moves) {
        await inTransaction(prisma, (db) => moveAddress(db, channel.name, from, to, clock()));
        moves.delete(from);
        deps.wakeAll();
      }
      for (const identityId of reachable) {
        await markReachable(prisma, identityId, clock());
        reachable.delete(identityId);
      }
      await writeHealth();
    },
    pending: () => rows.length + lost.length + redirects.length + moves.size > 0,
  };
}
