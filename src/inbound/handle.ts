import type { Env } from '../decisions/scope.ts';
import { tell } from '../decisions/tell.ts';
import { personWords } from '../decisions/wording.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { About, Reply } from '../domain/message.ts';
import { translatorFor } from '../i18n.ts';
import { endDialogue } from '../store/dialogues.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';
import { recordFailure, takeInbound, type StoredMessage } from '../store/inbox.ts';
import { groupAt, type GroupRow } from '../store/groups.ts';
import { enqueue } from '../store/outbox.ts';
import { findPerson, type KnownIdentity } from '../store/people.ts';
import { everybodyWith } from '../store/recipients.ts';
import { FilesToFetch, fetchFiles, filesNotKept, type Download } from './files.ts';
import { RefusedPrivately } from './group.ts';
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
      await refuse(deps, id, error);
    } else if (error instanceof RefusedPrivately) {
      await refuse(deps, id, error.refusal, { privately: true });
    } else {
      deps.log.error({ err: error, inboundId: id.toString() }, 'a message could not be handled');
      await setBack(deps, id, error);
    }
  }
  deps.wake?.();
}

const refuse = (
  deps: HandleDeps,
  id: bigint,
  refusal: Refusal,
  where: Pick<Reply, 'privately'> = {},
): Promise<void> =>
  inTransaction(deps.prisma, (db) =>
    settle(db, deps, id, async (at) => {
      if (at.actor.id) await endDialogue(at.db, at.actor.id);
      return [{ ...wordRefusal(refusal, at.t), ...where }];
    }),
  );

type Answering = (at: Conversation) => Promise<Reply[]>;

async function settle(db: Db, deps: HandleDeps, id: bigint, answer: Answering): Promise<void> {
  const now = deps.clock();
  const stored = await takeInbound(db, id, now);
  if (!stored) return;
  const person = await findPerson(db, stored.channel, stored.sender);
  if (!person && isFromGroup(stored)) return;
  if (stored.fileRefs?.some(({ fault }) => !fault)) throw new FilesToFetch(stored);
  // One person on two channels has one dialogue: their messages are handled one after the other.
  if (person) await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${person.id}, 1))`;
  const group = isFromGroup(stored) ? await groupAt(db, chatAt(stored), stored.sentAt) : undefined;
  const at = conversation(db, deps.env, stored, { person, group }, now);
  const replies = [...(await answer(at)), ...filesNotKept(stored.fileRefs ?? [], at.t)];
  await queueReplies(db, stored, person, replies, now);
}

/** In a group the sender is not the chat. There nobody answers a stranger. */
const isFromGroup = ({ address, sender }: Pick<StoredMessage, 'address' | 'sender'>): boolean =>
  address !== sender;

const chatAt = ({ channel, address }: Pick<StoredMessage, 'channel' | 'address'>) => ({ channel, address });

/** The conversation of a message; a stranger's has an actor without offices and an empty id. */
function conversation(
  db: Db,
  env: Env,
  stored: StoredMessage,
  { person, group }: { person: KnownIdentity | undefined; group: GroupRow | undefined },
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
    group: group && { identityId: group.id, agencyId: group.agencyId ?? undefined },
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
  const fromGroup = isFromGroup(stored);
  if (fromGroup && !person) return;
  const chat = await chatIdentity(db, stored, person);
  // One answer is in one place, all of it.
  const alone = fromGroup && person && replies.some(({ privately }) => privately);
  const messages: [string, Reply][] = replies.map((reply, index) => [`reply:${stored.id}:${index}`, reply]);
  const queue = (identity: typeof chat, [dedupeKey, reply]: [string, Reply]): Promise<unknown> => {
    const { text, buttons, fileIds } = reply;
    const about = aboutOf(reply);
    const inReplyTo = identity.id === chat.id ? stored.platformId : undefined;
    const message = {
      identity,
      kind: 'answer' as const,
      text,
      buttons,
      fileIds,
      about,
      inReplyTo,
      dedupeKey,
    };
    return enqueue(db, { ...message, notBefore: now }, now);
  };
  const place = alone ? { ...chatAt(stored), id: person.identityId, address: person.address } : chat;
  for (const message of messages) await queue(place, message);
  if (!alone) return;
  const t = translatorFor(person.language);
  const line = { text: t('common.answeredPrivately', { person: personWords(person, t) }) };
  await queue(chat, [`reply:${stored.id}:elsewhere`, line]);
}

const aboutOf = ({ about }: Reply): About | undefined =>
  about && Object.values(about).some((value) => value !== undefined) ? about : undefined;

/** The chat itself. Whoever is unknown there has an address without a person, so that it can be answered. */
async function chatIdentity(db: Db, stored: StoredMessage, person: KnownIdentity | undefined) {
  if (person && stored.address === person.address) return { ...chatAt(stored), id: person.identityId };
  return groupAt(db, chatAt(stored), stored.sentAt);
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
