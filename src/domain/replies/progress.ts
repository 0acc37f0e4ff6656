import type { DateContext } from '../deadline.ts';
import { fold } from '../vietnamese.ts';
import type { Clause } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective, stanceOf } from './stance.ts';
import { ACTS, COURTESY, DENIALS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/** A percentage that stands for the task, or that nobody can be sure of. */
export interface Share {
  percent?: number;
  open: boolean;
  /** What had been reached at an earlier time ("tuần trước 50%"). */
  past?: boolean;
}

const STATE: Tags = [
  'progressive',
  'already',
  'perfect',
  'barely',
  'remain',
  'wait',
  'stuck',
  'lack',
  'onTime',
];
const MATTER: Tags = ['report', 'amount', 'measure', 'dateNoun', 'able', 'formerly', 'today', 'now', 'later'];
const JOINED: Tags = ['then', 'and', 'promise', 'extend', 'request', ...DENIALS];
/** What may follow a percentage of the task: "60% khối lượng", "60% đang rà soát"; of "60% hộ dân" nobody knows. */
const MEASURED: Tags = [...COURTESY, ...ACTS, ...STATE, ...MATTER, ...JOINED];

/** The percentage of a clause. Of a range the lower end: what is surely reached. */
export function shareOf(clause: Clause, ctx: DateContext): Share | undefined {
  const { words } = clause;
  const shares = words.flatMap((word, at) => {
    const value = percentAt(words, at);
    return value === undefined ? [] : [{ value, at }];
  });
  const last = shares.at(-1);
  if (!last) return undefined;
  const { value, at } = last;
  const before = words.slice(0, at);
  const left = isRest(before);
  const around = [...timeless(before), ...timeless(left ? words.slice(at, at + 1) : words.slice(at))];
  const stance = stanceOf({ ...clause, words: around }, timeless(before).length, ctx);
  // "70% chứ không phải 60%": a correction, and which holds must be asked.
  if (value < 0 || (stance === 'denied' && shares.length > 1)) return { open: true };
  if (stance === 'denied' || fold(before.at(-1)?.text ?? '') === 'duoi') return { open: false };
  if (stance === 'planned' || stance === 'open') return { open: true };
  const rising = shares.length > 1 && any(before, 'reaching');
  // "Chậm 20%", "vượt 20%": how far from the plan, not how far along.
  if (any(before.slice(-2), 'late', 'change')) return { open: true };
  if (value > 100 || (!rising && (shares.length > 1 || any(before, 'change')))) return { open: true };
  if (!measuresTask(words, at)) return { open: true };
  return { percent: left ? 100 - value : value, open: false, past: any(before, 'formerly') };
}

/** "Năm 2026 đạt 60%", "hôm nay 60%" say when it is, not that it is to come; nor does the "thì" of "60% thì vướng". */
const timeless = (words: Word[]): Word[] =>
  words.filter(
    (word, i) => !has(word, 'then', 'now') && !isYear(words[i - 1], word) && !isYear(word, words[i + 1]),
  );
const isYear = (noun: Word | undefined, word: Word | undefined): boolean =>
  fold(noun?.text ?? '') === 'nam' && word?.kind === 'number';

/** "Còn 40% nữa", "thiếu 20%": what is left. */
const isRest = (before: Word[]): boolean =>
  any(before.slice(-2), 'remain', 'lack') && !any(before.slice(-2), 'barely', 'progressive');

function measuresTask(words: Word[], at: number): boolean {
  const next = words[at + 1];
  return (
    !next ||
    next.kind !== 'word' ||
    has(next, ...MEASURED) ||
    any(words.slice(0, at), ...ACTS, 'measure', 'progressive')
  );
}

/** A percentage in figures, or in words before "phần trăm" ("sáu mươi lăm phần trăm", "6 chục phần trăm"). */
function percentAt(words: Word[], at: number): number | undefined {
  const word = words[at];
  if (word?.kind === 'percent') return word.value;
  if (!has(word, 'percentSign')) return undefined;
  const start = words.slice(0, at).findLastIndex((one) => !has(one, 'digit') && one.kind !== 'number') + 1;
  return start < at ? spoken(words.slice(start, at)) : undefined;
}

const DIGITS = ['', 'mot', 'hai', 'ba', 'bon', 'nam', 'sau', 'bay', 'tam', 'chin'];

/** A number in words, up to 199; "tư", "lăm" and "bẩy" are four, five and seven. */
function spoken(words: Word[]): number {
  let total = 0;
  let unit = 0;
  for (const { text, value } of words) {
    const said = fold(text);
    if (value !== undefined) unit = value;
    else if (said === 'tram' || said === 'muoi' || said === 'chuc') {
      total += (said === 'tram' ? 100 : 10) * (unit || 1);
      unit = 0;
    } else if (said === 'ruoi') unit += 5;
    else {
      // "Bảy lăm" for "bảy mươi lăm".
      total += 10 * unit;
      unit = said === 'lam' ? 5 : Math.max(0, DIGITS.indexOf(said));
    }
  }
  return total + unit;
}

/** Whether the clause says that work goes on: "đang rà soát", "đã triển khai", "tiếp tục làm", "được một nửa"; `worked` for "đã bổ sung". */
export function isUnderWay(clause: Clause, ctx: DateContext): 'yes' | 'worked' | 'open' | 'no' {
  const { words } = clause;
  const going = words.findIndex(
    (word, i) => has(word, 'progressive', 'go') && !has(words[i + 1], 'away', 'stuck', 'extend'),
  );
  if (going !== -1) {
    const bare = words.length === going + 1 && has(words[going], 'progressive');
    const stance = bare ? 'open' : stanceOf(clause, going, ctx);
    return stance === 'asserted' || stance === 'nearly' ? 'yes' : stance === 'denied' ? 'no' : 'open';
  }
  const begun = words.findIndex(
    (word, i) =>
      has(word, 'half') ||
      word.kind === 'fraction' ||
      (has(word, 'begin', 'step') && isPerfective(clause, i)) ||
      (has(word, 'begin') && any(words.slice(i), 'already')) ||
      (has(word, 'work', 'begin') && has(words[i - 1], 'barely')),
  );
  if (begun !== -1) return stanceOf(clause, begun, ctx) === 'asserted' ? 'yes' : 'open';
  // "Đã làm", "đã thực hiện rồi": begun or done, one must ask.
  const worked = words.findIndex((word, i) => has(word, 'work') && isPerfective(clause, i));
  if (worked === -1) return 'no';
  return stanceOf(clause, worked, ctx) === 'asserted' ? 'worked' : 'open';
}
