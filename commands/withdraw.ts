import { withdraw } from '../src/decisions/withdraw.ts';
import { stateWords, taskWords } from '../src/decisions/wording.ts';
import { isOpen } from '../src/domain/assignment.ts';
import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { openAssignments } from '../src/store/open-assignments.ts';
import { lineParam, readTaskWords, targetParam, type Choosing } from './shared/agency-task.ts';
import { agenciesWords, decideRows, shortened } from './shared/decide-rows.ts';
import { reasonParam } from './shared/reason.ts';

interface Args {
  line?: string;
  rows: AssignmentRow[];
  reason: string;
}

const choosing: Choosing = {
  command: 'withdraw',
  fits: (row) => isOpen(row.state),
  several: true,
  candidates: (at) => openAssignments(at.db),
};

/** Thu hồi: the agency has to do no more; always shown before it is done. */
export default defineCommand<Args>({
  name: 'withdraw',
  slash: { vi: 'thuhoi', en: 'withdraw' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    targetParam(choosing),
    reasonParam({
      said: async (at, { line }) => (await readTaskWords(line ?? '', at)).rest,
      ask: (at, { rows = [] }) => ({
        text: at.t('commands.withdraw.askReason', {
          task: rows[0] ? taskWords(rows[0]) : '',
          agency: agenciesWords(rows, at),
        }),
      }),
    }),
  ],
  preview: async (at, { rows, reason }) => ({
    text: at.t('commands.withdraw.sure', {
      task: rows[0] ? taskWords(rows[0]) : '',
      agency: agenciesWords(rows, at),
      state:
        rows.length === 1 && rows[0]
          ? at.t('commands.withdraw.state', { state: stateWords(rows[0], at.t) })
          : '',
      reason,
    }),
  }),
  async run(at, { rows, reason }) {
    const said = await decideRows(at, rows, choosing, async ({ id }) => {
      const { row } = await withdraw(at, { assignmentId: id, reason });
      return at.t('commands.withdraw.done', { task: taskWords(row), agency: row.agencyShortName });
    });
    return { text: shortened(said, at).join('\n') };
  },
});
