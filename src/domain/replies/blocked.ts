import type { DateContext } from '../deadline.ts';
import { fold } from '../vietnamese.ts';
import type { Clause } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective, stanceOf } from './stance.ts';
import { DENIALS, PLANS } from './vocabulary.ts';

export type Hindrance = 'blocked' | 'unblocked' | 'open';

/** What the clause says of a hindrance: that there is one, that there is none (any more), or something to ask about. */
export function hindranceOf(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const at = clause.words.findIndex((word, i) => has(word, 'stuck') || isLacking(clause.words, i));
  if (at !== -1) return stuckAt(clause, at, ctx);
  return removed(clause, ctx) ?? lacking(clause) ?? unable(clause);
}

/** "Vướng kinh phí nhưng hết vướng nhân sự": what was freed is not what hinders. */
export function freesAnother(stuck: Clause[], freed: Clause[]): boolean {
  const named = (clauses: Clause[]) =>
    clauses.flatMap(({ words }) =>
      words.filter((word) => has(word, 'resource')).map(({ text }) => fold(text)),
    );
  const [still, gone] = [named(stuck), named(freed)];
  return gone.length > 0 && still.some((one) => !gone.includes(one));
}

/** "Thiếu kinh phí"; "còn thiếu 20%" is a share. */
const isLacking = (words: Word[], at: number): boolean =>
  has(words[at], 'lack') && words[at + 1]?.kind !== 'percent';

function stuckAt(clause: Clause, at: number, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const before = words.slice(0, at);
  const removal = words.findIndex(
    (word, i) => has(word, 'free') || (has(word, 'settle') && (i < at || isSettled(clause, i))),
  );
  if (removal !== -1) return freed(clause, removal, ctx);
  // "Không phải không vướng".
  if (before.filter((word) => has(word, 'not', 'notYet')).length > 1) return 'open';
  if (any(before, 'not', 'notYet')) return any(before, 'work', 'deliver', 'step') ? 'blocked' : 'unblocked';
  // "Vướng gì thì báo": if anything.
  if (clause.supposed || any(words, 'wh') || any(words.slice(at), 'then')) return undefined;
  const doubted = any(words, 'perhaps', 'mistake') || any(before, 'future', 'intend', 'hearsay', 'formerly');
  return doubted ? 'open' : 'blocked';
}

/** "Vướng mắc đã được giải quyết", "khó khăn xử lý xong rồi", "hết vướng". */
const isSettled = (clause: Clause, at: number): boolean =>
  isPerfective(clause, at) || any(clause.words.slice(at), 'finish', 'able') || has(clause.words[at], 'over');

/** The removal of a hindrance: done, denied, asked for or under way. */
function freed(clause: Clause, at: number, ctx: DateContext): Hindrance {
  if (any(clause.words, 'partial')) return 'open';
  const stance = stanceOf(clause, at, ctx);
  const awaited =
    any(clause.words.slice(0, at), 'request', 'wish', 'progressive', 'wait') && !clause.supposed;
  if (stance === 'denied' || awaited) return 'blocked';
  return stance === 'asserted' && isSettled(clause, at) ? 'unblocked' : 'open';
}

/** "Đã gỡ", "đã tháo gỡ xong" with nothing said of what; "hết kinh phí" is the contrary. */
function removed(clause: Clause, ctx: DateContext): Hindrance | undefined {
  const { words } = clause;
  const at = words.findIndex((word) => has(word, 'free'));
  if (at === -1) return undefined;
  if (!has(words[at], 'over')) return freed(clause, at, ctx);
  return has(words[at + 1], 'resource') ? 'blocked' : undefined;
}

/** "Chưa có số liệu", "kinh phí chưa được cấp". */
function lacking({ words, supposed }: Clause): Hindrance | undefined {
  const denied = words.findIndex((word) => has(word, 'not', 'notYet'));
  const had = words.slice(denied + 1, denied + 3);
  if (denied === -1 || supposed || !any(words, 'resource') || !any(had, 'having', 'resource'))
    return undefined;
  return any(words, 'perhaps') ? 'open' : 'blocked';
}

/** "Không làm được", "không thể hoàn thành"; "chưa làm được" is only not done. */
function unable({ words, supposed }: Clause): Hindrance | undefined {
  const denied = words.findIndex((word) => has(word, ...DENIALS));
  const rest = words.slice(denied + 1);
  const verb = rest.findIndex((word) => has(word, 'work', 'finish', 'deliver', 'begin', 'step'));
  if (denied === -1 || supposed || verb === -1 || verb > 2 || rest.some(({ kind }) => kind === 'percent'))
    return undefined;
  const able = any(rest.slice(verb, verb + 4), 'able');
  if (!has(words[denied], 'cannot') && !(has(words[denied], 'not') && able)) return undefined;
  const doubted = any(words, ...PLANS, 'perhaps', 'hearsay', 'mistake');
  return doubted ? 'open' : 'blocked';
}
