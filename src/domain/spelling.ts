import { fold } from './vietnamese.ts';

/**
 * How one Vietnamese syllable is spelt: its letters without marks, the mark of
 * each letter, and its one tone. The tone is kept apart from the letter that
 * carries it, so that `hòan` and `hoàn`, `thuỷ` and `thủy` are the same.
 */
export interface Spelling {
  letters: string;
  /** One sign per letter: `^` (â ê ô), `(` (ă), `+` (ơ ư), `-` (đ) or a blank. */
  marks: string;
  tone: string;
}

const MARKS: Readonly<Record<string, string>> = { '\u0302': '^', '\u0306': '(', '\u031b': '+' };
const TONES = '\u0300\u0301\u0303\u0309\u0323';

export function spellingOf(syllable: string): Spelling {
  let letters = '';
  let marks = '';
  let tone = '';
  for (const sign of syllable.toLowerCase().normalize('NFD')) {
    const mark = MARKS[sign];
    if (mark !== undefined) marks = marks.slice(0, -1) + mark;
    else if (TONES.includes(sign)) tone = sign;
    else {
      const stroked = sign === 'đ' || sign === 'ð';
      letters += stroked ? 'd' : sign;
      marks += stroked ? '-' : ' ';
    }
  }
  return { letters, marks, tone };
}

/** Plain: typed with no mark at all. */
export const isPlain = ({ marks, tone }: Spelling): boolean => tone === '' && marks.trim() === '';

export const sameSpelling = (a: Spelling, b: Spelling): boolean =>
  a.letters === b.letters && a.marks === b.marks && a.tone === b.tone;

/** True where `typed` may be `word` with some or all marks left out: "đa", "da" for "đã", never "đá". */
export const mayBe = (typed: Spelling, word: Spelling): boolean =>
  typed.letters === word.letters &&
  (typed.tone === '' || typed.tone === word.tone) &&
  [...typed.marks].every((mark, i) => mark === ' ' || mark === word.marks[i]);

const ONSET = '(?:b|ch?|d|g[hi]?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu|r|s|t[hr]?|v|x)?';
const RHYMES =
  'a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|u|ua|uay|uau|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|y|ya|ye|yeu';
const SYLLABLE = new RegExp(`^${ONSET}(?:${RHYMES})(?:ch?|m|n[gh]?|p|t)?$`);

/** True for letters that can be a Vietnamese syllable; "xog", "chuwa", "khog" are slips. */
export const isSyllable = (letters: string): boolean => SYLLABLE.test(letters);

const TELEX: readonly (readonly [RegExp, string])[] = [
  [/dd/g, 'đ'],
  [/aa/g, 'â'],
  [/ee/g, 'ê'],
  [/oo/g, 'ô'],
  [/aw/g, 'ă'],
  [/ow/g, 'ơ'],
  [/uw|w/g, 'ư'],
];
const TELEX_TONES: Readonly<Record<string, string>> = {
  f: '\u0300',
  s: '\u0301',
  x: '\u0303',
  r: '\u0309',
  j: '\u0323',
};

/** Telex keystrokes of a keyboard that was left in English ("chuwa", "roofi"), as the word meant. */
export function fromTelex(typed: string): string | undefined {
  if (!/^[a-z]+$/i.test(typed)) return undefined;
  let word = typed.toLowerCase();
  const tone = /^(.*[aeiouyw].*)([fsxrj])([a-z]*)$/.exec(word);
  if (tone && !/[aeiouy]/.test(tone[3] ?? '')) word = `${tone[1]}${tone[3]}`;
  else if (tone && /^[aeiouyw]/.test(tone[3] ?? '')) word = `${tone[1]}${tone[3]}`;
  for (const [keys, letter] of TELEX) word = word.replace(keys, letter);
  if (!isSyllable(fold(word)) || word === typed.toLowerCase()) return undefined;
  const sign = tone ? (TELEX_TONES[tone[2] ?? ''] ?? '') : '';
  return word.replace(/[aeiouyăâêôơư](?!.*[ăâêôơư])/u, `$&${sign}`).normalize('NFC');
}

const VNI: Readonly<Record<string, string>> = {
  1: '\u0301',
  2: '\u0300',
  3: '\u0309',
  4: '\u0303',
  5: '\u0323',
  6: '\u0302',
  7: '\u031b',
  8: '\u0306',
};

/** VNI keystrokes, a digit for each mark and the tone ("chu7a", "nha65n", "d9a4"), as the word meant. */
export function fromVni(typed: string): string | undefined {
  const letters = typed.replace(/\d/g, '');
  const digits = typed.replace(/\D/g, '');
  const misplaced = /0|(?:^|[^aeo6])[1-5]?6|(?:^|[^uo1-5])7|(?:^|[^a1-5])8|(?:^|[^d])9/i.test(typed);
  if (misplaced || (digits.match(/[1-5]/g) ?? []).length > 1 || !isSyllable(fold(letters))) return undefined;
  const marked = typed
    .replace(/d9/gi, 'đ')
    .replace(/([aeiouy])([6-8])/gi, (_, letter: string, key: string) => letter + (VNI[key] ?? ''));
  const tone = VNI[/[1-5]/.exec(marked)?.[0] ?? ''] ?? '';
  return marked
    .replace(/([aeiouy]\p{M}*)(?=[^aeiouy]*$)/iu, `$1${tone}`)
    .replace(/\d/g, '')
    .normalize('NFC');
}

/** Levenshtein with neighbouring letters swapped counting one; stops caring above `limit`. */
export function distance(a: string, b: string, limit = 2): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
