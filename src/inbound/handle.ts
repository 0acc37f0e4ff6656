import type { Env } from '../decisions/scope.ts';
import { tell } from '../decisions/tell.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { About, Reply } from '../domain/message.ts';
import { translatorFor } from '../i18n.ts';
import { endDialogue } from '../store/dialogues.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';
import { recordFailure, takeInbound, type StoredMessage } from '../store/inbox.ts';
import { enqueue } from '../store/outbox.ts';
import { findPerson, type KnownIdentity } from '../store/people.ts';
import { everybodyWith } from '../store/recipients.ts';
import { FilesToFetch, fetchFiles, filesNotKept, type Download } from './files.ts';
import { wordRefusal } from './refusals.ts';
import { converse } from './converse.ts';
import type { Conversation } from './command.ts';
import type { CommandBook } from './understand.ts';

export interface HandleDeps {
  prisma: PrismaClient;
  book: CommandBook;
  env: Env;
  clock: () => Date;
  log: { error(fields: object, message: string): void };
  /** Rows were queued or a chat has more to handle. */
  wake?(): void;
  /** Bytes of a file that lies at a platform (files.ts). */
  download?: Download;
}

/**
 * Handles one stored message to its end: "handled", what the command wrote and its reply commit together, or not
 * at all. A refusal rolls the command back and is all that stays; an error leaves the message for another try, and
 * after five it is set aside, the person and the coordinators are told.
 */
export async function handle(deps: HandleDeps, id: bigint): Promise<void> {
  try {
    await inTransaction(deps.prisma, (db) => settle(db, deps, id, (at) => converse(at, deps.book)));
  } catch (error) {
    if (error instanceof FilesToFetch) {
      const fetched = await fetchFiles(deps, error).catch((why: unknown) => setBack(deps, id, why));
      if (fetched) return handle(deps, id);
    } else if (isRefusal(error)) {
      await inTransaction(deps.prisma, (db) =>
        settle(db, deps, id, async (at) => {
          if (at.actor.id) await endDialogue(at.db, at.actor.id);
          return [wordRefusal(error, at.t)];
        }),
      );
    } else {
      deps.log.error({ err: error, inboundId: id.toString() }, 'a message could not be handled');
      await setBack(deps, id, error);
    }
  }
  deps.wake?.();
}

type Answering = (at: Conversation) => Promise<Reply[]>;

async function settle(db: Db, deps: HandleDeps, id: bigint, answer: Answering): Promise<void> {
  const now = deps.clock();
  const stored = await takeInbound(db, id, now);
  if (!stored) return;
  if (stored.fileRefs?.some(({ fault }) => !fault)) throw new FilesToFetch(stored);
  const person = await findPerson(db, stored.channel, stored.sender);
  // One person on two channels has one dialogue: their messages are handled one after the other.
  if (person) await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${person.id}, 1))`;
  const at = conversation(db, deps.env, stored, person, now);
  const replies = [...(await answer(at)), ...filesNotKept(stored.fileRefs ?? [], at.t)];
  await queueReplies(db, stored, person, replies, now);
}

/** The conversation of a message; a stranger's has an actor without offices and an empty id. */
function conversation(
  db: Db,
  env: Env,
  stored: StoredMessage,
  person: KnownIdentity | undefined,
  now: Date,
): Conversation {
  return {
    db,
    env,
    now,
    t: translatorFor(person?.language ?? env.locale),
    actor: {
      kind: 'contact',
      id: person?.id ?? '',
      name: person?.name ?? '',
      channel: stored.channel,
      offices: person?.offices ?? [],
      identityId: person?.identityId ?? '',
      language: person?.language ?? env.locale,
      honorific: person?.honorific ?? 'dong_chi',
    },
    message: {
      id: stored.id,
      channel: stored.channel,
      address: stored.address,
      sender: stored.sender,
      text: stored.text,
      fileIds: stored.fileIds,
      sentAt: stored.sentAt,
      button: stored.button ?? undefined,
      replyTo: stored.replyTo ?? undefined,
      editOf: stored.editOf ?? undefined,
      pressed: stored.button !== null,
    },
    commands: [],
    go: (command) => Promise.reject(new Error(`${command} can't be said outside a conversation`)),
  };
}

async function queueReplies(
  db: Db,
  stored: StoredMessage,
  person: KnownIdentity | undefined,
  replies: readonly Reply[],
  now: Date,
): Promise<void> {
  const identity = await replyIdentity(db, stored, person);
  for (const [index, reply] of replies.entries()) {
    const about: About | undefined = reply.about && Object.keys(reply.about).length ? reply.about : undefined;
    await enqueue(
      db,
      {
        identity,
        kind: 'answer',
        text: reply.text,
        buttons: reply.buttons,
        fileIds: reply.fileIds,
        about,
        inReplyTo: stored.platformId,
        notBefore: now,
        dedupeKey: `reply:${stored.id}:${index}`,
      },
      now,
    );
  }
}

/** Where the answer goes: the chat itself. A stranger's address is kept without a person, so that it can be answered. */
async function replyIdentity(db: Db, stored: StoredMessage, person: KnownIdentity | undefined) {
  if (person && stored.address === person.address) {
    return { id: person.identityId, channel: stored.channel, address: stored.address };
  }
  const row = await db.identity.upsert({
    where: { channel_address: { channel: stored.channel, address: stored.address } },
    create: { channel: stored.channel, address: stored.address, linkedAt: stored.sentAt },
    update: {},
    select: { id: true },
  });
  return { id: row.id, channel: stored.channel, address: stored.address };
}

async function setBack(deps: HandleDeps, id: bigint, error: unknown): Promise<void> {
  const now = deps.clock();
  const reason = error instanceof Error ? error.name : 'error';
  await inTransaction(deps.prisma, async (db) => {
    if (!(await recordFailure(db, id, reason, now))) return;
    const stored = await db.inboundMessage.findUniqueOrThrow({ where: { id } });
    const person = await findPerson(db, stored.channel, stored.sender);
    const t = translatorFor(person?.language ?? deps.env.locale);
    await queueReplies(
      db,
      { ...stored, attempts: 0, fileRefs: null },
      person,
      [{ text: t('common.setAside') }],
      now,
    );
    await tell(
      { db, now, env: deps.env, actor: { kind: 'system', name: '', channel: 'job', offices: [] } },
      {
        to: await everybodyWith(db, ['coordinator', 'admin']),
        kind: 'system',
        dedupe: `failed:${id}`,
        compose: (_, tell) => ({
          text: tell('notices.setAside', {
            name: person?.name ?? stored.sender,
            agency: person?.offices[0]?.agencyShortName ?? '',
            text: stored.text.slice(0, 300),
          }),
        }),
      },
    );
  });
}
