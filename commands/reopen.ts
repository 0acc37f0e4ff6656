import { reopen } from '../src/decisions/reopen.ts';
import { dueWords, taskWords } from '../src/decisions/wording.ts';
import type { Deadline } from '../src/domain/deadline.ts';
import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { completedLately } from '../src/store/open-assignments.ts';
import { lineParam, targetParam, type Choosing } from './shared/agency-task.ts';
import { echoDue, type Cut } from './shared/date.ts';
import { agenciesWords, decideRows, shortened } from './shared/decide-rows.ts';
import { defaultDate, supplementParams } from './shared/supplement.ts';

interface Args {
  line?: string;
  rows: AssignmentRow[];
  said: Cut;
  due?: Deadline;
}

const choosing: Choosing = {
  command: 'reopen',
  fits: (row) => row.state === 'completed',
  several: true,
  candidates: (at) => completedLately(at.db),
};

/** Mở lại: what was accepted goes back to work, with the reason and a date for the supplement. */
export default defineCommand<Args>({
  name: 'reopen',
  slash: { vi: 'molai', en: 'reopen' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    targetParam(choosing),
    ...supplementParams<Args>((at, { rows = [] }) => ({
      text: at.t('commands.reopen.askReason', {
        task: rows[0] ? taskWords(rows[0]) : '',
        agency: agenciesWords(rows, at),
        due: defaultDate(at, rows),
      }),
    })),
  ],
  preview: async (at, { rows, due, said }) => ({
    text: at.t('commands.reopen.sure', {
      task: rows[0] ? taskWords(rows[0]) : '',
      agency: agenciesWords(rows, at),
      reason: said.rest,
      due: due ? echoDue(due, at) : `**${defaultDate(at, rows)}**`,
    }),
  }),
  async run(at, { rows, due, said }) {
    const told = await decideRows(at, rows, choosing, async ({ id }) => {
      const { row } = await reopen(at, { assignmentId: id, reason: said.rest, due });
      return at.t('commands.reopen.done', {
        task: taskWords(row),
        agency: row.agencyShortName,
        due: dueWords(row, at.env, at.t),
      });
    });
    return { text: shortened(told, at).join('\n') };
  },
});
