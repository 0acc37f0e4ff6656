import {
  bothDates,
  dueWords,
  instantWords,
  stateWords,
  taskWords,
  youWords,
} from '../../src/decisions/wording.ts';
import type { Recorded } from '../../src/decisions/report.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';

/** What was recorded, shown to the person who said it, with Rút lại. */
export function recordedReply(at: Conversation, recorded: Recorded, note: string): Reply {
  const { t, env } = at;
  const { row, again } = recorded;
  if (at.openly) return openReply(at, recorded, note);
  if (again) {
    return {
      text: t('commands.recorded.again', {
        task: taskWords(row),
        what: what(at, recorded),
        at: instantWords(again, env, t),
      }),
      about: { assignmentId: row.id, batchId: recorded.batchId },
    };
  }
  const lines = [
    t('commands.recorded.done', {
      task: taskWords(row),
      what: what(at, recorded),
      note: note ? `, "${note.slice(0, 200)}"` : '',
      at: instantWords(at.message.sentAt, env, t),
    }),
  ];
  if (at.message.fileIds.length)
    lines.push(t('commands.recorded.files', { count: at.message.fileIds.length }));
  if (recorded.meanings.some((meaning) => meaning.kind === 'extend')) {
    lines.push(t('commands.recorded.extendWaits', { due: dueWords(row, env, t) }));
  }
  // One meaning of Rút lại: of the completion, where the words changed nothing in it.
  const waits = recorded.noteOnly && row.state === 'submitted';
  lines.push(
    waits ? t('commands.recorded.noteOnly') : t('commands.recorded.undoHint', { you: youWords(at.actor, t) }),
  );
  return {
    text: lines.join('\n'),
    buttons: [[{ label: t('common.undo'), say: waits ? '/rutlai hoàn thành' : '/rutlai' }]],
    about: { assignmentId: row.id, batchId: recorded.batchId },
  };
}

/** Received, kept or done was said of what is reported as done already. */
export function waitsReply(at: Conversation, row: AssignmentRow): Reply {
  const { t, env } = at;
  return {
    text: t('commands.recorded.waits', {
      task: taskWords(row),
      at: instantWords(row.submittedAt ?? row.activityAt ?? at.now, env, t),
    }),
    buttons: [[{ label: t('common.undo'), say: '/rutlai hoàn thành' }]],
    about: { assignmentId: row.id },
  };
}

/** One line for a group, with the name of who said it; a mere receipt is a reaction. */
function openReply(at: Conversation, recorded: Recorded, note: string): Reply {
  const { t, env } = at;
  const { row, again, batchId, meanings } = recorded;
  const { fileIds, pressed } = at.message;
  const receipt = meanings.length === 1 && meanings[0]?.kind === 'received' && !fileIds.length && !pressed;
  return {
    text: t('commands.recorded.openly', {
      name: at.actor.name,
      task: taskWords(row),
      what: what(at, recorded),
      note: note ? `, "${note.slice(0, 200)}"` : '',
      files: fileIds.length ? `, ${t('commands.recorded.openFiles', { count: fileIds.length })}` : '',
      at: instantWords(again ?? at.message.sentAt, env, t),
    }),
    buttons: again ? [] : [[{ label: t('common.undo'), say: '/rutlai' }]],
    about: { assignmentId: row.id, batchId, ...(receipt && !note ? { reaction: '👍' } : {}) },
  };
}

/** "đã tiếp nhận; cam kết đúng hạn trước ngày …": what the words were understood to mean. */
export function what(
  at: Pick<Conversation, 't' | 'env'>,
  { row, meanings, extension }: Pick<Recorded, 'row' | 'meanings' | 'extension'>,
): string {
  const { t, env } = at;
  if (!meanings.length) return t('commands.recorded.what.note');
  const words = meanings.map((meaning) => {
    switch (meaning.kind) {
      case 'progress':
        return meaning.percent === undefined
          ? stateWords({ state: 'in_progress', percent: null }, t)
          : stateWords({ state: 'in_progress', percent: meaning.percent }, t);
      case 'confirm':
        return t('commands.recorded.what.confirm', { due: bothDates(row, env, t).replaceAll('**', '') });
      case 'extend':
        return t('commands.recorded.what.extend', {
          due: extension ? dueWords({ dueAt: extension.due.dueAt, dueText: extension.due.text }, env, t) : '',
          reason: extension?.reason ?? meaning.reason ?? '',
        });
      default:
        return t(`commands.recorded.what.${meaning.kind}`);
    }
  });
  return words.join('; ');
}
