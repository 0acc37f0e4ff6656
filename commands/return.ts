import { returnReport } from '../src/decisions/return.ts';
import { dueWords, taskWords } from '../src/decisions/wording.ts';
import type { Deadline } from '../src/domain/deadline.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { waitingFor } from '../src/store/waiting.ts';
import { lineParam, targetParam, type Choosing } from './shared/agency-task.ts';
import { echoDue, type Cut } from './shared/date.ts';
import { answerWithLeft } from './shared/decide-each.ts';
import { agenciesWords, decideRows, shortened } from './shared/decide-rows.ts';
import { defaultDate, supplementParams } from './shared/supplement.ts';

interface Args {
  line?: string;
  rows: AssignmentRow[];
  said: Cut;
  due?: Deadline;
}

const choosing: Choosing = {
  command: 'return',
  fits: (row) => row.state === 'submitted',
  several: true,
  candidates: async (at) =>
    (await waitingFor(at.db)).flatMap((item) => (item.kind === 'report' ? [item.row] : [])),
};

const target = targetParam<Args>(choosing);

/** Đề nghị bổ sung: sends a report back with what is missing, and until when. */
export default defineCommand<Args>({
  name: 'return',
  slash: { vi: 'bosung', en: 'return' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    {
      ...target,
      async read(words, at, soFar) {
        const rows = await target.read(words, at, soFar);
        await refuseReplaced(at);
        return rows;
      },
    },
    ...supplementParams<Args>((at, { rows = [] }) => ({
      text: at.t('commands.return.askReason', {
        task: rows[0] ? taskWords(rows[0]) : '',
        agency: agenciesWords(rows, at),
        due: defaultDate(at, rows),
      }),
    })),
  ],
  // A date that was found within the words is shown before the agency gets it.
  async preview(at, { rows, due, said }) {
    if (rows.length < 2 && !due) return undefined;
    return {
      text: at.t('commands.return.sure', {
        task: rows[0] ? taskWords(rows[0]) : '',
        agency: agenciesWords(rows, at),
        reason: said.rest,
        due: due ? echoDue(due, at) : `**${defaultDate(at, rows)}**`,
      }),
    };
  },
  async run(at, { rows, due, said }) {
    const told = await decideRows(at, rows, choosing, async ({ id }) => {
      const { row } = await returnReport(at, { assignmentId: id, reason: said.rest, due });
      return at.t('commands.return.done', {
        task: taskWords(row),
        agency: row.agencyShortName,
        due: dueWords(row, at.env, at.t),
      });
    });
    return answerWithLeft(at, shortened(told, at));
  },
});

/** The button under a note about a report that was taken back since, with another sent in its place. */
async function refuseReplaced(at: Conversation): Promise<void> {
  const { pressed, about } = at.message;
  if (!pressed || !about?.assignmentId || !about.batchId) return;
  const report = (await waitingFor(at.db, [about.assignmentId])).find((item) => item.kind === 'report');
  if (report?.kind === 'report' && report.batchId !== about.batchId)
    throw new Refusal('reportReplaced', { task: report.row.number, agency: report.row.agencyShortName });
}
