import { advisedDayOf, dayWords, dueWords } from '../../src/decisions/wording.ts';
import { describeDeadline, findDeadline, parseDeadline, type Deadline } from '../../src/domain/deadline.ts';
import { nfc } from '../../src/domain/vietnamese.ts';
import type { Conversation, Misread, Param } from '../../src/inbound/command.ts';

/** Dates by which something is asked: read as people type them, echoed with weekday and full date. */

const contextOf = (at: Conversation, inForce?: Date) => ({
  now: at.now,
  zone: at.env.zone,
  calendar: at.env.calendar,
  inForce,
});

/** A date to come. What is past, does not exist or has two readings gets a question back that says so. */
export function readDue(words: string, at: Conversation, inForce?: Date): Deadline | Misread {
  const read = parseDeadline(words, contextOf(at, inForce));
  if (read.ok && read.deadline.dueAt > at.now) return read.deadline;
  const fault = read.ok ? 'past' : read.fault;
  const near = (read.ok ? read.deadline.text : read.near) ?? words.trim();
  return { misread: at.t(`common.dateFault.${fault}`, { text: near.slice(0, 60) }) };
}

/** "**trước ngày 15/12/2026** (thứ Ba), chậm nhất nên gửi thứ Hai, 14/12/2026" */
export function echoDue({ dueAt, text }: Deadline, at: Conversation): string {
  const { env, t } = at;
  const { day } = describeDeadline(dueAt, text, env.calendar, env.zone);
  const due = dueWords({ dueAt, dueText: text }, env, t);
  const weekday = dayWords(day, t).split(',')[0] ?? '';
  const advised = advisedDayOf(dueAt, env);
  return advised === day
    ? t('commands.date.echo', { due, weekday })
    : t('commands.date.echoAdvised', { due, weekday, advised: dayWords(advised, t) });
}

/** What was cut out of a line: the words of the date, and the line without them. */
export interface Cut {
  due?: string;
  rest: string;
}

const loose = /^[\s,;:.–-]+|[\s,;:–-]+$/gu;

/**
 * Takes the date out of a line. `asked`: the line answers "until when", so no word need ask for it. A part that looks
 * like a date and cannot be read is cut out all the same: it gets its question back.
 */
export function cutDue(line: string, at: Conversation, asked: boolean, inForce?: Date): Cut {
  const text = nfc(line);
  const found = findDeadline(text, contextOf(at, inForce), { asked });
  if (!found) return { rest: text.trim() };
  const rest = `${text.slice(0, found.start).replace(loose, '')} ${text.slice(found.end).replace(loose, '')}`;
  return { due: text.slice(found.start, found.end), rest: rest.trim() };
}

/** "vì chờ số liệu" → "chờ số liệu" */
export const withoutBecause = (words: string): string =>
  words
    .replace(/^\s*(?:vì|vi|do|với lý do|lý do|ly do|because|reason)(?:\s*là)?[\s:]+/iu, '')
    .replace(loose, '')
    .trim();

/** The argument "until when". */
export const dueParam = <A extends object>(param: {
  ask?: Param<A>['ask'];
  guess?: Param<A>['guess'];
  inForce?(soFar: Partial<A>): Date | undefined;
}): Param<A> => ({
  name: 'due',
  takes: () => undefined,
  read: (words, at, soFar) => readDue(words, at, param.inForce?.(soFar)),
  ...(param.ask ? { ask: param.ask } : {}),
  ...(param.guess ? { guess: param.guess } : {}),
});
