import { addAgencies } from '../src/decisions/assign.ts';
import { bothDates, taskWords } from '../src/decisions/wording.ts';
import type { Reply } from '../src/domain/message.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../src/store/agencies.ts';
import { assignmentsOfTask } from '../src/store/assignments.ts';
import { taskByNumber, type TaskRow } from '../src/store/tasks.ts';
import { aboutAssignment } from './shared/agency-task.ts';
import { groupChoices, readAudienceWords } from './shared/audience.ts';
import { agenciesWords } from './shared/decide-rows.ts';
import { agenciesLine, reachLines, sendMoment } from './shared/reach.ts';

interface Args {
  task: TaskRow;
  /** Those that do not have the task yet. */
  agencies: AgencyRow[];
}

/** Thêm cơ quan: gives an existing task to more agencies, with the task's own date. */
export default defineCommand<Args>({
  name: 'addagency',
  slash: { vi: 'themcoquan', en: 'addagency' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    {
      name: 'task',
      takes: 'word',
      read: readTask,
      ask: (at) => ({ text: at.t('commands.addagency.askTask') }),
      guess: async (at) => (await aboutAssignment(at))?.number.toString(),
    },
    {
      name: 'agencies',
      takes: 'rest',
      read: (words, at, { task }) => readNew(words, at, task),
      ask: async (at, { task }) => ({
        text: at.t('commands.addagency.askAgencies', { task: task ? taskWords(task) : '' }),
        buttons: groupChoices(await agencyBook(at.db)),
      }),
    },
  ],
  preview,
  async run(at, { task, agencies }) {
    const rows = await addAgencies(
      at,
      task,
      agencies.map((agency) => agency.id),
    );
    return {
      text: at.t('commands.addagency.done', { task: taskWords(task), agency: agenciesWords(rows, at) }),
      buttons: [[{ label: at.t('commands.assign.track'), say: `/theodoi ${task.number}` }]],
    };
  },
});

async function readTask(words: string, at: Conversation): Promise<TaskRow | Misread> {
  const number = Number(/^\s*#?(\d{1,7})\s*$/.exec(words)?.[1]);
  if (!number) return { misread: at.t('commands.addagency.askTask') };
  const task = await taskByNumber(at.db, number);
  if (!task) throw new Refusal('noSuchTask', { task: number });
  if (task.dueAt <= at.now) throw new Refusal('taskDatePast', { task: number });
  return task;
}

/** Whoever has the task already is left out; where nobody is left, that is said. */
async function readNew(
  words: string,
  at: Conversation,
  task: TaskRow | undefined,
): Promise<AgencyRow[] | Misread> {
  const read = await readAudienceWords(words, at, { counted: true });
  if ('misread' in read) return read;
  const rows = task ? await assignmentsOfTask(at.db, task.number) : [];
  const fresh = read.agencies.filter((agency) => !rows.some((row) => row.agencyId === agency.id));
  if (fresh.length) return fresh;
  const dropped = rows.some(
    (row) => row.state === 'cancelled' && read.agencies.some(({ id }) => id === row.agencyId),
  );
  throw new Refusal(dropped ? 'agencyWithdrawn' : 'agencyHasTask', {
    task: task?.number,
    agency: read.agencies.map((agency) => agency.shortName).join(', '),
  });
}

async function preview(at: Conversation, { task, agencies }: Args): Promise<Reply> {
  return {
    text: [
      `**${at.t('commands.addagency.sure', { task: taskWords(task) })}**`,
      at.t('commands.assign.preview.due', { due: bothDates(task, at.env, at.t) }),
      agenciesLine(agencies, at),
      ...(await reachLines(agencies, ['focal'], at)),
      sendMoment(at, 'assignment', task.urgent).line,
    ].join('\n'),
  };
}
