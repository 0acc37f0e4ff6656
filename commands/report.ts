import { ownNames, rolesOf } from '../src/decisions/scope.ts';
import type { Reply } from '../src/domain/message.ts';
import { extensionNeedsAsking } from '../src/domain/deadline.ts';
import { readLeaderQuestion } from '../src/domain/questions.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { readReplies, type Meaning, type Reading } from '../src/domain/reply.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, isMisread, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import {
  answeredAssignment,
  answersForeign,
  askWhichTask,
  nameOf,
  open,
  owed,
  ownAssignments,
  ownNumbered,
  readOwnTask,
} from './shared/own-task.ts';
import { offerAway, offerUndo, saysAbsent, saysMistake } from './shared/other-wishes.ts';
import { askNumber, closedReply } from './shared/numbers.ts';
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
      chooses: true,
    },
  ],
  run: answer,
});

/** `inForce`: the date of the task that is meant, from which "thêm 5 ngày" counts. */
const readingsOf = (at: Conversation, words: string, inForce?: Date): Reading[] =>
  readReplies(words, {
    now: at.now,
    zone: at.env.zone,
    calendar: at.env.calendar,
    inForce,
    own: ownNames(at.actor),
  });

async function guess(at: Conversation, words: string): Promise<string | undefined> {
  const [first, second] = readingsOf(at, words);
  const saysNothing = !first?.meanings.length && !first?.unsure && !at.message.fileIds.length;
  if (!first || second || first.tasks.length || saysNothing || asksForState(first, words)) return none;
  if (isOtherWish(first, words)) return none;
  const named = await ownNumbered(at, first.bare);
  const answered = await answeredAssignment(at);
  if (answered && named.some((row) => row.number !== answered.number)) return undefined;
  // A number that is no task of theirs may be a percentage: asked, whatever else fits.
  if (first.bare.length && !named.length && (!answered || first.maybePercent !== undefined)) return none;
  if (answered) return nameOf(answered);
  if (!named.length && (await answersForeign(at))) return none;
  if (named.length) return named.length === 1 && named[0] ? nameOf(named[0]) : none;
  const rows = await ownAssignments(at);
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
  const offered = isOtherWish(first, words) ? await offer(at, words) : undefined;
  if (offered) return [offered];
  const replies: Reply[] = [];
  for (const [index, reading] of readings.entries()) {
    const own = reading.tasks.length ? [] : await ownNumbered(at, reading.bare);
    const numbers = reading.tasks.length ? reading.tasks : [...new Set(own.map((row) => row.number))];
    const [unknown] = reading.bare;
    if (!numbers.length) {
      if (reading.meanings.length && (await answersForeign(at))) throw new Refusal('taskNotYours');
      if (unknown === undefined) replies.push(...(await withoutTask(at, reading, words)));
      else replies.push(await askNumber(at, reading, unknown, words));
    }
    for (const number of numbers) {
      const row = await readOwnTask(`#${number}`, at);
      if (isMisread(row)) replies.push({ text: row.misread, buttons: row.buttons });
      else replies.push(...(await speak(at, row, index, words)));
    }
  }
  return replies;
}

/** "sai rồi", "tôi nghỉ phép đến 20/12": no report, but there is a command for it. */
const isOtherWish = ({ meanings, tasks, bare }: Reading, words: string): boolean =>
  !meanings.length && !tasks.length && !bare.length && (saysMistake(words) || saysAbsent(words));

const offer = async (at: Conversation, words: string): Promise<Reply | undefined> =>
  saysMistake(words) ? offerUndo(at) : offerAway(at, words);

/** "tình hình?", "hạn là khi nào": answered from the own agency's list, and no question to the coordinators. */
const asksForState = ({ meanings, tasks }: Reading, words: string): boolean =>
  !tasks.length &&
  meanings.every(({ kind }) => kind === 'question') &&
  (readLeaderQuestion(words) !== undefined || asksForDates.test(fold(words)));

const asksForDates =
  /^(?:(?:cho|xin) hoi )?(?:thoi han|han|deadline)(?: (?:nop|gui|bao cao|cuoi|chot|hoan thanh))*(?: cua \S+(?: \S+)?)? (?:la |den |vao )*(?:khi nao|bao gio|luc nao|ngay nao|ngay may|hom nao|ngay bao nhieu)|^(?:khi nao|bao gio|ngay nao|hom nao)(?: thi)? (?:den han|het han|phai (?:nop|gui|xong|bao cao))|^when (?:is it|are they) due/;

/** One reading about one task. */
async function speak(at: Conversation, task: AssignmentRow, index: number, words: string): Promise<Reply[]> {
  const reading = readingsOf(at, words, task.dueAt)[index];
  if (!reading) return keepAsNote(at, words, task);
  const { meanings } = reading;
  const reports = reading.unsure || meanings.some(({ kind }) => kind !== 'question');
  const closed = reports && !at.message.fileIds.length && closedReply(at, task);
  if (closed) return [closed];
  // A file is kept with the task whatever its words mean: it is never lost to a question.
  if (reading.unsure && at.message.fileIds.length) return [await say(at, task, [], words.trim())];
  if (reading.unsure) return [askBack(at, task, words, reading.maybePercent)];
  const note = withoutNumber(reading.note, task.number);
  if (!meanings.length && !at.message.fileIds.length && !note) return at.go('task', { task: nameOf(task) });
  const extend = meanings.find((meaning) => meaning.kind === 'extend');
  if (extend && !isComplete(at, task, extend, note)) {
    const others = meanings.filter((meaning) => meaning !== extend);
    const said = others.length ? [await say(at, task, others, note)] : [];
    const known = {
      task: nameOf(task),
      // A date that cannot be is told, where it stands in the words.
      ...(extend.due ? { due: extend.due.text } : extend.fault ? { due: words } : {}),
      ...(extend.reason ? { reason: extend.reason } : {}),
    };
    return [...said, ...(await at.go('extend', known))];
  }
  if (!meanings.length && !at.message.fileIds.length) return keepAsNote(at, words, task);
  return [await say(at, task, meanings, note)];
}

/** A request with a date that can be meant, and a reason; what it lacks is asked for. */
function isComplete(
  at: Conversation,
  task: AssignmentRow,
  { due, reason }: Extract<Meaning, { kind: 'extend' }>,
  note: string,
): boolean {
  if (!due || due.dueAt <= task.dueAt) return false;
  return !extensionNeedsAsking(due.dueAt, task.dueAt, at.env.zone) && Boolean(reason ?? note);
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
  if (question?.kind === 'task') return at.go('task', { task: `#${question.task}` });
  if (question || asksForState(reading, words)) {
    const answered = await answeredAssignment(at);
    return answered ? at.go('task', { task: nameOf(answered) }) : at.go('tasks', {});
  }
  if (!reading.meanings.length) return keepAsNote(at, words, await onlyTask(at));
  const rows = await ownAssignments(at);
  if (!rows.length) throw new Refusal('noOpenTask');
  return [{ text: at.t('commands.ownTask.whichPart', { task: rows[0]?.number ?? '' }) }];
}

const onlyTask = async (at: Conversation): Promise<AssignmentRow | undefined> => {
  const answered = await answeredAssignment(at);
  if (answered) return answered;
  const rows = await ownAssignments(at, owed);
  return rows.length === 1 ? rows[0] : undefined;
};
