import { Refusal } from '../domain/refusal.ts';
import { answerBroadcast, broadcastById } from '../store/broadcasts.ts';
import { record } from './act.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';
import { instantWords } from './wording.ts';

/**
 * Passes an addressee's words on to the author of a broadcast, to the coordinators where there is none. The name of
 * whom it went to; refused for somebody to whom it was never sent.
 */
export async function replyToBroadcast(
  scope: Scope,
  input: { id: string; text: string; fileIds: readonly string[] },
): Promise<string> {
  const { db, actor, now, env } = scope;
  const row = await broadcastById(db, input.id);
  if (!row || !actor.id || !(await answerBroadcast(db, row.id, actor.id, now)))
    throw new Refusal('broadcastUnknown');
  const author = row.createdById
    ? await db.contact.findFirst({
        where: { id: row.createdById, active: true },
        select: { id: true, name: true },
      })
    : null;
  const contact = await db.contact.findUnique({ where: { id: actor.id }, select: { phone: true } });
  await tell(scope, {
    to: author ? [author.id] : await coordinators(scope),
    kind: 'system',
    compose: (_, t) => ({
      text: t('notices.broadcast.reply', {
        name: contact?.phone ? `${actor.name} (${contact.phone})` : actor.name,
        agency: actor.offices[0]?.agencyShortName ?? '',
        text: input.text,
        at: instantWords(now, env, t),
        about: row.text.replace(/\s+/g, ' ').slice(0, 100),
      }),
      fileIds: [...input.fileIds],
    }),
  });
  await record(scope, {
    action: 'broadcast.reply',
    subject: `broadcast:${row.id}`,
    texts: [{ text: input.text, contactId: actor.id }],
  });
  return author?.name ?? '';
}
