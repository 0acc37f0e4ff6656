import type { DateContext } from '../deadline.ts';
import { findDeadline } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { has } from './lexer.ts';
import { isPerfective } from './stance.ts';

export type Promised = 'confirm' | 'open';

/** The promise to keep the date: "cam kết", "đúng hạn", "kịp", "sẽ hoàn thành đúng hạn". */
export function promiseOf(clause: Clause, text: string, ctx: DateContext): Promised | undefined {
  const { words } = clause;
  const onTime = words.findIndex((word) => has(word, 'onTime'));
  const promise = words.findIndex((word) => has(word, 'promise') && !has(word, 'not'));
  if (onTime === -1 && promise === -1) return undefined;
  const at = Math.max(onTime, promise);
  const verb = words.findIndex((word) => has(word, 'finish', 'deliver', 'work') && !has(word, 'promise'));
  if (verb !== -1 && isPerfective(clause, verb)) return undefined;
  if (promise !== -1 && onTime === -1 && words.some((word) => has(word, 'receive', 'stuck', 'extend')))
    return undefined;
  const before = words.slice(0, at);
  if (words.some((word) => has(word, 'not', 'notYet', 'cannot', 'perhaps', 'mistake', 'hearsay', 'almost')))
    return 'open';
  if (before.some((word) => has(word, 'wish', 'request', 'purpose', 'wait')) || clause.supposed)
    return 'open';
  if (isAfterDateInForce(text, ctx)) return 'open';
  if (onTime !== -1) return keeps(clause, onTime, promise, verb);
  // "Đảm bảo an ninh" promises something else; "xác nhận hoàn thành" may be a report.
  const rest = words.slice(promise + 1).filter((word) => !has(word, 'filler', 'pronoun', 'own'));
  if (rest.length === 0 || has(rest[0], 'dateNoun')) return 'confirm';
  const vows = !/^(?:xin )?(?:xác|xac)/iu.test(words[promise]?.text ?? '');
  return vows && rest.some((word) => has(word, 'finish', 'deliver')) ? 'confirm' : 'open';
}

/** "Hoàn thành đúng hạn" alone may be promised or reported; "kịp" and "sẽ" look ahead. */
function keeps(clause: Clause, onTime: number, promise: number, verb: number): Promised {
  const { words } = clause;
  const ahead = promise !== -1 || words.some((word) => has(word, 'future'));
  const able = /^(?:kịp|kip)/iu.test(words[onTime]?.text ?? '');
  return verb === -1 || ahead || able ? 'confirm' : 'open';
}

/** A promise for a later day than the one asked is not the promise to keep it. */
function isAfterDateInForce(text: string, ctx: DateContext): boolean {
  const said = findDeadline(text, ctx)?.deadline;
  return said !== undefined && ctx.inForce !== undefined && said.dueAt > ctx.inForce;
}
