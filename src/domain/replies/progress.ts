import type { DateContext } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective, stanceOf } from './stance.ts';
import type { Tag } from './vocabulary.ts';

/** A percentage that stands for the task, or that nobody can be sure of. */
export interface Share {
  percent?: number;
  open: boolean;
}

/** What a percentage may stand beside and still measure the task: "60% khối lượng", "60% đang rà soát". */
const MEASURED: readonly Tag[] = [
  ...([
    'filler',
    'report',
    'finish',
    'deliver',
    'work',
    'step',
    'progressive',
    'already',
    'own',
    'pronoun',
  ] as const),
  ...([
    'remain',
    'barely',
    'stuck',
    'wait',
    'go',
    'begin',
    'able',
    'dateNoun',
    'onTime',
    'formerly',
    'today',
  ] as const),
  ...([
    'not',
    'notYet',
    'lack',
    'perfect',
    'address',
    'and',
    'promise',
    'extend',
    'request',
    'amount',
  ] as const),
];

/** The percentage of a clause. Of a range the lower end: what is surely reached. */
export function shareOf(clause: Clause, ctx: DateContext): Share | undefined {
  const { words } = clause;
  const shares = words.flatMap((word, i) => {
    const value = percentAt(words, i);
    return value === undefined ? [] : [{ value, at: i }];
  });
  const last = shares.at(-1);
  if (!last) return undefined;
  const stance = stanceOf(clause, last.at, ctx);
  if (stance === 'planned' || stance === 'open') return { open: true };
  if (stance === 'denied') return { open: false };
  const rising = shares.length > 1 && words.slice(0, last.at).some((word) => has(word, 'reaching'));
  if (last.value > 100 || (shares.length > 1 && !rising)) return { open: true };
  const before = words.slice(0, last.at);
  if (before.some((word) => has(word, 'change')) && !rising) return { open: true };
  if (!measuresTask(words, last.at)) return { open: true };
  return { percent: isRest(words, last.at) ? 100 - last.value : last.value, open: false };
}

/** "Còn 40% nữa", "thiếu 20%": what is left. */
const isRest = (words: Word[], at: number): boolean => {
  const near = words.slice(Math.max(0, at - 2), at);
  return (
    near.some((word) => has(word, 'remain', 'lack')) &&
    !near.some((word) => has(word, 'barely', 'progressive'))
  );
};

function measuresTask(words: Word[], at: number): boolean {
  const next = words[at + 1];
  if (!next || next.kind !== 'word' || has(next, ...MEASURED)) return true;
  return words.slice(0, at).some((word) => has(word, 'finish', 'work', 'progressive', 'dateNoun'));
}

const DIGITS = ['', 'mot', 'hai', 'ba', 'bon', 'nam', 'sau', 'bay', 'tam', 'chin'];
const ALIKE: Readonly<Record<string, string>> = { lam: 'nam', tu: 'bon', bẩy: 'bay' };

/** A percentage in figures, or in words before "phần trăm" ("sáu mươi lăm phần trăm", "6 chục phần trăm"). */
function percentAt(words: Word[], at: number): number | undefined {
  const word = words[at];
  if (word?.kind === 'percent') return word.value;
  if (!has(word, 'percentSign')) return undefined;
  const start = words.slice(0, at).findLastIndex((one) => !has(one, 'digit') && one.kind !== 'number') + 1;
  return spoken(words.slice(start, at));
}

/** Số đọc bằng chữ, to 199. */
function spoken(words: Word[]): number | undefined {
  if (words.length === 0) return undefined;
  let total = 0;
  let unit = 0;
  for (const { text, value } of words) {
    const said = plain(text);
    if (value !== undefined) unit = value;
    else if (said === 'tram') [total, unit] = [total + 100 * (unit || 1), 0];
    else if (said === 'muoi' || said === 'chuc') [total, unit] = [total + 10 * (unit || 1), 0];
    else if (said === 'ruoi') unit += 5;
    else unit = Math.max(0, DIGITS.indexOf(ALIKE[said] ?? said));
  }
  return total + unit;
}

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/giu, 'd').toLowerCase();

/** True where the clause says that work goes on: "đang rà soát", "đã triển khai", "tiếp tục làm". */
export function isUnderWay(clause: Clause, ctx: DateContext): 'yes' | 'open' | 'no' {
  const { words } = clause;
  const going = words.findIndex(
    (word, i) => has(word, 'progressive', 'go') && !has(words[i + 1], 'away', 'stuck', 'extend'),
  );
  if (going !== -1) {
    const next = words[going + 1];
    if (next === undefined && has(words[going], 'progressive')) return 'open';
    const stance = stanceOf(clause, going, ctx);
    if (stance === 'denied') return 'no';
    return stance === 'planned' || stance === 'open' ? 'open' : 'yes';
  }
  const begun = words.findIndex((word, i) => has(word, 'begin', 'step') && isPerfective(clause, i));
  if (begun !== -1) return stanceOf(clause, begun, ctx) === 'asserted' ? 'yes' : 'open';
  const started = words.findIndex((word, i) => has(word, 'work', 'begin') && has(words[i - 1], 'barely'));
  if (started !== -1 && stanceOf(clause, started, ctx) === 'asserted') return 'yes';
  const halfway = words.findIndex((word) => has(word, 'half'));
  if (halfway !== -1) return stanceOf(clause, halfway, ctx) === 'asserted' ? 'yes' : 'open';
  const worked = words.findIndex((word, i) => has(word, 'work') && isPerfective(clause, i));
  return worked !== -1 ? 'open' : 'no';
}
