import { agenciesOf } from '../../src/decisions/scope.ts';
import { dueWords, taskWords } from '../../src/decisions/wording.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import type { Conversation, Misread, Param } from '../../src/inbound/command.ts';
import {
  assignmentsById,
  assignmentsOf,
  assignmentsOfTask,
  type AssignmentRow,
} from '../../src/store/assignments.ts';

/** Which of an agency's own tasks is meant. */

export const owed = ['assigned', 'acknowledged', 'in_progress', 'returned'] as const;
export const open = [...owed, 'submitted'] as const;

/** The person's own assignments in these states, the most urgent first. */
export const ownAssignments = (
  at: Conversation,
  states: readonly string[] = open,
): Promise<AssignmentRow[]> => assignmentsOf(at.db, agenciesOf(at.actor), states);

/** The person's own assignments with one of these numbers, open or not. */
export async function ownNumbered(at: Conversation, numbers: readonly number[]): Promise<AssignmentRow[]> {
  const found: AssignmentRow[] = [];
  for (const number of numbers) {
    found.push(...(await assignmentsOfTask(at.db, number, agenciesOf(at.actor))));
  }
  return found;
}

/** The assignment of the message that is answered, where it is the person's own. */
export async function answeredAssignment(at: Conversation): Promise<AssignmentRow | undefined> {
  const id = at.message.about?.assignmentId;
  if (!id) return undefined;
  const [row] = await assignmentsById(at.db, [id]);
  return row && agenciesOf(at.actor).includes(row.agencyId) ? row : undefined;
}

/** The message that is answered is about another office's task: no other task may be taken for it. */
export const answersForeign = async (at: Conversation): Promise<boolean> =>
  at.message.about?.assignmentId !== undefined && !(await answeredAssignment(at));

const numberWords = /^\s*(?:(?:viec|nv|nhiem vu|task|so)\s*)?(?:so\s*)?#?\s*(\d{1,7})(?:\s+(\S+))?\s*$/;

/** "#12", "việc 12", "12 STP" → the own assignment; a Misread names what is wrong. */
export async function readOwnTask(words: string, at: Conversation): Promise<AssignmentRow | Misread> {
  const match = numberWords.exec(fold(words));
  if (!match) {
    const rows = await ownAssignments(at);
    if (!rows.length) throw new Refusal('noOpenTask');
    return { misread: at.t('commands.ownTask.unreadable'), buttons: choices(rows, at) };
  }
  const number = Number(match[1]);
  const found = await assignmentsOfTask(at.db, number, agenciesOf(at.actor));
  const code = match[2];
  const fitting = code ? found.filter((row) => fold(row.agencyCode) === code) : found;
  const [first, second] = fitting;
  if (!first) {
    const rows = await ownAssignments(at);
    // A question that nothing could answer must not stay open.
    if (!rows.length) throw new Refusal(found.length ? 'noOpenTask' : 'taskNotOwn', { task: number });
    const fault = found.length ? 'commands.ownTask.unreadable' : 'commands.ownTask.unknown';
    return { misread: at.t(fault, { task: number }), buttons: choices(rows, at) };
  }
  if (second)
    return { misread: at.t('commands.ownTask.whichAgency', { task: number }), buttons: choices(fitting, at) };
  return first;
}

/** Buttons to choose one of these assignments. */
export const choices = (rows: readonly AssignmentRow[], _at: Conversation): Choice[][] => {
  const several = new Set(rows.map((row) => row.agencyId)).size > 1;
  return rows.slice(0, 9).map((row) => [
    {
      label: `${taskWords(row)}${several ? ` (${row.agencyShortName})` : ''}`,
      say: several ? `#${row.number} ${row.agencyCode}` : `#${row.number}`,
    },
  ]);
};

/** Tasks in these states; where there is none, what is open at all, so that nobody is told that nothing is. */
async function suitable(at: Conversation, states: readonly string[]): Promise<AssignmentRow[]> {
  const rows = await ownAssignments(at, states);
  return rows.length ? rows : ownAssignments(at);
}

/** "Nhiệm vụ nào?" with the tasks that fit. */
export async function askWhichTask(at: Conversation, states: readonly string[]): Promise<Reply> {
  const rows = await suitable(at, states);
  if (!rows.length) throw new Refusal('noOpenTask');
  const lines = rows.map(
    (row) => `- ${at.t('commands.ownTask.line', { task: taskWords(row), due: dueWords(row, at.env, at.t) })}`,
  );
  return { text: `${at.t('commands.ownTask.which')}\n${lines.join('\n')}`, buttons: choices(rows, at) };
}

/** The words that name an assignment, for a guess. */
export const nameOf = (row: AssignmentRow): string => `#${row.number} ${row.agencyCode}`;

/** A task number at the head of the words, not a percentage or a date. */
const headNumber = /^\s*#?(\d{1,7})(?![\d%/.:-])(?:\s+([\s\S]*))?$/;

/**
 * The argument "which of my tasks": a number at the head of the words, else the message answered to, else the only
 * task that fits, else asked for. `states` are those in which the command makes sense.
 */
export const ownTask = <A extends { task: AssignmentRow }>(states: readonly string[] = owed): Param<A> => ({
  name: 'task',
  takes: (rest) => {
    const match = headNumber.exec(rest);
    if (!match?.[1]) return undefined;
    const percent = /^\s*\d{1,3}\s*(%|phần trăm|phan tram)/.test(rest);
    return percent ? undefined : { value: match[1], rest: match[2] ?? '' };
  },
  read: readOwnTask,
  ask: (at) => askWhichTask(at, states),
  chooses: true,
  guess: async (at) => {
    const answered = await answeredAssignment(at);
    if (answered) return nameOf(answered);
    if (await answersForeign(at)) return undefined;
    const rows = await suitable(at, states);
    return rows.length === 1 && rows[0] ? nameOf(rows[0]) : undefined;
  },
});
