import { Refusal } from '../domain/refusal.ts';
import { may, type Role } from '../domain/roles.ts';
import { sendTime } from '../domain/quiet-time.ts';
import {
  acknowledge,
  addBroadcast,
  broadcastCounts,
  lockBroadcast,
  replaceText,
  spread,
  withdrawQueued,
  type BroadcastCounts,
  type BroadcastRow,
} from '../store/broadcasts.ts';
import { broadcastWordings, correctedWordings, recalledWordings } from './broadcast-wording.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';

export interface NewBroadcast {
  text: string;
  /** Agencies whose people are told, each once. */
  agencyIds: readonly string[];
  /** As the author named them, for the record: codes of groups or agencies. */
  audience: readonly string[];
  /** Heads of the agencies too, not only focal contacts. */
  heads?: boolean;
  requireAck?: boolean;
  /** KHẨN: not held back in quiet time. */
  urgent?: boolean;
  fileIds?: readonly string[];
}

const allow = ({ actor }: Scope): void => {
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'broadcast')) throw new Refusal('notAllowed');
};

/** Whom a broadcast is for: every focal contact, with `heads` the heads too. */
export const addressees = (heads: boolean): Role[] => (heads ? ['focal', 'head'] : ['focal']);

/**
 * Sends a message to the people of these agencies, in the caller's transaction: the broadcast, one notice a person,
 * one delivery for each who can be reached, the audit line. Refuses where nobody is there to hear it.
 */
export async function broadcast(
  scope: Scope,
  input: NewBroadcast,
): Promise<{ id: string; counts: BroadcastCounts }> {
  allow(scope);
  const { db, now, env } = scope;
  const text = input.text.trim();
  if (!text) throw new Refusal('textMissing');
  const { requireAck = false, urgent = false } = input;
  const row = { text, requireAck, urgent, audience: input.audience, createdById: scope.actor.id };
  const id = await addBroadcast(db, row, now);
  await spread(
    db,
    {
      broadcastId: id,
      agencyIds: input.agencyIds,
      roles: addressees(input.heads ?? false),
      wordings: broadcastWordings(scope, { text, requireAck, urgent }),
      fileIds: input.fileIds ?? [],
      notBefore: sendTime(now, 'broadcast', urgent, env.calendar, env.zone),
    },
    now,
  );
  const counts = await broadcastCounts(db, id);
  if (!counts.total) throw new Refusal('audienceEmpty');
  await record(scope, {
    action: 'broadcast.create',
    subject: `broadcast:${id}`,
    after: { audience: input.audience, people: counts.total, requireAck, urgent },
    texts: [{ text }],
  });
  return { id, counts };
}

/** The broadcast, locked, where it may still be changed. */
async function changeable(scope: Scope, id: string): Promise<BroadcastRow> {
  allow(scope);
  const row = await lockBroadcast(scope.db, id);
  if (!row) throw new Refusal('broadcastUnknown');
  if (row.recalledAt) throw new Refusal('broadcastRecalled');
  return row;
}

/** Stops what has not gone out yet. How many people it spares; refused where all of it is out already. */
export async function stopBroadcast(scope: Scope, id: string): Promise<number> {
  await changeable(scope, id);
  const spared = await withdrawQueued(scope.db, id, scope.now);
  if (!spared) throw new Refusal('broadcastOut');
  await scope.db.broadcast.update({ where: { id }, data: { stoppedAt: scope.now } });
  await record(scope, { action: 'broadcast.stop', subject: `broadcast:${id}`, after: { spared } });
  return spared;
}

/**
 * Puts a corrected text in the place of what people have. It is not held back in quiet time: a wrong text does harm
 * until it is corrected, and an edit in place disturbs nobody. How many people have the old text already.
 */
export async function correctBroadcast(scope: Scope, input: { id: string; text: string }): Promise<number> {
  const row = await changeable(scope, input.id);
  const text = input.text.trim();
  if (!text) throw new Refusal('textMissing');
  const edited = await replaceText(
    scope.db,
    row.id,
    correctedWordings(scope, { ...row, text }),
    `correct:${row.id}:${scope.now.getTime()}`,
    scope.now,
  );
  await scope.db.broadcast.update({ where: { id: row.id }, data: { text } });
  await record(scope, {
    action: 'broadcast.correct',
    subject: `broadcast:${row.id}`,
    after: { edited },
    texts: [{ text: row.text }, { text }],
  });
  return edited;
}

/** Takes a broadcast back: what waits is withdrawn, what people have is replaced by a line that says so. */
export async function recallBroadcast(
  scope: Scope,
  id: string,
): Promise<{ withdrawn: number; replaced: number }> {
  const row = await changeable(scope, id);
  const withdrawn = await withdrawQueued(scope.db, id, scope.now);
  const wordings = recalledWordings(scope, row);
  const replaced = await replaceText(scope.db, id, wordings, `recall:${id}`, scope.now);
  await scope.db.broadcast.update({ where: { id }, data: { recalledAt: scope.now } });
  await record(scope, {
    action: 'broadcast.recall',
    subject: `broadcast:${id}`,
    after: { withdrawn, replaced },
  });
  return { withdrawn, replaced };
}

/** "Đã nhận" of an addressee. `known`: said before. Refused where it was never sent to this person. */
export async function acknowledgeBroadcast(scope: Scope, id: string): Promise<'new' | 'known'> {
  const found = scope.actor.id ? await acknowledge(scope.db, id, scope.actor.id, scope.now) : undefined;
  if (!found) throw new Refusal('broadcastUnknown');
  if (found === 'new') await record(scope, { action: 'broadcast.acknowledge', subject: `broadcast:${id}` });
  return found;
}
