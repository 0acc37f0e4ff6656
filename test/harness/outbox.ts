import { randomUUID } from 'node:crypto';
import {
  SendError,
  type Channel,
  type ChannelAbilities,
  type ChannelName,
  type Outbound,
  type SendFailure,
  type Sent,
} from '../../src/channels/channel.ts';
import type { DeliveryKind } from '../../src/domain/message.ts';
import { createDispatcher, type Dispatcher, type Hooks } from '../../src/outbound/dispatch.ts';
import { enqueue, type Enqueue } from '../../src/store/outbox.ts';
import type { TestDatabase } from './database.ts';
import { silentLog } from './log.ts';

/** What a fake platform does with one message: takes it, fails, or takes it and loses the answer. */
export type Answer = SendFailure | 'taken' | 'takenAndAnswerLost';

export interface Shown {
  address: string;
  text: string;
  deliveryId: bigint;
  platformId: string;
  buttons: string[][];
  inReplyTo?: string;
}

const abilities: ChannelAbilities = {
  buttons: true,
  edit: true,
  delete: true,
  files: true,
  textLength: 4000,
  perSecond: Infinity,
  readReceipts: false,
};

/** A channel whose platform is a list: what a person on it sees, and what it was asked. */
export class FakeChannel implements Channel {
  readonly name: ChannelName;
  readonly can: ChannelAbilities;
  shown: Shown[] = [];
  /** Every send that was tried, in order. */
  tried: { address: string; text: string; at: number }[] = [];
  answer: (message: Outbound, tries: number) => Answer | Promise<Answer> = () => 'taken';
  private ids = 100;
  private readonly ticks: () => number;

  constructor(name: ChannelName, can: Partial<ChannelAbilities> = {}, ticks: () => number = () => 0) {
    this.name = name;
    this.can = { ...abilities, ...can };
    this.ticks = ticks;
  }

  async send(message: Outbound): Promise<Sent> {
    this.tried.push({ address: message.address, text: message.text, at: this.ticks() });
    const tries = this.tried.filter(
      (each) => each.text === message.text && each.address === message.address,
    ).length;
    const answer = await this.answer(message, tries);
    if (typeof answer === 'object') throw new SendError(answer);
    const platformId = `${this.name}-${this.ids++}`;
    const buttons = message.buttons.map((row) => row.map((button) => `${button.numbered} [${button.id}]`));
    const { address, text, deliveryId, inReplyTo } = message;
    this.shown.push({ address, text, deliveryId, platformId, buttons, inReplyTo });
    if (answer === 'takenAndAnswerLost') throw new SendError({ kind: 'unknown' });
    return { platformId };
  }

  async edit(platformId: string, message: Outbound): Promise<void> {
    const answer = await this.answer(message, 1);
    if (typeof answer === 'object') throw new SendError(answer);
    const item = this.shown.find((each) => each.platformId === platformId);
    if (!item) throw new SendError({ kind: 'messageRefused', reason: 'no such message' });
    item.text = message.text;
  }

  async delete(_address: string, platformId: string): Promise<void> {
    this.shown = this.shown.filter((each) => each.platformId !== platformId);
  }

  textsTo(address: string): string[] {
    return this.shown.filter((each) => each.address === address).map((each) => each.text);
  }
}

export interface Someone {
  contactId: string;
  identities: { id: string; channel: ChannelName; address: string }[];
}

/** A database, a clock that only moves when told, fake channels and the dispatcher over them. */
export interface OutboxWorld {
  prisma: TestDatabase['prisma'];
  channels: FakeChannel[];
  dispatcher: Dispatcher;
  told: string[];
  now(): Date;
  forward(seconds: number): void;
  /** A person reachable on these channels, the first one preferred. */
  someone(...channels: ChannelName[]): Promise<Someone>;
  queue(
    to: Someone,
    text: string,
    more?: Partial<Enqueue> & { kind?: DeliveryKind; on?: number },
  ): Promise<bigint>;
  notice(to: Someone): Promise<string>;
  delivery(id: bigint): Promise<{
    state: string;
    failure: string | null;
    attempts: number;
    doubtful: boolean;
    notBefore: Date;
    platformId: string | null;
    partIds: string[];
  }>;
  noticeState(id: string): Promise<string>;
  /** Another dispatcher over the same database, as after a restart. */
  restart(): Dispatcher;
}

export interface WorldOptions {
  hooks?: Hooks;
  /** Waiting moves the clock, so that the pace can be watched in simulated time. */
  sleepMovesClock?: boolean;
}

/** An empty world in this database: whatever an earlier test left in the outbox is gone. */
export async function outboxWorld(
  database: TestDatabase,
  make: (ticks: () => number) => FakeChannel[],
  options: WorldOptions = {},
): Promise<OutboxWorld> {
  const { prisma } = database;
  await prisma.$executeRaw`TRUNCATE "Contact", "Identity", "Delivery", "Notice", "ChannelState", "Setting" CASCADE`;
  let at = new Date('2026-11-25T02:00:00Z').getTime();
  const now = (): Date => new Date(at);
  const told: string[] = [];
  const channels = make(() => at);
  const restart = (): Dispatcher =>
    createDispatcher({
      prisma,
      channels,
      clock: now,
      ticks: () => at,
      random: () => 0.5,
      sleep: async (ms) => void (options.sleepMovesClock && (at += Math.max(1, Math.ceil(ms)))),
      filesDir: '/nowhere',
      log: silentLog,
      hooks: {
        onUnreachable: async (contactId, reason) => void told.push(`unreachable ${contactId} ${reason}`),
        onChannelDown: async (channel, reason) => void told.push(`down ${channel} ${reason}`),
        onChannelUp: async (channel) => void told.push(`up ${channel}`),
        ...options.hooks,
      },
    });
  let people = 0;
  return {
    prisma,
    channels,
    dispatcher: restart(),
    told,
    now,
    restart,
    forward: (seconds) => void (at += Math.round(seconds * 1000)),
    async someone(...names) {
      const address = `${++people}`;
      const contact = await prisma.contact.create({
        data: { name: `Người ${address}`, channelOrder: names, createdAt: now() },
      });
      const identities = [];
      for (const channel of names) {
        const data = { channel, address, contactId: contact.id, linkedAt: now() };
        const { id } = await prisma.identity.create({ data });
        identities.push({ id, channel, address });
      }
      return { contactId: contact.id, identities };
    },
    async queue(to, text, { on = 0, ...more } = {}) {
      const identity = to.identities[on];
      if (!identity) throw new Error('this person has no such channel');
      const id = await enqueue(
        prisma,
        { identity, kind: 'reminder', text, notBefore: now(), ...more },
        now(),
      );
      if (id === undefined) throw new Error('queued before under the same key');
      return id;
    },
    async notice(to) {
      const id = randomUUID();
      await prisma.notice.create({
        data: { id, kind: 'reminder', contactId: to.contactId, createdAt: now(), stateAt: now() },
      });
      return id;
    },
    delivery: (id) => prisma.delivery.findUniqueOrThrow({ where: { id } }),
    noticeState: async (id) => (await prisma.notice.findUniqueOrThrow({ where: { id } })).state,
  };
}
