import type { DateContext } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { dateIn } from './dates.ts';
import { any, has } from './lexer.ts';
import { isPerfective } from './stance.ts';
import { COURTESY, DENIALS } from './vocabulary.ts';

/** `doubtful`: tried, hoped, expected or denied; `open`: may as well report that it is done. */
export type Promised = 'confirm' | 'doubtful' | 'open';

/** The promise to keep the date: "cam kết", "đúng hạn", "kịp", "sẽ hoàn thành đúng hạn". */
export function promiseOf(clause: Clause, text: string, ctx: DateContext): Promised | undefined {
  const { words } = clause;
  const onTime = words.findIndex((word) => has(word, 'onTime'));
  const promise = words.findIndex((word) => has(word, 'promise'));
  if (onTime === -1 && promise === -1) return undefined;
  const verb = words.findIndex((word) => has(word, 'finish', 'deliver', 'work'));
  if (verb !== -1 && isPerfective(clause, verb)) return undefined;
  if (onTime === -1 && any(words, 'receive', 'stuck', 'extend')) return undefined;
  const before = words.slice(0, Math.max(onTime, promise));
  const doubted =
    any(words, ...DENIALS, 'perhaps', 'mistake', 'hearsay', 'almost', 'intend') || clause.supposed;
  if (doubted || any(before, 'wish', 'request', 'purpose', 'wait')) return 'doubtful';
  if (isAfterDateInForce(text, ctx)) return 'doubtful';
  return onTime === -1 ? vowed(clause, promise) : keeps(clause, onTime, promise, verb);
}

/** "Cam kết", "hứa hoàn thành"; "đảm bảo an ninh" promises something else, "xác nhận hoàn thành" may be a report. */
function vowed({ words }: Clause, promise: number): Promised {
  const object = words.slice(promise + 1).filter((word) => !has(word, ...COURTESY));
  if (object.length === 0 || has(object[0], 'dateNoun', 'measure')) return 'confirm';
  const confirms = /^(?:xin )?(?:xác|xac)/iu.test(words[promise]?.text ?? '');
  return !confirms && any(object, 'finish', 'deliver') ? 'confirm' : 'open';
}

/** "Hoàn thành đúng hạn" alone may be promised or reported; "kịp" and "sẽ" look ahead. */
function keeps({ words }: Clause, onTime: number, promise: number, verb: number): Promised {
  const ahead = promise !== -1 || any(words, 'future');
  const able = /^(?:kịp|kip)/iu.test(words[onTime]?.text ?? '');
  return verb === -1 || ahead || able ? 'confirm' : 'open';
}

/** A promise for a later day than the one asked is not the promise to keep it. */
function isAfterDateInForce(text: string, ctx: DateContext): boolean {
  const said = dateIn(text, ctx)?.deadline;
  return said !== undefined && ctx.inForce !== undefined && said.dueAt > ctx.inForce;
}
