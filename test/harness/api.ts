import type { FastifyInstance } from 'fastify';
import type { Role } from '../../src/domain/roles.ts';
import { hashToken, newToken } from '../../src/store/codes.ts';
import { openSession } from '../../src/store/sessions.ts';
import { receive } from '../../src/inbound/receive.ts';
import { buildServer } from '../../src/web/server.ts';
import type { Chatter, TestBot } from './chat.ts';
import { silentLog } from './log.ts';

/** An answer of the API. */
export interface Answer {
  status: number;
  type: string;
  headers: Record<string, unknown>;
  text: string;
  // What it says is up to the route: each test names what it expects.
  json<T>(): T;
}

/** Somebody who asks the API: a machine with a token, or a person's browser. */
export class Client {
  private readonly app: FastifyInstance;
  private readonly headers: Record<string, string>;

  constructor(app: FastifyInstance, headers: Record<string, string>) {
    this.app = app;
    this.headers = headers;
  }

  get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    this.ask('GET', path, undefined, headers);

  post = (path: string, payload?: object, headers: Record<string, string> = {}): Promise<Answer> =>
    this.ask('POST', path, payload, headers);

  async ask(
    method: 'GET' | 'POST',
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...this.headers, ...headers },
      ...(payload ? { payload } : {}),
    });
    return {
      status: response.statusCode,
      type: String(response.headers['content-type'] ?? ''),
      headers: response.headers,
      text: response.body,
      json: <T>() => response.json<T>(),
    };
  }
}

export interface TestApi {
  app: FastifyInstance;
  stranger: Client;
  /** A machine whose token has this role. */
  machine(role: Role): Promise<Client>;
  /** The person of a chat, signed in in a browser. */
  browser(person: Chatter): Promise<Client>;
  close(): Promise<void>;
}

/** The web over the same database and clock as the bot that people talk with. */
export async function openApi(bot: TestBot): Promise<TestApi> {
  const { prisma } = bot.db;
  const { app } = await buildServer({
    prisma,
    env: bot.env,
    clock: bot.clock.now,
    log: silentLog,
    receive: (db, channel, inbound, fileIds) => receive(db, channel, inbound, fileIds, bot.clock.now()),
    received: () => undefined,
    health: async () => ({ ready: true, database: 'ok', channels: {}, findings: [], paused: false }),
  });
  return {
    app,
    stranger: new Client(app, {}),
    async machine(role) {
      const token = newToken('ddt');
      await prisma.apiToken.create({
        data: {
          tokenHash: hashToken(bot.env.secretKey, token),
          name: `machine ${role}`,
          role,
          createdAt: bot.clock.now(),
        },
      });
      return new Client(app, { authorization: `Bearer ${token}` });
    },
    async browser(person) {
      const identity = await prisma.identity.findFirstOrThrow({ where: { contactId: person.contactId } });
      const token = await openSession(
        prisma,
        bot.env.secretKey,
        { contactId: person.contactId, identityId: identity.id },
        bot.clock.now(),
      );
      return new Client(app, { cookie: `dondoc_session=${token}`, 'sec-fetch-site': 'same-origin' });
    },
    close: () => app.close(),
  };
}
