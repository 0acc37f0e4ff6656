import { agenciesOf } from '../src/decisions/scope.ts';
import { answerButtons } from '../src/decisions/tell-assignment.ts';
import { bothDates, instantWords, stateWords, taskWords } from '../src/decisions/wording.ts';
import { defineCommand } from '../src/inbound/command.ts';
import { owesReport } from '../src/domain/assignment.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { taskDetail } from '../src/store/task-detail.ts';
import { historyWords } from './shared/history-words.ts';
import { open, ownTask } from './shared/own-task.ts';

/** Chi tiết: one task with its text, the paragraph it stems from, dates, history and files. */
export default defineCommand<{ task: AssignmentRow }>({
  name: 'task',
  slash: { vi: 'chitiet', en: 'task' },
  words: ['chi tiet'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(open)],
  async run(at, { task: row }) {
    const { t, env } = at;
    const detail = await taskDetail(at.db, row.id);
    const history = detail.history.slice(-8).map((line) =>
      t('commands.task.historyLine', {
        at: instantWords(line.at, env, t),
        what: historyWords(line.kind, line.percent, t),
        by: line.by,
        behalf: line.onBehalf ? t('commands.task.behalf') : '',
        text: line.text ? `: "${line.text.slice(0, 160)}"` : '',
      }),
    );
    const lines = [
      `**${t('notices.task', { task: taskWords(row) })}**`,
      detail.description,
      t('commands.task.due', { due: bothDates(row, env, t) }),
      t('commands.task.state', { state: stateWords(row, t) }),
      row.blocked && row.blockedText ? t('commands.task.blocked', { text: row.blockedText }) : '',
      row.extensionAskedAt ? t('commands.task.extensionWaits') : '',
      row.basis ? t('notices.basis', { basis: row.basis }) : '',
      detail.duty ? t('commands.task.duty', { number: detail.duty.number, text: detail.duty.text }) : '',
      history.length ? `**${t('commands.task.historyHead')}**` : '',
      ...history,
    ];
    return {
      text: lines.filter(Boolean).join('\n'),
      buttons:
        owesReport(row.state) && agenciesOf(at.actor).includes(row.agencyId) ? answerButtons(row, t) : [],
      fileIds: detail.fileIds,
      about: { assignmentId: row.id },
    };
  },
});
