import { reschedule } from '../src/decisions/reschedule.ts';
import { bothDates, dueWords, taskWords } from '../src/decisions/wording.ts';
import type { Deadline } from '../src/domain/deadline.ts';
import { isOpen } from '../src/domain/assignment.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { openAssignments } from '../src/store/open-assignments.ts';
import { lineParam, readTaskWords, targetParam, type Choosing } from './shared/agency-task.ts';
import { cutDue, dueParam, echoDue, type Cut } from './shared/date.ts';
import { agenciesWords, decideRows, shortened } from './shared/decide-rows.ts';
import { reasonParam } from './shared/reason.ts';

interface Args {
  line?: string;
  rows: AssignmentRow[];
  due: Deadline;
  reason: string;
}

const choosing: Choosing = {
  command: 'reschedule',
  fits: (row) => isOpen(row.state),
  several: true,
  candidates: (at) => openAssignments(at.db),
};

/** Đổi thời hạn: a new date in force, with the reason. */
export default defineCommand<Args>({
  name: 'reschedule',
  slash: { vi: 'doihan', en: 'reschedule' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    targetParam(choosing),
    dueParam({
      inForce: ({ rows }) => rows?.[0]?.dueAt,
      guess: async (at, { line, rows }) => (await cut(at, line ?? '', rows?.[0]?.dueAt)).due,
      ask: (at, { rows = [] }) => ({
        text: at.t('commands.reschedule.askDue', {
          task: rows[0] ? taskWords(rows[0]) : '',
          agency: agenciesWords(rows, at),
          due: rows[0] ? dueWords(rows[0], at.env, at.t) : '',
        }),
      }),
    }),
    reasonParam({
      said: async (at, { line, rows }) => (await cut(at, line ?? '', rows?.[0]?.dueAt)).rest,
      ask: (at, { due }) => ({
        text: at.t('commands.reschedule.askReason', { due: due ? echoDue(due, at) : '' }),
      }),
    }),
  ],
  preview: async (at, { rows, due, reason }) => ({
    text: at.t('commands.reschedule.sure', {
      task: rows[0] ? taskWords(rows[0]) : '',
      agency: agenciesWords(rows, at),
      was: rows[0] ? dueWords(rows[0], at.env, at.t) : '',
      due: echoDue(due, at),
      reason,
    }),
  }),
  async run(at, { rows, due, reason }) {
    const said = await decideRows(at, rows, choosing, async ({ id }) => {
      const { row } = await reschedule(at, { assignmentId: id, due, reason });
      return at.t('commands.reschedule.done', {
        task: taskWords(row),
        agency: row.agencyShortName,
        due: bothDates(row, at.env, at.t),
      });
    });
    return { text: shortened(said, at).join('\n') };
  },
});

async function cut(at: Conversation, line: string, inForce?: Date): Promise<Cut> {
  const { rest } = await readTaskWords(line, at);
  return cutDue(rest, at, true, inForce);
}
