import { report } from '../../src/decisions/report.ts';
import { taskWords, youWords } from '../../src/decisions/wording.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { markNotUnderstood } from '../../src/store/inbox.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';

/** What was said could mean two things: nothing is recorded, the person is asked, the words are kept. */
export function askBack(at: Conversation, task: AssignmentRow, words: string, percent?: number): Reply {
  const { t } = at;
  const said = words.replace(/\s+/g, ' ').trim().slice(0, 500);
  return {
    text: t('commands.unclear.ask', {
      task: taskWords(task),
      text: said.slice(0, 200),
      you: youWords(at.actor, t),
    }),
    buttons: [
      ...(percent === undefined
        ? []
        : [
            [
              {
                label: t('commands.unclear.percent', { percent }),
                say: `/tiendo ${task.number} ${percent}% ${wordsBeside(wordsBeside(said, percent), task.number)}`.trim(),
              },
            ],
          ]),
      [
        { label: t('commands.unclear.done'), say: `/xong ${task.number} ${said}` },
        { label: t('commands.unclear.progress'), say: `/tiendo ${task.number} ${said}` },
      ],
      [
        { label: t('commands.unclear.blocked'), say: `/vuongmac ${task.number} ${said}` },
        { label: t('commands.unclear.extend'), say: `/giahan ${task.number}` },
      ],
    ],
    about: { assignmentId: task.id },
  };
}

/** The words without the number that is said beside them with its sign. */
export const wordsBeside = (words: string, number: number): string =>
  words.replace(new RegExp(`(^|\\D)${number}(?!\\d)\\s*`), '$1').trim();

/** Words that were not understood: kept in the history or the inbox, shown to coordinators, and said so. */
export async function keepAsNote(at: Conversation, words: string, task?: AssignmentRow): Promise<Reply[]> {
  const { t } = at;
  if (task) {
    await report(at, {
      assignmentId: task.id,
      meanings: [],
      note: words.trim(),
      fileIds: at.message.fileIds,
      at: at.message.sentAt,
      inboxId: at.message.id,
    });
  } else {
    await markNotUnderstood(at.db, at.message.id);
  }
  return [
    {
      text: t('commands.unclear.kept', {
        where: task ? t('commands.unclear.keptWith', { task: taskWords(task) }) : '',
        you: youWords(at.actor, t),
        example: task ? String(task.number) : '12',
      }),
      buttons: [[{ label: t('commands.unclear.myTasks'), say: '/nhiemvu' }]],
      about: task ? { assignmentId: task.id } : undefined,
    },
  ];
}
