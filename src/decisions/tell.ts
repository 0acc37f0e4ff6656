import { randomUUID } from 'node:crypto';
import type { DeliveryKind, Reply } from '../domain/message.ts';
import { sendTime } from '../domain/quiet-time.ts';
import { translatorFor, type Translate } from '../i18n.ts';
import { enqueueAll, type Enqueue } from '../store/outbox.ts';
import { recipients, type Recipient } from '../store/recipients.ts';
import type { Scope } from './scope.ts';

/** Something to be told to people who did not ask. */
export interface Telling {
  /** Contact ids. */
  to: readonly string[];
  kind: DeliveryKind;
  compose(person: Recipient, t: Translate): Reply;
  /** Makes one notice a person: what proof of send counts. */
  notice?: {
    kind: 'assignment' | 'reminder' | 'broadcast' | 'nudge';
    assignmentId?: string;
    reminderId?: string;
    broadcastId?: string;
  };
  /** Notices that exist already (a digest joins several), by contact id. */
  noticeIds?: ReadonlyMap<string, readonly string[]>;
  /** KHẨN: not held back in quiet time. */
  urgent?: boolean;
  /** Told once, ever, to each person. */
  dedupe?: string;
}

export interface Told {
  /** Contact ids to whom a message is on its way, and those without any usable channel. */
  reached: string[];
  unreachable: string[];
}

/**
 * Queues a message to each person on their best channel, in the decision's transaction. Quiet time is obeyed by
 * kind (design §5): the web chat disturbs nobody and is never held back.
 */
export async function tell({ db, now, env }: Scope, telling: Telling): Promise<Told> {
  const people = telling.to.length ? await recipients(db, [...new Set(telling.to)]) : [];
  const noticeIds = new Map(telling.noticeIds);
  if (telling.notice) {
    const { kind, assignmentId, reminderId, broadcastId } = telling.notice;
    const notices = people.map((person) => ({
      id: randomUUID(),
      kind,
      contactId: person.id,
      assignmentId,
      reminderId,
      broadcastId,
      state: person.identities.length ? ('queued' as const) : ('no_channel' as const),
      createdAt: now,
      stateAt: now,
    }));
    await db.notice.createMany({ data: notices });
    for (const notice of notices) noticeIds.set(notice.contactId, [notice.id]);
  }
  const messages: Enqueue[] = [];
  for (const person of people) {
    const identity = person.identities[0];
    if (!identity) continue;
    const { text, buttons, fileIds, about } = telling.compose(person, translatorFor(person.language));
    messages.push({
      identity,
      kind: telling.kind,
      text,
      buttons,
      fileIds,
      about,
      notBefore:
        identity.channel === 'webchat'
          ? now
          : sendTime(now, telling.kind, telling.urgent ?? false, env.calendar, env.zone),
      dedupeKey: telling.dedupe && `${telling.dedupe}:${person.id}`,
      noticeIds: noticeIds.get(person.id),
    });
  }
  await enqueueAll(db, messages, now);
  const reached = people.filter((person) => person.identities.length).map((person) => person.id);
  return {
    reached,
    unreachable: people.filter((person) => !person.identities.length).map((person) => person.id),
  };
}
