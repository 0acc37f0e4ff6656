import type { Channel } from '../channels/channel.ts';
import type { ChannelName } from '../domain/message.ts';
import { channelHealth } from '../store/channel-state.ts';
import { claim, countAnew, recover, standingWaits, type Claimed } from '../store/dispatch.ts';
import type { PrismaClient } from '../store/db.ts';
import type { Outcome } from './attempt.ts';
import { createFlights } from './flight.ts';
import { createHealth, type Health } from './health.ts';
import { createPace, type Pace } from './pace.ts';
import { afterFailure } from './policy.ts';
import { createSettler, type Hooks, type Settler } from './settle.ts';

/**
 * One channel's way out. A single loop claims due rows in batches, starts sends as the pace allows, and settles what
 * has come back, many rows a statement; sends of different chats run side by side. All that matters is in the rows:
 * a lane can be killed at any instant and started again.
 */
export interface Lane {
  readonly channel: ChannelName;
  /** Runs until `stop`. */
  start(): void;
  /** Takes no more rows, gives back what is not under way, and waits for what is. */
  stop(): Promise<void>;
  /** Rows may be due. */
  wake(): void;
  /** Sends all that is due at this moment, without the loop, and tells how many rows: for the simulated clock. */
  runDue(): Promise<number>;
}

export interface LaneDeps {
  prisma: PrismaClient;
  channel: Channel;
  /** Names of all channels that are on: where notices may move to. */
  channels: readonly ChannelName[];
  clock(): Date;
  /** Milliseconds that never go back, for the pace. */
  ticks(): number;
  random(): number;
  /** Ends early, without an error, where the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  filesDir: string;
  hooks: Hooks;
  /** Age after which a row in `sending` is taken for lost (ms). */
  lease: number;
  /** False once this process no longer leads: nothing more is claimed. */
  leads(): boolean;
  /** Rows were queued for other channels. */
  wakeAll(): void;
  log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
}

const pollEvery = 500;
/** Rows are claimed no longer before they can go than this (ms), so that an answer does not wait behind them. */
const horizon = 250;
const recoverEvery = 5000;
/** Pause between claims while few places are free (ms). */
const claimPause = 20;
/** A claim that takes longer (ms) is planned by old figures; they are counted anew at most so often (ms). */
const slowClaim = 60;
const countEvery = 60_000;
const batch = 256;
const sendsAtOnce = 128;
const stopWithin = 35_000;

export function createLane(deps: LaneDeps): Lane {
  const { prisma, channel, clock, ticks } = deps;
  const most = channel.can.concurrency ?? sendsAtOnce;
  const pace: Pace = createPace(channel.can);
  const flying = new Set<Promise<void>>();
  const flights = createFlights(deps);
  let health: Health = createHealth();
  let settler: Settler | undefined;
  const held: Claimed[] = [];
  let started = 0;
  let loop: Promise<unknown> | undefined;
  let stopping = false;
  /** Something happened since the loop last looked. */
  let woken = new AbortController();
  /** Rows are in the hand, or a place came free: the sender looks. */
  let sender = new AbortController();
  let mayBeDue = true;
  let lastPoll = -Infinity;
  let lastClaim = -Infinity;
  let lastRecovery = -Infinity;
  let lastCount = -Infinity;

  const wake = (): void => {
    mayBeDue = true;
    woken.abort();
    sender.abort();
  };

  /** What earlier processes left behind: a channel that is down, waits that the platform named. */
  async function begin(): Promise<Settler> {
    const known = (await channelHealth(prisma)).find((state) => state.channel === channel.name);
    health = createHealth({
      downSince: known?.downSince ?? undefined,
      reason: known?.reason ?? undefined,
      failing: known?.failing,
    });
    const now = clock();
    for (const { address, until } of await standingWaits(prisma, channel.name, now)) {
      pace.hold(ticks() + until.getTime() - now.getTime(), address ?? undefined);
    }
    settler = createSettler({ ...deps, health });
    return settler;
  }

  /** One round. Returns how long there is nothing to do (ms), unless something happens. */
  async function round(): Promise<number> {
    const settling = settler ?? (await begin());
    await settling.flush();
    await recoverLost();
    if (health.downTooLong(clock())) await settling.moveAway();
    releaseWhatMustWait(settling);
    await fill(settling);
    const pause = launch(settling);
    return Math.max(1, Math.min(pause, pollEvery, pace.nextChatAt(ticks()) - ticks()));
  }

  async function recoverLost(): Promise<void> {
    if (ticks() - lastRecovery < recoverEvery) return;
    lastRecovery = ticks();
    const now = clock();
    const found = await recover(prisma, {
      channel: channel.name,
      before: new Date(now.getTime() - deps.lease),
      now,
      idempotent: channel.can.idempotent ?? false,
    });
    if (found) {
      mayBeDue = true;
      deps.log.warn({ channel: channel.name, rows: found }, 'messages found half sent are sent once more');
    }
  }

  /** Rows that were claimed go back where they cannot go soon after all, for others are due before them by then. */
  function releaseWhatMustWait(settling: Settler): void {
    const waits =
      health.downSince !== undefined || pace.readyAt(ticks()) - ticks() > 2 * horizon || !deps.leads();
    if (waits && held.length) settling.giveBack(held.splice(0));
  }

  async function fill(settling: Settler): Promise<void> {
    const now = clock();
    const at = ticks();
    if (at - lastPoll >= pollEvery || at < lastPoll) mayBeDue = true;
    const limit = Math.min(room(now, at), batch);
    if (!mayBeDue || limit <= 0 || stopping || !deps.leads()) return;
    // A few places at a time would be a statement a message.
    if (limit < held.length || (limit < most / 4 && at - lastClaim < claimPause && flying.size)) return;
    lastClaim = at;
    lastPoll = at;
    mayBeDue = false;
    const rows = await claim(prisma, { channel: channel.name, now, limit, except: pace.busyChats(at) });
    if (rows.length >= limit) mayBeDue = true;
    await planAnew(ticks() - at);
    try {
      await flights.prepare(rows);
    } catch (error) {
      settling.giveBack(rows);
      throw error;
    }
    held.push(...rows);
    sender.abort();
  }

  /** A claim that takes long was planned by figures from before a large broadcast. */
  async function planAnew(took: number): Promise<void> {
    if (took < slowClaim || ticks() - lastCount < countEvery) return;
    lastCount = ticks();
    await countAnew(prisma);
    deps.log.info({ channel: channel.name, took: Math.round(took) }, 'the outbox is counted anew');
  }

  function room(now: Date, at: number): number {
    // While the channel is down, one row at a time finds out whether it is back.
    if (health.downSince) return flying.size || held.length || now < health.probeAt() ? 0 : 1;
    return Math.min(most - flying.size, pace.room(at, horizon)) - held.length;
  }

  /** Starts what may go now; returns how long the next has to wait, in the hand or in the queue (ms). */
  function launch(settling: Settler): number {
    while (held.length && flying.size < most) {
      const at = ticks();
      const ready = pace.readyAt(at);
      if (ready > at) return ready - at;
      const row = held.shift();
      if (!row) break;
      started++;
      const flight: Promise<void> = flights
        .fly(row)
        .then(
          (outcome) => land(settling, row, outcome),
          () => settling.giveBack([row]),
        )
        .finally(() => {
          flying.delete(flight);
          wake();
        });
      flying.add(flight);
      // Noted once the call is out, so that two calls are never closer together than the pace says.
      pace.spend(row.address, ticks());
    }
    const at = ticks();
    return mayBeDue && !health.downSince ? Math.max(claimPause, pace.readyAt(at) - at) : pollEvery;
  }

  /** Notes what came of a send; it is written with the next flush. */
  function land(settling: Settler, row: Claimed, outcome: Outcome): void {
    const now = clock();
    switch (outcome.kind) {
      case 'delivered':
        // What edits a message that never went out asked nothing of the platform.
        if (outcome.how.did !== 'nothing') health.answered();
        return settling.delivered(row, outcome.how, now);
      case 'elsewhere':
        return settling.redirect(row, outcome.target);
      case 'unreachable':
        return settling.stuck(row, { reason: outcome.reason });
      case 'unsendable':
        return settling.unsendable(row, outcome.reason, now);
      case 'failed':
        return landFailed(settling, row, outcome, now);
    }
  }

  function landFailed(
    settling: Settler,
    row: Claimed,
    { failure, sent }: Extract<Outcome, { kind: 'failed' }>,
    now: Date,
  ): void {
    const wasDown = health.downSince !== undefined;
    health.failed(row.address, failure, now);
    const next = afterFailure(failure, row, now, deps.random());
    if (next.do === 'wait' && next.holds) {
      const until = ticks() + next.until.getTime() - now.getTime();
      pace.hold(until, next.holds === 'chat' ? row.address : undefined);
    }
    settling.failed(row, next, {
      now,
      sent,
      channelDown: health.downSince !== undefined,
      // The row that found the channel still down steps back, so that the next try is another row's.
      stepBack: wasDown && health.downSince ? (health.probeAt().getTime() - now.getTime()) / 1000 + 1 : 0,
    });
  }

  /** Claims and settles. */
  async function keep(): Promise<void> {
    while (!stopping) {
      const { signal } = (woken = new AbortController());
      try {
        const pause = await round();
        if (!signal.aborted) await deps.sleep(pause, signal);
      } catch (error) {
        deps.log.error({ err: error, channel: channel.name }, 'the dispatcher could not reach the database');
        await deps.sleep(2 * pollEvery, new AbortController().signal);
      }
    }
  }

  /** Starts sends on time, however long the database takes meanwhile. */
  async function send(): Promise<void> {
    while (!stopping) {
      const { signal } = (sender = new AbortController());
      const pause = settler ? launch(settler) : pollEvery;
      if (!signal.aborted) await deps.sleep(pause, signal);
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    wake();
    await loop;
    const settling = settler;
    if (!settling) return;
    settling.giveBack(held.splice(0));
    const end = new AbortController();
    await Promise.race([Promise.all(flying), deps.sleep(stopWithin, end.signal)]);
    end.abort();
    await settling.flush();
  }

  async function runDue(): Promise<number> {
    const before = started;
    for (let idle = false; !idle;) {
      mayBeDue = true;
      lastClaim = -Infinity;
      lastRecovery = -Infinity;
      const pause = await round();
      if (flying.size) await Promise.all(flying);
      else if (held.length) idle = await stoodStill(pause);
      else idle = !settler?.pending();
      if (idle) settler?.giveBack(held.splice(0));
      await settler?.flush();
    }
    return started - before;
  }

  /** True where waiting moved no clock: what must wait is not due at this moment. */
  async function stoodStill(pause: number): Promise<boolean> {
    const before = ticks();
    await deps.sleep(pause, new AbortController().signal);
    return ticks() === before;
  }

  return {
    channel: channel.name,
    start() {
      stopping = false;
      loop ??= Promise.all([keep(), send()]);
    },
    stop,
    wake,
    runDue,
  };
}
