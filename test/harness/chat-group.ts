import { plainText } from '../../src/domain/markup.ts';
import type { ChannelName, Choice } from '../../src/domain/message.ts';
import { receive } from '../../src/inbound/receive.ts';
import type { Chatter, Seen, TestBot } from './chat.ts';

/** What a group sees of us, a message with the reaction that stands for it. */
export interface SeenInGroup extends Seen {
  reaction?: string;
  /** Platform id of the message that it answers. */
  inReplyTo?: string;
}

let serial = 0;

/** A group chat: people speak in it, and everybody reads what comes. */
export class TestGroup {
  readonly address = `-${++serial}`;
  readonly channel: ChannelName;
  private readonly bot: TestBot;
  private seenUpTo = 0n;

  constructor(bot: TestBot, channel: ChannelName = 'telegram') {
    this.bot = bot;
    this.channel = channel;
  }

  /** Somebody says something in the group; what the group reads in answer. */
  async says(who: Pick<Chatter, 'address'>, text: string, replyTo?: Seen): Promise<string> {
    await this.read();
    const platformId = replyTo && `g${replyTo.id}`;
    if (replyTo)
      await this.bot.db.prisma.delivery.update({ where: { id: replyTo.id }, data: { platformId } });
    return this.hears(who, { text, replyTo: platformId });
  }

  /** Somebody presses the newest button of this label in the group. */
  async presses(who: Pick<Chatter, 'address'>, label: string): Promise<string> {
    const message = (await this.all()).findLast((seen) => seen.buttons.some((one) => one.includes(label)));
    const index = message?.buttons.findIndex((one) => one.includes(label)) ?? -1;
    if (!message || index < 0) throw new Error(`the group sees no button "${label}"`);
    await this.read();
    return this.hears(who, { text: '', button: `${message.id}.${index}` });
  }

  private async hears(
    who: Pick<Chatter, 'address'>,
    said: { text: string; button?: string; replyTo?: string },
  ): Promise<string> {
    const { bot, channel, address } = this;
    const now = bot.clock.now();
    const inbound = {
      ...said,
      platformId: `g${++serial}`,
      address,
      sender: who.address,
      files: [],
      sentAt: now,
    };
    await receive(bot.db.prisma, channel, inbound, [], now);
    await bot.settle();
    return (await this.read()).map(({ text, reaction }) => reaction ?? text).join('\n\n');
  }

  async all(): Promise<SeenInGroup[]> {
    const rows = await this.bot.db.prisma.delivery.findMany({
      where: { channel: this.channel, address: this.address, state: { not: 'withdrawn' } },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      text: plainText(row.text),
      buttons: ((row.buttons as Choice[][] | null) ?? []).flat().map((choice) => choice.label),
      reaction: (row.about as { reaction?: string } | null)?.reaction,
      inReplyTo: row.inReplyTo ?? undefined,
    }));
  }

  /** What is new since the last look. */
  async read(): Promise<SeenInGroup[]> {
    const now = this.bot.clock.now();
    await this.bot.db.prisma.delivery.updateMany({
      where: { channel: this.channel, address: this.address, state: 'queued', notBefore: { lte: now } },
      data: { state: 'sent', sentAt: now },
    });
    const fresh = (await this.all()).filter((seen) => seen.id > this.seenUpTo);
    this.seenUpTo = fresh.at(-1)?.id ?? this.seenUpTo;
    return fresh;
  }
}
