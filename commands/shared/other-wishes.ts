import { youWords } from '../../src/decisions/wording.ts';
import type { Reply } from '../../src/domain/message.ts';
import { dayOf, formatDay } from '../../src/domain/time.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { findBatch, lastStandingBatchOf } from '../../src/store/reports.ts';
import { assignmentsById } from '../../src/store/assignments.ts';
import { batchWords } from './batch-words.ts';

/** Words of a contact that report nothing and for which there is a command: the command is offered. */

const mistake =
  /^(?:xin loi |a |oi |em |toi |minh )*(?:bi )?(?:(?:ghi|bao|gui|bam|nhan|chon)? ?(?:sai|nham|lon)(?: lan)?|wrong|(?:my |a )?mistake)(?: (?:roi|mat roi|viec|nhiem vu|nham|a|nhe|em|anh|chi|sorry|xin loi))*$/;
const absence =
  /^(?:tu |em |toi |minh |hom nay |ngay mai |xin |se |dang |i am |i'm )*(?:nghi phep|nghi om|nghi thai san|xin nghi|vang mat|di vang|di cong tac|on leave|away)(?: |$)/;
const date = /\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?/g;

const plain = (words: string): string =>
  fold(words)
    .replace(/[.!,;…]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const saysMistake = (words: string): boolean => mistake.test(plain(words));
export const saysAbsent = (words: string): boolean => absence.test(plain(words));

/** "sai rồi": what was recorded last, with Rút lại. */
export async function offerUndo(at: Conversation): Promise<Reply | undefined> {
  const { db, actor, message } = at;
  const batchId = message.about?.batchId ?? (await lastStandingBatchOf(db, actor.id));
  const batch = batchId === undefined ? undefined : await findBatch(db, batchId);
  const [row] = batch ? await assignmentsById(db, [batch.assignmentId]) : [];
  if (!batch || !row) return undefined;
  return {
    text: at.t('commands.undo.offer', await batchWords(at, batch)),
    buttons: [[{ label: at.t('common.undo'), say: `/rutlai ${row.number} ${row.agencyCode}` }]],
    about: { assignmentId: row.id },
  };
}

/** "tôi nghỉ phép đến 20/12": from when to when, for /vangmat. */
export function offerAway(at: Conversation, words: string): Reply {
  const [first, second] = words.match(date) ?? [];
  const today = formatDay(dayOf(at.now, at.env.zone));
  const until = /(?:^| )(?:den|toi|het|until|to) /.test(fold(words));
  const days =
    first === undefined
      ? ''
      : second !== undefined
        ? `${first}-${second}`
        : until
          ? `${today}-${first}`
          : first;
  return {
    text: at.t('commands.away.offer', { you: youWords(at.actor, at.t) }),
    buttons: [[{ label: at.t('commands.me.button.away'), say: `/vangmat ${days}`.trim() }]],
  };
}
