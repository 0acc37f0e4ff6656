import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../channels/channel.ts';
import type { ChannelName } from '../domain/message.ts';
import type { PrismaClient } from '../store/db.ts';
import { createLane, type Lane, type LaneDeps } from './lane.ts';
import type { Hooks } from './settle.ts';
import { doubtSeconds } from './policy.ts';

export type { Hooks } from './settle.ts';

/** Sends what is in the outbox, each channel by itself. */
export interface Dispatcher {
  start(): void;
  /** Waits for what is under way (at most half a minute) and gives back the rest. It may be started again. */
  stop(): Promise<void>;
  /** Rows were queued and committed: look now. Without it they are found within half a second. */
  wake(channel?: ChannelName): void;
  /** Sends all that is due at this moment on all channels, without loops: for the simulated clock. */
  runDue(): Promise<void>;
}

export interface DispatcherDeps {
  prisma: PrismaClient;
  channels: readonly Channel[];
  clock(): Date;
  filesDir: string;
  log: LaneDeps['log'];
  hooks?: Hooks;
  /** Seconds after which a row in `sending` counts as left behind by a crash. Default: 60, and 5 where sending twice shows once. */
  leaseSeconds?: number;
  /** False once another process leads. */
  leads?(): boolean;
  /** For tests: milliseconds that never go back, dice, and waiting. */
  ticks?(): number;
  random?(): number;
  sleep?(ms: number, signal: AbortSignal): Promise<void>;
}

const quickLeaseSeconds = 5;

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const names = deps.channels.map((channel) => channel.name);
  const wakeAll = (): void => lanes.forEach((lane) => lane.wake());
  const build = (): Lane[] =>
    deps.channels.map((channel) =>
      createLane({
        prisma: deps.prisma,
        channel,
        channels: names,
        clock: deps.clock,
        ticks: deps.ticks ?? (() => performance.now()),
        random: deps.random ?? Math.random,
        sleep: deps.sleep ?? sleep,
        filesDir: deps.filesDir,
        hooks: deps.hooks ?? {},
        lease: 1000 * (deps.leaseSeconds ?? (channel.can.idempotent ? quickLeaseSeconds : doubtSeconds)),
        leads: deps.leads ?? (() => true),
        wakeAll,
        log: deps.log,
      }),
    );
  let lanes: Lane[] = build();
  let running = false;
  return {
    start() {
      if (running) return;
      running = true;
      for (const lane of lanes) lane.start();
    },
    async stop() {
      running = false;
      await Promise.all(lanes.map((lane) => lane.stop()));
      lanes = build();
    },
    wake(channel) {
      for (const lane of lanes) if (channel === undefined || lane.channel === channel) lane.wake();
    },
    async runDue() {
      // A message that one channel refuses may go on to another, so all are looked at until none has anything left.
      for (let sent = 1; sent > 0;) {
        sent = 0;
        for (const lane of lanes) sent += await lane.runDue();
      }
    },
  };
}
