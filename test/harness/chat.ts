import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../commands/index.ts';
import { assign, type NewTask } from '../../src/decisions/assign.ts';
import { loadProgramme } from '../../src/decisions/load-programme.ts';
import type { Env, Scope } from '../../src/decisions/scope.ts';
import { plainText } from '../../src/domain/markup.ts';
import type { ChannelName, Choice } from '../../src/domain/message.ts';
import type { Role } from '../../src/domain/roles.ts';
import type { Download } from '../../src/inbound/files.ts';
import { handle } from '../../src/inbound/handle.ts';
import { receive } from '../../src/inbound/receive.ts';
import { CommandBook } from '../../src/inbound/understand.ts';
import { workCalendar } from '../../src/domain/working-days.ts';
import { loadCalendars } from '../../src/store/calendars.ts';
import { inTransaction } from '../../src/store/db.ts';
import { waitingHeads } from '../../src/store/inbox.ts';
import { readProgrammeFile } from '../../src/store/programme-file.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A message as a person sees it in the chat. */
export interface Seen {
  id: bigint;
  kind: string;
  text: string;
  buttons: string[];
}

/** A clock that stands still until a test moves it. */
export class TestClock {
  private at: Date;
  constructor(at: string) {
    this.at = new Date(at);
  }
  now = (): Date => new Date(this.at);
  to(at: string): void {
    this.at = new Date(at);
  }
  forward(minutes: number): void {
    this.at = new Date(this.at.getTime() + minutes * 60_000);
  }
}

interface Known {
  role?: Role;
  rank?: 'main' | 'deputy';
  language?: 'vi' | 'en';
  channel?: ChannelName;
  name?: string;
}

let serial = 0;

/** A simulated person: speaks through the inbox, reads what the outbox holds for them. */
export class Chatter {
  readonly contactId: string;
  readonly address: string;
  readonly channel: ChannelName;
  readonly name: string;
  private readonly bot: TestBot;
  private seenUpTo = 0n;

  constructor(bot: TestBot, who: { contactId: string; address: string; channel: ChannelName; name: string }) {
    this.bot = bot;
    this.contactId = who.contactId;
    this.address = who.address;
    this.channel = who.channel;
    this.name = who.name;
  }

  /** Says something; the answers, as plain text joined by blank lines. */
  async says(
    text: string,
    more: {
      replyTo?: Seen;
      files?: string[];
      fileIds?: string[];
      /** Files that lie at the platform. */
      attached?: { ref: string; name: string; size?: number }[];
      sentAt?: Date;
      id?: string;
      editOf?: string;
    } = {},
  ): Promise<string> {
    await this.read();
    const platformId = more.id ?? `m${++serial}`;
    const replyTo = more.replyTo && (await this.platformIdOf(more.replyTo.id));
    await this.send({
      platformId,
      text,
      replyTo,
      fileIds: more.fileIds,
      attached: more.attached,
      sentAt: more.sentAt,
      editOf: more.editOf,
    });
    return (await this.read())
      .filter((message) => message.kind === 'answer')
      .map((message) => message.text)
      .join('\n\n');
  }

  /** Presses the button with this label on the newest message that has it (or on the given one). */
  async presses(label: string, on?: Seen): Promise<string> {
    const message =
      on ?? (await this.all()).findLast((seen) => seen.buttons.some((one) => one.includes(label)));
    const index = message?.buttons.findIndex((one) => one.includes(label)) ?? -1;
    if (!message || index < 0) throw new Error(`${this.name} sees no button "${label}"`);
    await this.read();
    await this.send({ platformId: `b${++serial}`, text: '', button: `${message.id}.${index}` });
    return (await this.read())
      .filter((seen) => seen.kind === 'answer')
      .map((seen) => seen.text)
      .join('\n\n');
  }

  private async send(message: {
    platformId: string;
    text: string;
    button?: string;
    replyTo?: string;
    fileIds?: string[];
    attached?: { ref: string; name: string; size?: number }[];
    sentAt?: Date;
    editOf?: string;
  }): Promise<void> {
    const { bot, channel, address } = this;
    const now = bot.clock.now();
    await receive(
      bot.db.prisma,
      channel,
      { address, sender: address, files: message.attached ?? [], ...message, sentAt: message.sentAt ?? now },
      message.attached ? undefined : (message.fileIds ?? []),
      now,
    );
    await bot.settle();
  }

  private async platformIdOf(id: bigint): Promise<string> {
    const platformId = `p${id}`;
    await this.bot.db.prisma.delivery.update({ where: { id }, data: { platformId } });
    return platformId;
  }

  /** Everything that was queued for this person, oldest first; marks what waits as shown. */
  async all(): Promise<Seen[]> {
    const rows = await this.bot.db.prisma.delivery.findMany({
      where: { identity: { contactId: this.contactId }, state: { not: 'withdrawn' } },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      text: plainText(row.text),
      buttons: ((row.buttons as Choice[][] | null) ?? []).flat().map((choice) => choice.label),
    }));
  }

  /** What is new since the last look. */
  async read(): Promise<Seen[]> {
    await this.bot.db.prisma.delivery.updateMany({
      where: {
        identity: { contactId: this.contactId },
        state: 'queued',
        notBefore: { lte: this.bot.clock.now() },
      },
      data: { state: 'sent', sentAt: this.bot.clock.now() },
    });
    const fresh = (await this.all()).filter((seen) => seen.id > this.seenUpTo);
    this.seenUpTo = fresh.at(-1)?.id ?? this.seenUpTo;
    return fresh;
  }

  async newest(): Promise<Seen> {
    const last = (await this.all()).at(-1);
    if (!last) throw new Error(`${this.name} has got nothing`);
    return last;
  }
}

/** The bot without network: real parsing, commands, decisions and database; time stands until it is moved. */
export class TestBot {
  readonly db: TestDatabase;
  readonly clock: TestClock;
  readonly env: Env;
  readonly book = new CommandBook(commands);
  /** The platform's side of a file that a person sent. */
  download: Download | undefined;

  constructor(db: TestDatabase, clock: TestClock, env: Env) {
    this.db = db;
    this.clock = clock;
    this.env = env;
  }

  scope(db: Scope['db']): Scope {
    return {
      db,
      now: this.clock.now(),
      env: this.env,
      actor: { kind: 'system', name: '', channel: 'job', offices: [] },
    };
  }

  /** Runs a decision as the program itself. */
  decides<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
    return inTransaction(this.db.prisma, (db) => work(this.scope(db)));
  }

  /** Handles what waits in the inbox, to the end. */
  async settle(): Promise<void> {
    const { prisma } = this.db;
    const errors: unknown[] = [];
    const deps = {
      prisma,
      book: this.book,
      env: this.env,
      clock: this.clock.now,
      download: this.download,
      log: { error: (fields: object) => void errors.push((fields as { err?: unknown }).err) },
    };
    for (;;) {
      const heads = await waitingHeads(prisma, this.clock.now(), 50);
      if (!heads.length) return;
      for (const id of heads) await handle(deps, id);
      if (errors.length) throw errors[0];
    }
  }

  /** A person with a role at an agency, reachable on one channel. */
  async person(agencyCode: string, known: Known = {}): Promise<Chatter> {
    const { prisma } = this.db;
    const role = known.role ?? 'focal';
    const channel = known.channel ?? 'webchat';
    const name = known.name ?? `${role} ${agencyCode} ${++serial}`;
    const agency = await prisma.agency.findUniqueOrThrow({ where: { code: agencyCode } });
    const now = this.clock.now();
    const address = `a${++serial}`;
    const contact = await prisma.contact.create({
      data: {
        name,
        language: known.language ?? 'vi',
        createdAt: now,
        roles: { create: { agencyId: agency.id, role, rank: known.rank ?? 'main', since: now } },
        identities: { create: { channel, address, linkedAt: now } },
      },
    });
    return new Chatter(this, { contactId: contact.id, address, channel, name });
  }

  /** Gives a task to agencies by code. `due` is an exclusive instant. */
  async task(
    title: string,
    agencyCodes: readonly string[],
    due: string,
    more: Partial<NewTask> = {},
  ): Promise<number> {
    const agencies = await this.db.prisma.agency.findMany({ where: { code: { in: [...agencyCodes] } } });
    const created = await this.decides((scope) =>
      assign(scope, {
        title,
        due: { dueAt: new Date(due), text: 'trước ngày' },
        agencyIds: agencies.map((agency) => agency.id),
        ...more,
      }),
    );
    if (!created) throw new Error('the task exists already');
    return created.number;
  }

  assignment(number: number, agencyCode: string) {
    return this.db.prisma.assignment.findFirstOrThrow({
      where: { task: { number }, agency: { code: agencyCode } },
      include: {
        reports: { orderBy: { recordedAt: 'asc' } },
        extensions: true,
        confirmations: true,
        decisions: true,
      },
    });
  }

  close(): Promise<void> {
    return this.db.close();
  }
}

const programme119 = 'prisma/programmes/119-qd-ubnd.yaml';

/** A bot at a standing clock, with Decision 119 loaded. */
export async function startBot(options: { at: string; programme?: string }): Promise<TestBot> {
  const db = await createTestDatabase();
  const env: Env = {
    zone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    calendar: workCalendar(await loadCalendars('prisma/calendars')),
    localUrl: 'http://localhost:3000',
    secretKey: 'a key for tests, long enough to be one',
    filesDir: join(tmpdir(), 'dondoc-test-files'),
  };
  const bot = new TestBot(db, new TestClock(options.at), env);
  const file = readProgrammeFile(options.programme ?? programme119);
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  await bot.decides((scope) => loadProgramme(scope, file.programme));
  return bot;
}
