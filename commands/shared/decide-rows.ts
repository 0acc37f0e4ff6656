import { taskWords } from '../../src/decisions/wording.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { lockAssignment, type AssignmentRow } from '../../src/store/assignments.ts';
import type { Choosing } from './agency-task.ts';
import { settledRefusal } from './settled.ts';

/**
 * Decides on assignments one by one, each locked first. One that no longer fits is passed over with a line that says
 * so; where it is the only one, the answer names who decided and when.
 */
export async function decideRows(
  at: Conversation,
  rows: readonly AssignmentRow[],
  choosing: Choosing,
  decideOne: (row: AssignmentRow) => Promise<string>,
): Promise<string[]> {
  const said: string[] = [];
  // The locks always in one order, so that two coordinators never wait for each other.
  for (const { id } of [...rows].sort((a, b) => a.id.localeCompare(b.id))) {
    const row = await lockAssignment(at.db, id);
    if (!row) continue;
    if (choosing.fits(row)) said.push(await decideOne(row));
    else if (rows.length === 1) throw await settledRefusal(at, [row], choosing.command);
    else said.push(at.t('commands.waiting.passed', { task: taskWords(row), agency: row.agencyShortName }));
  }
  return said;
}

/** Most lines that an answer repeats, one for each agency. */
const mostLines = 5;

export const shortened = (said: readonly string[], at: Conversation): string[] =>
  said.length > mostLines
    ? [...said.slice(0, mostLines), at.t('commands.agencyTask.andOthers', { count: said.length - mostLines })]
    : [...said];

/** "Sở Tư pháp, Sở Nội vụ và 3 cơ quan khác": whom it is about, short enough for a phone. */
export function agenciesWords(rows: readonly { agencyShortName: string }[], at: Conversation): string {
  const names = [...new Set(rows.map((row) => row.agencyShortName))];
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4
    ? at.t('commands.agency.andMore', { names: shown, count: names.length - 4 })
    : shown;
}
