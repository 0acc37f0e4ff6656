import { Refusal } from '../../src/domain/refusal.ts';
import { dayOf, formatDay, timeOf } from '../../src/domain/time.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { assignmentsById } from '../../src/store/assignments.ts';
import { extensionById, type Waiting } from '../../src/store/waiting.ts';
import { settledRefusal } from './settled.ts';
import { sayOf, waitingLine } from './waiting.ts';

/**
 * A button under a note from an agency whose report or request has been decided, taken back or replaced since: says
 * what became of it, and shows what waits in its place before anything is decided. Undefined where the note still
 * holds.
 */
export async function staleReply(at: Conversation, found: readonly Waiting[]): Promise<Reply | undefined> {
  const { pressed, about } = at.message;
  if (!pressed || !about?.assignmentId) return undefined;
  const here = found.filter((item) => item.row.id === about.assignmentId);
  if (about.extensionId) {
    if (here.some((item) => item.kind === 'extension' && item.id === about.extensionId)) return undefined;
    return gone(
      at,
      here.find((item) => item.kind === 'extension'),
      about.assignmentId,
      about.extensionId,
    );
  }
  if (!about.batchId || here.some((item) => item.kind === 'report' && item.batchId === about.batchId))
    return undefined;
  return gone(
    at,
    here.find((item) => item.kind === 'report'),
    about.assignmentId,
  );
}

async function gone(
  at: Conversation,
  instead: Waiting | undefined,
  assignmentId: string,
  extensionId?: string,
): Promise<Reply> {
  const [row] = await assignmentsById(at.db, [assignmentId]);
  if (!row) throw new Refusal('taskUnknown');
  if (!instead) {
    const asked = extensionId ? await extensionById(at.db, extensionId) : undefined;
    if (asked?.at && (asked.state === 'approved' || asked.state === 'denied')) {
      throw new Refusal(asked.state === 'approved' ? 'decidedApprove' : 'decidedDeny', {
        task: row.number,
        agency: row.agencyShortName,
        name: asked.by,
        time: timeOf(asked.at, at.env.zone),
        date: formatDay(dayOf(asked.at, at.env.zone)),
      });
    }
    throw await settledRefusal(at, [row], extensionId ? 'deny' : 'return');
  }
  return {
    text: at.t('commands.waiting.replaced', { what: waitingLine(instead, at) }),
    buttons: [
      [
        { label: at.t('commands.waiting.decide'), say: `/duyet ${sayOf(instead)}` },
        instead.kind === 'extension'
          ? { label: at.t('notices.button.deny'), say: `/tuchoi ${row.number} ${row.agencyCode}` }
          : { label: at.t('notices.button.return'), say: `/bosung ${row.number} ${row.agencyCode}` },
      ],
    ],
    about: { assignmentId },
  };
}
