import { agenciesOf } from '../src/decisions/scope.ts';
import type { Reply } from '../src/domain/message.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { taskLine, urgencyOf } from './shared/lines.ts';
import { choices, open, ownAssignments } from './shared/own-task.ts';

/** Nhiệm vụ: what the own agency owes, the most urgent first. */
export default defineCommand({
  name: 'tasks',
  slash: { vi: 'nhiemvu', en: 'tasks' },
  words: ['nhiem vu', 'viec', 'cong viec', 'danh sach nhiem vu'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  async run(at) {
    const rows = await ownAssignments(at, open);
    return agenciesOf(at.actor).map((agencyId) =>
      listOf(
        at,
        agencyId,
        rows.filter((row) => row.agencyId === agencyId),
      ),
    );
  },
});

function listOf(at: Conversation, agencyId: string, rows: readonly AssignmentRow[]): Reply {
  const { t } = at;
  const agency = at.actor.offices.find((office) => office.agencyId === agencyId)?.agencyShortName ?? '';
  if (!rows.length) return { text: t('commands.tasks.none', { agency }) };
  const sorted = [...rows].sort(
    (a, b) => urgencyOf(a, at) - urgencyOf(b, at) || a.dueAt.getTime() - b.dueAt.getTime(),
  );
  const shown = sorted.slice(0, 9);
  const [first] = sorted;
  return {
    text: [
      `**${t('commands.tasks.head', { agency, count: rows.length })}**`,
      ...shown.map((row) => taskLine(row, at)),
      rows.length > shown.length ? t('commands.tasks.more', { count: rows.length - shown.length }) : '',
      first ? t('commands.tasks.how', { task: first.number }) : '',
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: choices(shown, at),
    about: { digest: shown.map((row) => row.id) },
  };
}
