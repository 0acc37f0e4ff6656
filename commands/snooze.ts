import { snooze } from '../src/decisions/snooze.ts';
import { instantWords, taskWords } from '../src/decisions/wording.ts';
import { readSnooze, snoozesOffered, snoozeWords, type Snooze } from '../src/domain/quiet-time.ts';
import type { Reply } from '../src/domain/message.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { ownTask } from './shared/own-task.ts';

interface Args {
  task: AssignmentRow;
  choice: Snooze;
}

/** Hẹn lại: hear of one task again in 2 hours, tomorrow morning or in 3 days. The date stays. */
export default defineCommand<Args>({
  name: 'snooze',
  slash: { vi: 'henlai', en: 'snooze' },
  words: ['hen lai', 'nhac lai', 'nhac lai sau', 'hoan nhac'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [
    ownTask(),
    {
      name: 'choice',
      takes: 'rest',
      read: (words, at, { task }) =>
        readSnooze(words) ??
        ({ misread: at.t('commands.snooze.unreadable'), buttons: choices(at, task) } satisfies Misread),
      ask,
    },
  ],
  async run(at, { task, choice }) {
    const { row, until } = await snooze(at, { assignmentId: task.id, choice });
    return {
      text: at.t('commands.snooze.done', { task: taskWords(row), at: instantWords(until, at.env, at.t) }),
      about: { assignmentId: row.id },
    };
  },
});

function ask(at: Conversation, { task }: Partial<Args>): Reply {
  return {
    text: at.t('commands.snooze.ask', { task: task ? taskWords(task) : '' }),
    buttons: choices(at, task),
  };
}

const choices = (at: Conversation, task: AssignmentRow | undefined) =>
  (task ? snoozesOffered(at.now, task.dueAt, at.env) : []).map((choice) => [
    { label: at.t(`commands.snooze.choice.${choice}`), say: snoozeWords[choice] },
  ]);
