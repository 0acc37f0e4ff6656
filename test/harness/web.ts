import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { invite } from '../../src/decisions/invite.ts';
import type { Role } from '../../src/domain/roles.ts';
import { decide } from '../../src/jobs/job.ts';
import { start, type Running } from '../../src/main.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** The whole program over HTTP: what an administrator starts, with people who use the web chat's contract. */

export interface Item {
  id: string;
  from: 'bot' | 'me';
  text: string;
  html: string;
  buttons: { id: string; label: string; url?: string }[][];
  files: { id: string; name: string; size: number }[];
  at: string;
}

/** A clock that runs on from a given instant and can be moved. */
export class RunningClock {
  private ahead: number;
  constructor(at: string) {
    this.ahead = new Date(at).getTime() - Date.now();
  }
  now = (): Date => new Date(Date.now() + this.ahead);
  to(at: string): void {
    this.ahead = new Date(at).getTime() - Date.now();
  }
}

export class WebBot {
  readonly running: Running;
  readonly clock: RunningClock;
  private readonly db: TestDatabase;
  private readonly folder: string;
  /** Everything that was said, in order, to be read by a person. */
  readonly transcript: string[] = [];

  constructor(running: Running, clock: RunningClock, db: TestDatabase, folder: string) {
    this.running = running;
    this.clock = clock;
    this.db = db;
    this.folder = folder;
  }

  get prisma() {
    return this.db.prisma;
  }

  /** Joins with a code, by the contract's POST. */
  async join(code: string): Promise<WebPerson> {
    const response = await this.post('/api/v1/chat/session', { inviteCode: code });
    const body = (await response.json()) as { token: string; contact: { name: string }; detail?: string };
    if (!response.ok) throw new Error(`${response.status} ${body.detail ?? ''}`);
    return new WebPerson(this, body.token, body.contact.name);
  }

  /** Invites as the administrator's terminal does, and joins. */
  async invited(agencyCode: string, role: Role, name: string): Promise<WebPerson> {
    const agency = await this.prisma.agency.findUniqueOrThrow({ where: { code: agencyCode } });
    const { code } = await decide(this.running.deps, (scope) =>
      invite(scope, { agencyId: agency.id, role, name }),
    );
    return this.join(code);
  }

  post(path: string, body: object, token?: string): Promise<Response> {
    return fetch(`${this.running.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
  }

  async get<T>(path: string, token?: string): Promise<T> {
    const response = await fetch(`${this.running.url}${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async close(): Promise<void> {
    await this.running.stop();
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class WebPerson {
  readonly token: string;
  readonly name: string;
  private readonly bot: WebBot;
  private seen = '0';

  constructor(bot: WebBot, token: string, name: string) {
    this.bot = bot;
    this.token = token;
    this.name = name;
  }

  async messages(): Promise<Item[]> {
    return (await this.bot.get<{ items: Item[] }>('/api/v1/chat/messages', this.token)).items;
  }

  /** What the bot said since the last look; waits until there is something. */
  async hears(what?: string): Promise<Item> {
    const found = await vi.waitFor(
      async () => {
        const fresh = (await this.messages()).filter(
          (item) => item.from === 'bot' && Number(item.id) > Number(this.seen),
        );
        const match = what === undefined ? fresh.at(-1) : fresh.findLast((item) => item.text.includes(what));
        if (!match)
          throw new Error(
            `${this.name} hears nothing${what ? ` of "${what}"` : ''}: ${fresh.map((item) => item.text).join(' | ')}`,
          );
        return match;
      },
      { timeout: 15_000, interval: 30 },
    );
    this.seen = found.id;
    this.note(this.bot, `Bot → ${this.name}`, found.text + this.labels(found));
    return found;
  }

  private labels(item: Item): string {
    const labels = item.buttons.flat().map((button, index) => `[${index + 1}. ${button.label}]`);
    return labels.length ? `\n${labels.join(' ')}` : '';
  }

  private note(bot: WebBot, who: string, text: string): void {
    bot.transcript.push(`${who}:\n${text.replace(/^/gm, '    ')}`);
  }

  /** Says something, and hears the answer; `hearing` the part of it that holds these words. */
  async says(text: string, more: { replyTo?: Item; files?: string[]; hearing?: string } = {}): Promise<Item> {
    await this.sends({ text, replyTo: more.replyTo?.id, files: more.files });
    this.note(this.bot, this.name, text + (more.files ? ' [+ tệp]' : ''));
    return this.hears(more.hearing);
  }

  /** Presses the button with this label on the newest message that has it. */
  async presses(label: string, on?: Item): Promise<Item> {
    const item =
      on ??
      (await this.messages()).findLast((one) =>
        one.buttons.flat().some((button) => button.label.includes(label)),
      );
    const button = item?.buttons.flat().find((one) => one.label.includes(label));
    if (!button) throw new Error(`${this.name} sees no button "${label}"`);
    await this.sends({ button: button.id });
    this.note(this.bot, this.name, `(bấm nút) ${button.label}`);
    return this.hears();
  }

  private async sends(body: {
    text?: string;
    button?: string;
    replyTo?: string;
    files?: string[];
  }): Promise<void> {
    const mine = (await this.messages()).at(-1)?.id ?? '0';
    const response = await this.bot.post(
      '/api/v1/chat/messages',
      { clientId: randomUUID(), ...body },
      this.token,
    );
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    if (Number(mine) > Number(this.seen)) this.seen = mine;
  }

  async uploads(name: string, content: string): Promise<string> {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    const response = await fetch(`${this.bot.running.url}/api/v1/chat/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}` },
      body: form,
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return ((await response.json()) as { id: string }).id;
  }
}

/** The program at a given instant, on a database of its own; `more` are variables of its environment. */
export async function startWebBot(at: string, more: Record<string, string> = {}): Promise<WebBot> {
  const db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'dondoc-web-'));
  const clock = new RunningClock(at);
  const config = readConfig({
    DATABASE_URL: db.url,
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...more,
  });
  const running = await start(config, pino({ level: 'silent' }), { clock: clock.now });
  return new WebBot(running, clock, db, folder);
}
