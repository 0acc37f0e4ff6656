import { distance, mayBe } from '../spelling.ts';
import { fold } from '../vietnamese.ts';
import { compactOf, isDistinctive, isOrdinary } from './names.ts';
import type { Form, NamedAgency, NameIndex, NameWord } from './names.ts';

/** How well words fit a name: as a whole, as its distinctive part, or with one slip. */
export type Fit = 'whole' | 'part' | 'slip';

export interface Match {
  codes: string[];
  fit: Fit;
}

/** The agencies whose name these words are, all of the words being explained by it; undefined for none. */
export function matchOf(words: readonly NameWord[], index: NameIndex): Match | undefined {
  if (words.length === 0) return undefined;
  const whole = wholeNames(words, index);
  if (whole.length > 0) return { codes: whole, fit: 'whole' };
  const part = isDistinctive(words) ? partsOf(words, index) : [];
  const codes = part.length > 0 ? part : kindWithInitials(words, index);
  if (codes.length > 0) return { codes, fit: 'part' };
  const nearer = withoutProvince(words);
  return nearer.length < words.length && isDistinctive(nearer) ? matchOf(nearer, index) : undefined;
}

/** "Đài Bình Dương", "BTG tỉnh": the province may stand behind any name. */
function withoutProvince(words: readonly NameWord[]): readonly NameWord[] {
  const ending = words.slice(-2).map(({ letters }) => letters);
  if (ending.join(' ') === 'binh duong') return words.slice(0, -2);
  return ending.at(-1) === 'tinh' ? words.slice(0, -1) : words;
}

/** As `matchOf`, and with one letter wrong in a longer word where nothing fits. */
export function matchWithSlip(words: readonly NameWord[], index: NameIndex): Match | undefined {
  const exact = matchOf(words, index);
  if (exact || !isDistinctive(words)) return exact;
  const codes = unique(index.forms.filter((form) => isSlipOf(words, form)).map(({ code }) => code));
  return codes.length > 0 ? { codes, fit: 'slip' } : undefined;
}

const unique = (codes: Iterable<string>): string[] => [...new Set(codes)];

const sameWord = (typed: NameWord, word: NameWord): boolean => mayBe(typed, word);
const sameWords = (typed: readonly NameWord[], words: readonly NameWord[]): boolean =>
  typed.length === words.length && typed.every((one, i) => sameWord(one, words[i] ?? one));

function wholeNames(words: readonly NameWord[], index: NameIndex): string[] {
  const { forms } = index;
  const named = forms.filter((form) => sameWords(words, form.words)).map(({ code }) => code);
  if (named.length > 0) return unique(named);
  const compact = compactOf(words);
  const long = compact.length >= 6 || !isOrdinary(compact);
  const run = long ? forms.filter((form) => form.compact === compact && form.compact.length >= 3) : [];
  const marked = words.some(({ tone }) => tone !== '');
  const abbreviated =
    !marked && isDistinctive(words) && compact.length >= 3 && !isOrdinary(compact)
      ? [...(index.initials.get(compact) ?? [])]
      : [];
  return unique([...run.map(({ code }) => code), ...abbreviated]);
}

/** "Sở kế hoạch", "kiểm sát": words that stand together in a name, else in an alias. */
function partsOf(words: readonly NameWord[], { forms }: NameIndex): string[] {
  const parts = forms.filter((form) => isPartOf(words, form));
  const proper = parts.filter((form) => form.proper);
  return unique((proper.length > 0 ? proper : parts).map(({ code }) => code));
}

function isPartOf(words: readonly NameWord[], form: Form): boolean {
  if (words.length >= form.words.length) return false;
  const standsAt = (some: readonly NameWord[], from: number) =>
    form.words.some((_, i) => i >= from && sameWords(some, form.words.slice(i, i + some.length)));
  const [first, ...rest] = words;
  const [head] = form.words;
  // One word must begin the name: "đài", "viện", and not "hình".
  if (words.length === 1)
    return form.proper && first !== undefined && head !== undefined && sameWord(first, head);
  if (standsAt(words, 0)) return true;
  return (
    first !== undefined &&
    head !== undefined &&
    rest.length > 0 &&
    sameWord(first, head) &&
    isDistinctive(rest) &&
    standsAt(rest, 1)
  );
}

/** "Sở VH", "Đài PTTH": the kind, and the first letters of the rest. */
function kindWithInitials(words: readonly NameWord[], { forms }: NameIndex): string[] {
  const last = words.at(-1);
  const kinds = words.filter(({ start }) => start !== last?.start);
  const short = fold(last?.text ?? '');
  if (!last || kinds.length === 0 || last.tone !== '' || short.length < 2) return [];
  if (isDistinctive(kinds) && isOrdinary(short)) return [];
  return unique(
    forms
      .filter((form) => sameWords(kinds, form.words.slice(0, kinds.length)))
      .filter((form) => initials(form.words.slice(kinds.length)).startsWith(short))
      .map(({ code }) => code),
  );
}

const initials = (words: readonly NameWord[]): string =>
  words.map(({ letters }) => letters.charAt(0)).join('');

/** One letter wrong, missing, doubled or swapped in one word of four letters or more, or a wrong mark. */
function isSlipOf(words: readonly NameWord[], form: Form): boolean {
  if (words.length !== form.words.length || words.length < 2) return false;
  const wrong = words.flatMap((typed, i) => {
    const word = form.words[i];
    return word && !sameWord(typed, word) ? [{ typed: typed.letters, word: word.letters }] : [];
  });
  const [slip] = wrong;
  if (wrong.length !== 1 || !slip) return false;
  if (slip.typed === slip.word) return true;
  return slip.word.length >= 4 && distance(slip.typed, slip.word, 1) === 1;
}

/** An agency that is no more stands for those that took its place. */
export function inForce(codes: readonly string[], agencies: readonly NamedAgency[]): string[] {
  const byCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const follow = (code: string, seen: readonly string[]): string[] => {
    const agency = byCode.get(code);
    if (!agency || agency.active || !agency.successors?.length || seen.includes(code)) return [code];
    return agency.successors.flatMap((next) => follow(next, [...seen, code]));
  };
  return unique(codes.flatMap((code) => follow(code, [])));
}
