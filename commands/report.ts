import { rolesOf } from '../src/decisions/scope.ts';
import type { Reply } from '../src/domain/message.ts';
import { extensionNeedsAsking } from '../src/domain/deadline.ts';
import { readLeaderQuestion } from '../src/domain/questions.ts';
import { readReplies, type Reading } from '../src/domain/reply.ts';
import { defineCommand, isMisread, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import {
  answeredAssignment,
  askWhichTask,
  nameOf,
  open,
  owed,
  ownAssignments,
  readOwnTask,
} from './shared/own-task.ts';
import { askBack, keepAsNote } from './shared/unclear.ts';
import { say } from './shared/say.ts';

interface Args {
  words: string;
  task?: AssignmentRow;
}

/** Stands for "no single task is to be asked for": the words name their tasks, or report nothing. */
const none = '-';

/**
 * What plain words of an agency's contact become: "xong", "60% đang rà soát", "12 xin gia hạn 20/12 vì …". Which
 * task is meant follows design §5 "Short replies"; where several fit it asks with buttons, and keeps the words.
 */
export default defineCommand<Args>({
  name: 'report',
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [
    { name: 'words', takes: 'rest', read: (words) => words, guess: (at) => at.message.text },
    {
      name: 'task',
      takes: () => undefined,
      read: (words, at) => (words === none ? undefined : readOwnTask(words, at)),
      guess: (at, { words }) => guess(at, words ?? ''),
      ask: (at) => askWhichTask(at, open),
    },
  ],
  run: answer,
});

/** `inForce`: the date of the task that is meant, from which "thêm 5 ngày" counts. */
const readingsOf = (at: Conversation, words: string, inForce?: Date): Reading[] =>
  readReplies(words, { now: at.now, zone: at.env.zone, calendar: at.env.calendar, inForce });

async function guess(at: Conversation, words: string): Promise<string | undefined> {
  const [first, second] = readingsOf(at, words);
  const saysNothing = !first?.meanings.length && !first?.unsure && !at.message.fileIds.length;
  if (!first || second || first.tasks.length || saysNothing) return none;
  const rows = await ownAssignments(at);
  const named = rows.filter((row) => first.bare.includes(row.number));
  const answered = await answeredAssignment(at);
  if (answered) return named.some((row) => row.number !== answered.number) ? undefined : nameOf(answered);
  if (named.length) return named.length === 1 && named[0] ? nameOf(named[0]) : none;
  const owing = rows.filter((row) => owed.some((state) => state === row.state));
  const fitting = owing.length ? owing : rows;
  if (!fitting.length) return none;
  return fitting.length === 1 && fitting[0] ? nameOf(fitting[0]) : undefined;
}

async function answer(at: Conversation, { words, task }: Args): Promise<Reply[]> {
  const readings = readingsOf(at, words);
  const [first] = readings;
  if (!first) return keepAsNote(at, words);
  if (task) return speak(at, task, 0, words);
  const replies: Reply[] = [];
  for (const [index, reading] of readings.entries()) {
    const numbers = reading.tasks.length ? reading.tasks : await openNumbers(at, reading.bare);
    if (!numbers.length) replies.push(...(await withoutTask(at, reading, words)));
    for (const number of numbers) {
      const row = await readOwnTask(`#${number}`, at);
      if (isMisread(row)) replies.push({ text: row.misread, buttons: row.buttons });
      else replies.push(...(await speak(at, row, index, words)));
    }
  }
  return replies;
}

const openNumbers = async (at: Conversation, numbers: readonly number[]): Promise<number[]> => {
  if (!numbers.length) return [];
  return (await ownAssignments(at)).map((row) => row.number).filter((number) => numbers.includes(number));
};

/** One reading about one task. */
async function speak(at: Conversation, task: AssignmentRow, index: number, words: string): Promise<Reply[]> {
  const reading = readingsOf(at, words, task.dueAt)[index];
  if (!reading) return keepAsNote(at, words, task);
  // A file is kept with the task whatever its words mean: it is never lost to a question.
  if (reading.unsure && at.message.fileIds.length) return [await say(at, task, [], words.trim())];
  if (reading.unsure) return [askBack(at, task, words)];
  const { meanings } = reading;
  const note = withoutNumber(reading.note, task.number);
  if (!meanings.length && !at.message.fileIds.length && !note) return at.go('task', { task: nameOf(task) });
  const extend = meanings.find((meaning) => meaning.kind === 'extend');
  const farOff = extend?.due && extensionNeedsAsking(extend.due.dueAt, task.dueAt, at.env.zone);
  if (extend && (!extend.due || farOff || !(extend.reason ?? note))) {
    const others = meanings.filter((meaning) => meaning !== extend);
    const said = others.length ? [await say(at, task, others, note)] : [];
    const known = {
      task: nameOf(task),
      ...(extend.due ? { due: extend.due.text } : {}),
      ...(extend.reason ? { reason: extend.reason } : {}),
    };
    return [...said, ...(await at.go('extend', known))];
  }
  if (!meanings.length && !at.message.fileIds.length) return keepAsNote(at, words, task);
  return [await say(at, task, meanings, note)];
}

/** The number that chose the task is no part of what was said. */
const withoutNumber = (note: string, number: number): string =>
  note
    .replace(new RegExp(`(^|\\s)#?${number}(?=\\s|$)`), ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Words that name no task and could not be tied to one. */
async function withoutTask(at: Conversation, reading: Reading, words: string): Promise<Reply[]> {
  const question = readLeaderQuestion(words);
  if (question && rolesOf(at.actor).some((role) => role !== 'focal' && role !== 'head'))
    return at.go('asked', { words });
  if (question)
    return at.go(
      question.kind === 'task' ? 'task' : 'tasks',
      question.kind === 'task' ? { task: `#${question.task}` } : {},
    );
  if (reading.meanings.length) return [{ text: at.t('commands.ownTask.none') }];
  return keepAsNote(at, words, await onlyTask(at));
}

const onlyTask = async (at: Conversation): Promise<AssignmentRow | undefined> => {
  const answered = await answeredAssignment(at);
  if (answered) return answered;
  const rows = await ownAssignments(at, owed);
  return rows.length === 1 ? rows[0] : undefined;
};
