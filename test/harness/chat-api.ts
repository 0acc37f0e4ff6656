import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inlineHtmlText, plainText } from '../../src/domain/markup.ts';
import type { Role } from '../../src/domain/roles.ts';
import type { Language } from '../../src/i18n.ts';
import { assetRoutes } from '../../src/web/assets.ts';
import { chatPage } from '../../src/web/chat/page.ts';
import { pageHeaders } from '../../src/web/layout.ts';
import { installFaults, type Faults } from './faults.ts';

/**
 * The web chat's HTTP contract over memory, strictly kept, for tests of the page: what the page sends is held against
 * schemas, and a test may say, edit and delete as the bot, look at what arrived and spoil the line.
 */

export interface Option {
  id: string;
  label: string;
  url?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  mime: string;
  bytes: Buffer;
}

export interface Item {
  id: string;
  from: 'bot' | 'me';
  text: string;
  html: string;
  buttons: Option[][];
  files: Omit<StoredFile, 'bytes'>[];
  at: string;
  editedAt?: string;
  clientId?: string;
  replyTo?: string;
}

const sent = z
  .strictObject({
    clientId: z.uuid(),
    text: z.string().min(1).max(4000).optional(),
    button: z.string().min(1).optional(),
    replyTo: z.string().min(1).optional(),
    files: z.array(z.string()).min(1).max(10).optional(),
  })
  .refine(({ text, button, files }) => text !== undefined || button !== undefined || files !== undefined);
export type Received = z.infer<typeof sent>;

const asked = z.strictObject({
  after: z.string().regex(/^\d+$/).optional(),
  before: z.string().regex(/^\d+$/).optional(),
});

const PAGE = 50;
export const FILE_LIMIT = 1024 * 1024;

export interface PersonOptions {
  language?: Language;
  roles?: readonly Role[];
  displayName?: string;
  contactName?: string;
  agency?: string;
}

/** One person's chat, seen from the server. */
export class Chat {
  readonly account = randomUUID();
  readonly session = randomUUID();
  readonly items: Item[] = [];
  /** What the page sent, once each: the same `clientId` twice is one message. */
  readonly received: Received[] = [];
  /** Requests to send, repetitions included. */
  attempts = 0;
  /** Open pages. */
  readonly streams = new Set<ServerResponse>();
  /** Called after a message was stored. */
  answer: ((message: Received) => void) | undefined;
  readonly options: PersonOptions;
  // Begins below 100, so that ids grow by a digit within a test.
  #id = 90n;
  readonly #files: Map<string, StoredFile>;

  constructor(options: PersonOptions, files: Map<string, StoredFile>) {
    this.options = options;
    this.#files = files;
  }

  #tell(event: string, data: unknown): void {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #add(item: Omit<Item, 'id' | 'at'>, at = new Date()): Item {
    this.#id += 1n;
    const added = { id: String(this.#id), ...item, at: at.toISOString() };
    this.items.push(added);
    this.#tell('message', added);
    return added;
  }

  /** The bot says something, in markup; `raw` replaces the HTML made of it, as a faulty server might. */
  says(
    markup: string,
    {
      buttons = [],
      files = [],
      at,
      raw,
    }: { buttons?: Option[][]; files?: string[]; at?: Date; raw?: string } = {},
  ): Item {
    return this.#add(
      {
        from: 'bot',
        text: plainText(markup),
        html: raw ?? inlineHtmlText(markup),
        buttons,
        files: files.map((id) => this.#describe(id)),
      },
      at,
    );
  }

  /** What the person said at an earlier time, from wherever. */
  said(text: string, { at, replyTo }: { at?: Date; replyTo?: string } = {}): Item {
    return this.#add({ from: 'me', text, html: '', buttons: [], files: [], replyTo }, at);
  }

  edits(id: string, markup: string, buttons: Option[][] = []): void {
    const item = this.items.find((each) => each.id === id);
    if (!item) throw new Error(`no message ${id}`);
    const change = { text: plainText(markup), html: inlineHtmlText(markup), buttons };
    Object.assign(item, change, { editedAt: new Date().toISOString() });
    this.#tell('message', item);
  }

  deletes(id: string): void {
    this.items.splice(
      this.items.findIndex((each) => each.id === id),
      1,
    );
    this.#tell('deleted', { id });
  }

  /** The stream tells of a message once more, as after a server's own reconnection. */
  repeats(id: string): void {
    this.#tell(
      'message',
      this.items.find((each) => each.id === id),
    );
  }

  #describe(id: string): Item['files'][number] {
    const file = this.#files.get(id);
    if (!file) throw new Error(`no file ${id}`);
    return { id, name: file.name, size: file.size, mime: file.mime };
  }

  receive(message: Received): void {
    this.attempts += 1;
    if (this.received.some(({ clientId }) => clientId === message.clientId)) return;
    this.received.push(message);
    const label = this.items
      .flatMap(({ buttons }) => buttons.flat())
      .find(({ id }) => id === message.button)?.label;
    this.#add({
      from: 'me',
      text: message.text ?? label ?? '',
      html: '',
      buttons: [],
      files: (message.files ?? []).map((id) => this.#describe(id)),
      clientId: message.clientId,
      replyTo: message.replyTo,
    });
    this.answer?.(message);
  }

  page({ after, before }: { after?: string; before?: string }): Item[] {
    if (after !== undefined) return this.items.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, PAGE);
    const until =
      before === undefined ? this.items : this.items.filter(({ id }) => BigInt(id) < BigInt(before));
    return until.slice(-PAGE);
  }
}

export interface ChatServer {
  url: string;
  faults: Faults;
  /** Lets a person in; `session` of the chat is the value of the cookie `session`. */
  person(options?: PersonOptions): Chat;
  /** Ends a person's session: every request of theirs is answered 401, until they sign in again. */
  signOut(chat: Chat): void;
  signIn(chat: Chat): void;
  /** A file that the bot may send. */
  file(name: string, mime: string, bytes: Buffer): string;
  close(): Promise<void>;
}

const problem = (reply: FastifyReply, status: number, title: string, detail?: string): FastifyReply =>
  reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail }));

/** Starts the contract on a free port of this machine. */
export async function startChatServer(): Promise<ChatServer> {
  const app = Fastify({ forceCloseConnections: true });
  const faults = installFaults(app);
  const people = new Map<string, Chat>();
  const files = new Map<string, StoredFile>();
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: FILE_LIMIT, files: 1, fields: 0 } });
  await app.register(assetRoutes);
  pageRoutes(app, people);
  apiRoutes(app, people, files);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    url,
    faults,
    person(options = {}) {
      const chat = new Chat(options, files);
      people.set(chat.session, chat);
      return chat;
    },
    signOut(chat) {
      people.delete(chat.session);
      for (const stream of chat.streams) stream.destroy();
    },
    signIn: (chat) => void people.set(chat.session, chat),
    file(name, mime, bytes) {
      const id = randomUUID();
      files.set(id, { id, name, mime, bytes, size: bytes.length });
      return id;
    },
    close: () => app.close(),
  };
}

const whose = (request: FastifyRequest, people: Map<string, Chat>): Chat | undefined => {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const chat = people.get(bearer ?? request.cookies.session ?? '');
  const page = request.headers['x-chat-account'];
  return page === undefined || page === chat?.account ? chat : undefined;
};

function pageRoutes(app: FastifyInstance, people: Map<string, Chat>): void {
  app.get('/chat', (request, reply) => {
    const chat = whose(request, people);
    if (!chat) return reply.redirect('/login');
    const { language = 'vi', roles = ['focal'], ...names } = chat.options;
    return reply.headers(pageHeaders).send(
      chatPage({
        language,
        roles,
        displayName: names.displayName ?? 'Theo dõi Đề án 119',
        contactName: names.contactName ?? 'Đồng chí Lê Văn Cường',
        agency: names.agency ?? 'Sở Tư pháp',
        account: chat.account,
        timeZone: 'Asia/Ho_Chi_Minh',
        limits: { fileBytes: FILE_LIMIT, files: 3, text: 4000 },
        signOutUrl: '/logout',
        signInUrl: '/login',
      }),
    );
  });
}

function apiRoutes(app: FastifyInstance, people: Map<string, Chat>, files: Map<string, StoredFile>): void {
  const mine =
    (handle: (chat: Chat, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const chat = whose(request, people);
      return chat
        ? handle(chat, request, reply)
        : problem(reply, 401, 'Unauthorized', 'Đề nghị đăng nhập lại.');
    };

  app.post(
    '/api/v1/chat/messages',
    mine((chat, request, reply) => {
      const { success, data } = sent.safeParse(request.body);
      if (!success) return problem(reply, 400, 'Bad Request', 'Tin nhắn không đúng mẫu.');
      chat.receive(data);
      return reply.code(202).send({});
    }),
  );
  app.get(
    '/api/v1/chat/messages',
    mine((chat, request, reply) => {
      const { success, data } = asked.safeParse(request.query);
      return success ? { items: chat.page(data) } : problem(reply, 400, 'Bad Request');
    }),
  );
  app.post(
    '/api/v1/chat/files',
    mine(async (_chat, request, reply) => {
      const part = await request.file();
      if (part?.fieldname !== 'file') return problem(reply, 400, 'Bad Request', 'Thiếu tệp.');
      const bytes = await part.toBuffer().catch(() => undefined);
      if (!bytes) return problem(reply, 413, 'Payload Too Large', 'Tệp quá lớn.');
      const stored = {
        id: randomUUID(),
        name: part.filename,
        mime: part.mimetype,
        size: bytes.length,
        bytes,
      };
      files.set(stored.id, stored);
      return { id: stored.id, name: stored.name, size: stored.size };
    }),
  );
  app.get<{ Params: { id: string } }>('/api/v1/chat/files/:id', (request, reply) => {
    const file = files.get(request.params.id);
    if (!whose(request, people) || !file) return problem(reply, 404, 'Not Found');
    return reply.type(file.mime).header('x-content-type-options', 'nosniff').send(file.bytes);
  });
  app.get(
    '/api/v1/chat/stream',
    mine((chat, _request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      reply.raw.write('event: ping\ndata: {}\n\n');
      chat.streams.add(reply.raw);
      reply.raw.on('close', () => chat.streams.delete(reply.raw));
    }),
  );
}
