import type { Inbound, Outbound, Receiving } from '../../../src/channels/channel.ts';
import {
  telegram,
  type TelegramChannel,
  type TelegramConfig,
  type TelegramDeps,
} from '../../../src/channels/telegram/index.ts';
import { keptLog, type Line } from '../../harness/log.ts';
import { startTelegram, type FakeTelegram, type FakeTelegramOptions } from '../../harness/telegram/index.ts';

/** A Telegram channel in front of the fake platform, and what it told the program around it. */
export interface Stage {
  platform: FakeTelegram;
  channel: TelegramChannel;
  /** What was stored, in order, each once. */
  inbox: Inbound[];
  contacts: Set<string>;
  moved: string[];
  reachable: string[];
  receiving: Receiving[];
  lines: Line[];
  /** While set, storing fails with it. */
  away?: Error;
  /** Words that the guard calls secret. */
  secret?: string;
  /** Resolves once `fits` holds, looked at whenever something was told. */
  until(fits: () => boolean): Promise<void>;
  /** The channel of a new process. */
  restarted(): TelegramChannel;
  outbound(address: string, more?: Partial<Outbound>): Outbound;
  close(): Promise<void>;
}

export const secretKey = 'a key for the tests';

export interface StageOptions extends FakeTelegramOptions {
  config?: Partial<TelegramConfig>;
}

export async function openStage({ config, ...options }: StageOptions = {}): Promise<Stage> {
  const platform = await startTelegram(options);
  const { log, lines } = keptLog();
  const watchers = new Set<() => void>();
  const told = (): void => watchers.forEach((look) => look());
  let deliveries = 0n;
  const stage: Omit<Stage, 'channel' | 'restarted'> = {
    platform,
    lines,
    inbox: [],
    contacts: new Set(),
    moved: [],
    reachable: [],
    receiving: [],
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!fits()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    outbound: (address, more = {}) => ({
      deliveryId: ++deliveries,
      address,
      text: 'Nhiệm vụ #12',
      buttons: [],
      files: [],
      ...more,
    }),
    close: async () => {
      await channel.stop?.();
      await platform.close();
    },
  };
  const deps: TelegramDeps = {
    clock: () => new Date(),
    secretKey,
    log,
    async receive(_, inbound) {
      told();
      if (stage.away) throw stage.away;
      const first = !stage.inbox.some((each) => each.platformId === inbound.platformId);
      if (first) stage.inbox.push(inbound);
      told();
      return { first, ...(stage.secret && inbound.text.includes(stage.secret) ? { secret: 'MẬT' } : {}) };
    },
    isContact: async (_, sender) => stage.contacts.has(sender),
    async moved(_, from, to) {
      stage.moved.push(`${from} → ${to}`);
      told();
    },
    async reachable(_, address, ok) {
      stage.reachable.push(`${address} ${ok}`);
      told();
    },
    receiving(_, state) {
      stage.receiving.push(state);
      told();
    },
  };
  const made = (): TelegramChannel =>
    telegram(
      { token: platform.token, apiRoot: platform.url, mode: 'polling', perSecond: 30, ...config },
      deps,
    );
  const channel = made();
  return Object.assign(stage, { channel, restarted: made });
}
