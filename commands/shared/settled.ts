import { Refusal, type RefusalCode } from '../../src/domain/refusal.ts';
import { isOpen } from '../../src/domain/assignment.ts';
import { dayOf, formatDay, timeOf } from '../../src/domain/time.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { assignmentsById, type AssignmentRow } from '../../src/store/assignments.ts';
import { lastDecision } from '../../src/store/waiting.ts';

/** Why a decision comes too late or makes no sense: who has decided already, and when. */

export type Deciding = 'accept' | 'deny' | 'return' | 'reschedule' | 'withdraw' | 'reopen' | 'onbehalf';

const words: Readonly<Record<string, RefusalCode>> = {
  accept: 'decidedAccept',
  return: 'decidedReturn',
  withdraw: 'decidedWithdraw',
  approve: 'decidedApprove',
  deny: 'decidedDeny',
};

/** What is said where nobody's decision explains it. */
const otherwise: Readonly<Record<Deciding, RefusalCode>> = {
  accept: 'nothingWaits',
  deny: 'extensionNotAsked',
  return: 'reportNotSent',
  reschedule: 'notOpen',
  withdraw: 'notOpen',
  reopen: 'notCompleted',
  onbehalf: 'notOpen',
};

/** The decision kinds that may have made this one needless, by the state that stands. */
function explaining(row: AssignmentRow, deciding: Deciding): string[] {
  if (row.state === 'completed') return deciding === 'reopen' ? [] : ['accept'];
  if (row.state === 'cancelled') return ['withdraw'];
  if (!isOpen(row.state)) return [];
  const onExtension = deciding === 'deny' || deciding === 'accept' ? ['approve', 'deny'] : [];
  const onReport =
    row.state === 'returned' && (deciding === 'return' || deciding === 'accept') ? ['return'] : [];
  return [...onExtension, ...onReport];
}

/** The refusal for assignments of which none fits; about one of them it names who decided and when. */
export async function settledRefusal(
  at: Conversation,
  rows: readonly AssignmentRow[],
  deciding: Deciding,
): Promise<Refusal> {
  // As they stand now: what was read before a lock was waited for may be past.
  const [row, another] = await assignmentsById(
    at.db,
    rows.map((one) => one.id),
  );
  const task = row?.number;
  if (!row || another)
    return new Refusal(otherwise[deciding], {
      task,
      agency: rows.map((one) => one.agencyShortName).join(', '),
    });
  const agency = row.agencyShortName;
  const kinds = explaining(row, deciding);
  const last = kinds.length ? await lastDecision(at.db, row.id, kinds) : undefined;
  if (!last)
    return new Refusal(row.state === 'merged' ? 'alreadyMerged' : otherwise[deciding], { task, agency });
  return new Refusal(words[last.kind] ?? otherwise[deciding], {
    task,
    agency,
    name: last.by,
    time: timeOf(last.at, at.env.zone),
    date: formatDay(dayOf(last.at, at.env.zone)),
  });
}
