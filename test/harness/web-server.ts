import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { webChat } from '../../src/channels/webchat/index.ts';
import { invite, type Invite } from '../../src/decisions/invite.ts';
import type { Env, Scope } from '../../src/decisions/scope.ts';
import { workCalendar } from '../../src/domain/working-days.ts';
import type { Role } from '../../src/domain/roles.ts';
import { receive } from '../../src/inbound/receive.ts';
import { createDispatcher } from '../../src/outbound/dispatch.ts';
import { inTransaction } from '../../src/store/db.ts';
import { enqueue, type Enqueue } from '../../src/store/outbox.ts';
import { buildServer, type Web } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { keptLog, type Line } from './log.ts';

/** The whole web over a database of its own, on a clock that moves when told. Nothing listens unless asked to. */
export interface TestWeb extends Web {
  database: TestDatabase;
  env: Env;
  lines: Line[];
  now(): Date;
  forward(seconds: number): void;
  /** A code for somebody new. */
  code(role?: Role, agency?: string, more?: Partial<Invite>): Promise<string>;
  scope(db: Scope['db']): Scope;
  /** Somebody who has joined by the web. */
  join(role?: Role, agency?: string): Promise<Visitor>;
  /** Puts a message into a person's chat, as the dispatcher does. */
  says(visitor: Visitor, text: string, more?: Partial<Enqueue>): Promise<bigint>;
  dispatch(): Promise<void>;
  close(): Promise<void>;
}

/** A person with a session, as a program sees the API. */
export class Visitor {
  readonly token: string;
  readonly contactId: string;
  private readonly app: FastifyInstance;

  constructor(app: FastifyInstance, token: string, contactId: string) {
    this.app = app;
    this.token = token;
    this.contactId = contactId;
  }

  async ask(method: 'GET' | 'POST', path: string, payload?: object, headers: Record<string, string> = {}) {
    const options: InjectOptions = {
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
      ...(payload ? { payload } : {}),
    };
    const response = await this.app.inject(options);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body,
      json: <T>() => response.json<T>(),
    };
  }

  async messages(query = ''): Promise<ChatItem[]> {
    return (await this.ask('GET', `/chat/messages${query}`)).json<{ items: ChatItem[] }>().items;
  }

  async upload(name: string, content: string | Buffer, field = 'file') {
    const boundary = 'x-dondoc-test';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
    const payload = Buffer.concat([
      Buffer.from(head),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const response = await this.app.inject({
      method: 'POST',
      url: '/api/v1/chat/files',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      payload,
    });
    return { status: response.statusCode, json: <T>() => response.json<T>() };
  }
}

export interface ChatItem {
  id: string;
  from: 'bot' | 'me';
  text: string;
  html: string;
  buttons: { id: string; label: string; url?: string }[][];
  files: { id: string; name: string; size: number; mime: string }[];
  at: string;
  editedAt?: string;
  clientId?: string;
  replyTo?: string;
}

const agencies = [
  { code: 'CAT', name: 'Công an tỉnh', shortName: 'Công an tỉnh', oversight: true },
  { code: 'STP', name: 'Sở Tư pháp', shortName: 'Sở Tư pháp', oversight: false },
  { code: 'SNV', name: 'Sở Nội vụ', shortName: 'Sở Nội vụ', oversight: false },
];

let machines = 0;
/** An address from which nobody has tried yet, so that one visitor's attempts do not use up another's. */
export const elsewhere = (): string => `10.0.${Math.trunc(++machines / 250)}.${machines % 250}`;

export async function startWeb(more: Partial<Env> = {}): Promise<TestWeb> {
  const database = await createTestDatabase();
  const { prisma } = database;
  const filesDir = await mkdtemp(join(tmpdir(), 'dondoc-files-'));
  let at = new Date('2026-11-25T02:00:00Z').getTime();
  const now = (): Date => new Date(at);
  const env: Env = {
    zone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    calendar: workCalendar([]),
    localUrl: 'http://localhost:3000',
    secretKey: 'a key of these tests alone',
    filesDir,
    ...more,
  };
  const { log, lines } = keptLog();
  const web = await buildServer({
    prisma,
    env,
    clock: now,
    log,
    receive: (db, channel, inbound, fileIds) => receive(db, channel, inbound, fileIds, now()),
    received: () => undefined,
    pingEveryMs: 200,
    health: async () => ({
      ready: true,
      database: 'ok',
      channels: { webchat: 'ok' },
      findings: [],
      paused: false,
    }),
  });
  await prisma.agency.createMany({ data: agencies.map((agency) => ({ ...agency, aliases: [] })) });
  const dispatcher = createDispatcher({
    prisma,
    channels: [webChat({ prisma, clock: now, onPosted: (identityId) => web.hub.wake(identityId) })],
    clock: now,
    ticks: () => at,
    filesDir,
    log,
  });
  const scope = (db: Scope['db']): Scope => ({
    db,
    now: now(),
    env,
    actor: { kind: 'system', name: 'test', channel: 'cli', offices: [] },
  });
  const code = async (role: Role = 'focal', agency = 'STP', input: Partial<Invite> = {}): Promise<string> => {
    const { id } = await prisma.agency.findUniqueOrThrow({ where: { code: agency } });
    const asked = { agencyId: id, role, name: 'Lê Văn Cường', ...input };
    return (await inTransaction(prisma, (db) => invite(scope(db), asked))).code;
  };
  return {
    ...web,
    database,
    env,
    lines,
    now,
    forward: (seconds) => void (at += seconds * 1000),
    code,
    scope,
    async join(role, agency) {
      const response = await web.app.inject({
        method: 'POST',
        url: '/api/v1/chat/session',
        remoteAddress: elsewhere(),
        payload: { inviteCode: await code(role, agency) },
      });
      const { token, contact } = response.json<{ token: string; contact: { id: string } }>();
      return new Visitor(web.app, token, contact.id);
    },
    async says(visitor, text, message = {}) {
      const identity = await prisma.identity.findFirstOrThrow({
        where: { contactId: visitor.contactId, channel: 'webchat' },
        select: { id: true, channel: true, address: true },
      });
      const id = await enqueue(
        prisma,
        { identity, kind: 'reminder', text, notBefore: now(), ...message },
        now(),
      );
      await dispatcher.runDue();
      return id ?? 0n;
    },
    dispatch: () => dispatcher.runDue(),
    async close() {
      await web.app.close();
      await database.close();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}
