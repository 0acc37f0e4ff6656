import { dueWords } from '../../src/decisions/wording.ts';
import { findDeadline } from '../../src/domain/deadline.ts';
import { supplementDate } from '../../src/domain/timeliness.ts';
import { nfc } from '../../src/domain/vietnamese.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Conversation, Param } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import { readTaskWords } from './agency-task.ts';
import { cutDue, dueParam, withoutBecause, type Cut } from './date.ts';

/** Until when an agency supplements what was returned or opened again. */

/** The date in force where the coordinator names none. */
export const defaultDate = (at: Conversation, rows: readonly AssignmentRow[]): string => {
  const dueAt = supplementDate(at.now, undefined, rows[0]?.dueAt ?? at.now, at.env);
  return dueWords({ dueAt, dueText: '' }, at.env, at.t);
};

/**
 * What is missing, and until when. A date counts only where a word binds it: reasons speak of months and days of their
 * own. One that is past or does not exist is taken out all the same, and gets its question back.
 */
export function cutSupplement(words: string, at: Conversation): Cut {
  const found = findDeadline(nfc(words), { now: at.now, zone: at.env.zone, calendar: at.env.calendar });
  const cut = found ? cutDue(words, at, false) : { rest: words };
  return { ...cut, rest: withoutBecause(cut.rest) };
}

/** The arguments of what sends an agency back to work: what is missing, in which a date may stand, and that date. */
export const supplementParams = <A extends { line?: string; said: Cut }>(
  ask: (at: Conversation, soFar: Partial<A>) => Reply,
): Param<A>[] => [
  {
    name: 'said',
    takes: () => undefined,
    read: (words, at, soFar) => {
      const cut = cutSupplement(words, at);
      return cut.rest ? cut : { misread: ask(at, soFar).text };
    },
    guess: async (at, { line }) => (await readTaskWords(line ?? '', at)).rest || undefined,
    ask,
    free: [],
  },
  dueParam<A>({ guess: (_, { said }) => said?.due }),
];
