import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Inbound } from '../../channels/channel.ts';
import { redeem } from '../../decisions/redeem.ts';
import type { Scope } from '../../decisions/scope.ts';
import { may } from '../../domain/roles.ts';
import { inTransaction } from '../../store/db.ts';
import { agenciesOfFile, fileIsInChat, filePath, filesById } from '../../store/files.ts';
import { keepFile, takenTypes } from '../../store/keep-file.ts';
import { openSession, type SessionPerson } from '../../store/sessions.ts';
import { markShown, postFromPerson, readChat } from '../../store/web-chat.ts';
import { Problem } from '../api/problem.ts';
import { callerOf, setSessionCookie } from '../auth.ts';
import type { WebDeps } from '../deps.ts';
import { itemsOf } from './items.ts';
import type { Hub } from './hub.ts';
import { streamChat } from './stream.ts';

/** The web chat's HTTP contract (design §8, "Web chat"), below /api/v1/chat. */

const pageSize = 50;
const id = z.string().regex(/^\d{1,18}$/);
export const messageLimits = { text: 8000, files: 10 } as const;

const message = z
  .strictObject({
    clientId: z.string().min(1).max(100),
    text: z.string().min(1).max(messageLimits.text).optional(),
    button: z.string().max(60).optional(),
    replyTo: id.optional(),
    files: z.array(z.uuid()).max(messageLimits.files).optional(),
  })
  .refine(
    ({ text, button, files }) => text !== undefined || button !== undefined || (files?.length ?? 0) > 0,
    { error: 'one of text, button and files is needed' },
  );

/** Someone without a session: the decision is taken in nobody's name. */
const nobody: Scope['actor'] = { kind: 'system', name: '', channel: 'webchat', offices: [] };

/** Spends a code in the web chat and opens a session; for the API and for the pages with one button. */
export async function enter(
  deps: WebDeps,
  code: string,
  userAgent: string | undefined,
): Promise<{ token: string; contactId: string }> {
  return inTransaction(deps.prisma, async (db) => {
    const now = deps.clock();
    const { contactId, identityId } = await redeem(
      { db, now, env: deps.env, actor: nobody },
      { code, channel: 'webchat' },
    );
    return {
      token: await openSession(db, deps.env.secretKey, { contactId, identityId, userAgent }, now),
      contactId,
    };
  });
}

/** Fastify plugin: registered beside the API, whose compilers and errors it shares. */
export async function chatApi(
  plain: FastifyInstance,
  { deps, hub }: { deps: WebDeps; hub: Hub },
): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>();
  const known = new WeakMap<FastifyRequest, SessionPerson>();
  const person = async (request: FastifyRequest): Promise<SessionPerson> => {
    const found = known.get(request) ?? (await callerOf(request, deps))?.person;
    if (!found) throw new Problem('unauthorized');
    return found;
  };
  // Who has no session is told so before what was sent is looked at.
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    known.set(request, await person(request));
  };

  app.post(
    '/chat/session',
    {
      schema: { body: z.strictObject({ inviteCode: z.string().min(1).max(100) }) },
      config: { rateLimit: { max: 20, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      const { inviteCode } = request.body;
      const { token, contactId } = await enter(deps, inviteCode, request.headers['user-agent']);
      setSessionCookie(reply, token, request.protocol === 'https');
      const contact = await deps.prisma.contact.findUniqueOrThrow({ where: { id: contactId } });
      return { token, contact: { id: contact.id, name: contact.name, language: contact.language } };
    },
  );

  app.post('/chat/files', async (request, reply) => {
    const owner = await person(request);
    const part = request.isMultipart() ? await request.file() : undefined;
    if (part?.fieldname !== 'file') throw new Problem('fileMissing');
    const { prisma, clock, env } = deps;
    const stored = await keepFile(
      { prisma, clock, filesDir: env.filesDir },
      {
        name: part.filename,
        bytes: await part.toBuffer(),
        ownerId: owner.id,
      },
    );
    if (!stored.ok) {
      const problems = { secret: 'fileSecret', type: 'fileType', empty: 'fileEmpty' } as const;
      throw new Problem(problems[stored.because], { types: takenTypes.join(', ') });
    }
    return reply.code(201).send(stored.file);
  });

  app.get('/chat/files/:id', async (request, reply) => {
    const asker = await person(request);
    const params = z.object({ id: z.uuid() }).safeParse(request.params);
    const file = params.success
      ? (await filesById(deps.prisma, [params.data.id])).get(params.data.id)
      : undefined;
    if (!file || !(await maySee(deps, asker, file))) throw new Problem('notFound');
    return sendFile(reply, deps, file);
  });

  app.post('/chat/messages', { onRequest, schema: { body: message } }, async (request, reply) => {
    const sender = await person(request);
    const { body } = request;
    await ownFiles(deps, sender, body.files ?? []);
    const now = deps.clock();
    const label = body.button === undefined ? undefined : await labelOf(deps, sender, body.button);
    const posted = await inTransaction(deps.prisma, async (db) => {
      const stored = await deps.receive(db, 'webchat', inboundOf(sender, body, now), body.files ?? []);
      // The mailbox in the same transaction: an answer can't stand there before the words that it answers.
      return postFromPerson(
        db,
        {
          identityId: sender.identityId,
          clientId: body.clientId,
          text: label ?? stored.text,
          fileIds: body.files ?? [],
          replyTo: body.replyTo === undefined ? undefined : BigInt(body.replyTo),
        },
        now,
      );
    });
    deps.received();
    hub.wake(sender.identityId);
    return reply.code(202).send({ id: posted.id.toString(), clientId: body.clientId });
  });

  const asked = z.strictObject({ after: id.optional(), before: id.optional() });
  app.get('/chat/messages', { onRequest, schema: { querystring: asked } }, async (request) => {
    const reader = await person(request);
    const { after, before } = request.query;
    const rows = await readChat(deps.prisma, reader.identityId, {
      after: after === undefined ? undefined : BigInt(after),
      before: before === undefined ? undefined : BigInt(before),
      limit: pageSize,
    });
    const last = rows.findLast((row) => row.from === 'bot');
    if (last) await markShown(deps.prisma, reader.identityId, last.id, deps.clock());
    return { items: await itemsOf(deps.prisma, rows, deps.env.zone) };
  });

  app.get(
    '/chat/stream',
    { onRequest, schema: { querystring: asked.pick({ after: true }) } },
    async (request, reply) => {
      const reader = await person(request);
      const lastEvent = id.safeParse(request.headers['last-event-id']);
      const after = lastEvent.success ? lastEvent.data : request.query.after;
      await streamChat({
        deps,
        hub,
        reader,
        request,
        reply,
        after: after === undefined ? undefined : BigInt(after),
      });
    },
  );
}

const inboundOf = (sender: SessionPerson, body: z.output<typeof message>, sentAt: Date): Inbound => ({
  platformId: `${sender.identityId}:${body.clientId}`,
  address: sender.address,
  sender: sender.address,
  text: body.text ?? '',
  button: body.button,
  replyTo: body.replyTo,
  files: [],
  sentAt,
});

/** One's own upload, a file in one's chat, or one of a task that one may see. */
async function maySee(
  deps: WebDeps,
  asker: SessionPerson,
  file: { id: string; ownerId: string | null },
): Promise<boolean> {
  if (file.ownerId === asker.id) return true;
  if (
    may(
      asker.offices.map((office) => office.role),
      'seeAll',
    )
  )
    return true;
  if (await fileIsInChat(deps.prisma, file.id, asker.identityId)) return true;
  const agencies = await agenciesOfFile(deps.prisma, file.id);
  return asker.offices.some((office) => agencies.includes(office.agencyId));
}

/** Only files that this person uploaded can be sent along. */
async function ownFiles(deps: WebDeps, sender: SessionPerson, ids: readonly string[]): Promise<void> {
  const files = await filesById(deps.prisma, ids);
  if (ids.some((one) => files.get(one)?.ownerId !== sender.id)) throw new Problem('fileUnknown');
}

/** What a pressed button says, for the person's own view of the chat. */
async function labelOf(deps: WebDeps, sender: SessionPerson, button: string): Promise<string> {
  const [delivery = '', index = ''] = button.split('.');
  if (!/^\d{1,18}$/.test(delivery)) return button;
  const row = await deps.prisma.webMessage.findFirst({
    where: { deliveryId: BigInt(delivery), identityId: sender.identityId },
    select: { buttons: true },
  });
  const labels = z.array(z.array(z.object({ label: z.string() }))).safeParse(row?.buttons);
  return (labels.success ? labels.data.flat()[Number(index)]?.label : undefined) ?? button;
}

const sendFile = (
  reply: FastifyReply,
  deps: WebDeps,
  file: { name: string; mime: string; size: number; sha256: string },
): FastifyReply =>
  reply
    .header('content-type', file.mime)
    .header('content-length', file.size)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, max-age=3600')
    .send(createReadStream(filePath(deps.env.filesDir, file.sha256)));
