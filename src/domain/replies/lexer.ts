import { distance, fromTelex, isPlain, isSyllable, mayBe, sameSpelling, spellingOf } from '../spelling.ts';
import type { Spelling } from '../spelling.ts';
import { tokensOf } from './tokens.ts';
import type { Token, TokenKind } from './tokens.ts';
import { VOCABULARY } from './vocabulary.ts';
import type { Tag, Tags } from './vocabulary.ts';

/** One word (or figure, or break) of a message with all that it may be in it. */
export interface Word {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
  value?: number;
  /** Every class that it belongs to; typed without marks, of every word that it may be. Empty: not in the vocabulary. */
  tags: ReadonlySet<Tag>;
  /** Letters that are no Vietnamese syllable and resemble no word we know. */
  garbled: boolean;
  /** Written as a name: in capitals, or with one, in a message that has small letters too. */
  named: boolean;
}

export const has = (word: Word | undefined, ...tags: Tags): boolean =>
  word !== undefined && tags.some((tag) => word.tags.has(tag));

/** True where one of the words belongs to one of the groups. */
export const any = (words: readonly Word[], ...tags: Tags): boolean =>
  words.some((word) => has(word, ...tags));

interface Entry {
  syllables: Spelling[];
  tag: Tag;
  exactOnly: boolean;
}

const push = (map: Map<string, Entry[]>, key: string, entry: Entry): void => {
  const known = map.get(key);
  if (known) known.push(entry);
  else map.set(key, [entry]);
};

const INDEX = new Map<string, Entry[]>();
/** Longer entries by the letters of their first and of their second syllable: a slip leaves one of them right. */
const LONG = new Map<string, Entry[]>();
const SYLLABLES = new Set<string>();
for (const tag of Object.keys(VOCABULARY) as Tag[]) {
  for (const written of VOCABULARY[tag].split(/,\s*/)) {
    const exactOnly = written.startsWith('!');
    const parts = written.replace('!', '').split(' ');
    const entry = { syllables: parts.map(spellingOf), tag, exactOnly };
    const first = entry.syllables[0]?.letters ?? '';
    push(INDEX, first, entry);
    if (parts.length > 1 && written.length >= 9 && !exactOnly) {
      for (const place of [0, 1]) push(LONG, `${place}${entry.syllables[place]?.letters}`, entry);
    }
    for (const { letters } of entry.syllables) if (letters.length >= 3) SYLLABLES.add(letters);
  }
}

/** The words of a tidied message, longest match first. */
export function wordsOf(tidied: string): Word[] {
  const tokens = tokensOf(tidied);
  const cased = /\p{Ll}/u.test(tidied);
  const spelt = tokens.map((token) => corrected(token, cased));
  const message = { all: spelt, plain: spelt.every((one) => !one || isPlain(one)) };
  const words: Word[] = [];
  for (let i = 0; i < tokens.length;) {
    const { length, tags } = lookUp(message, i, opensSpeech(words.at(-1)));
    words.push(
      wordFrom(tokens.slice(i, i + length), spelt[i], unitOf(words.at(-1), tokens[i], tags), cased && i > 0),
    );
    i += length;
  }
  return words.map((word, i) => (isShare(words, i) ? { ...word, kind: 'fraction' } : word));
}

/** "3/5 nội dung", "được 2/3": a part of a whole, not a day. */
const isShare = (words: Word[], at: number): boolean => {
  const [part = 0, whole = 0] = (words[at]?.text ?? '').split('/').map(Number);
  const counts = has(words[at + 1], 'counted', 'unit') || has(words[at - 1], 'able');
  return words[at]?.kind === 'date' && part < whole && counts;
};

/** "Báo cáo anh" addresses somebody where it opens what is said; in "chưa báo cáo anh" it is the deed. */
const opensSpeech = (before: Word | undefined): boolean =>
  before === undefined || before.kind !== 'word' || has(before, 'filler', 'own', 'pronoun', 'okay');

/** "Sở Nội vụ xin báo cáo: …" opens too. */
const FORMAL = new Set(['xin', 'tran']);

/** "12k", "12h": glued to a number it is a unit, not "không". */
const unitOf = (before: Word | undefined, token: Token | undefined, tags: Set<Tag>): Set<Tag> =>
  before?.kind === 'number' && before.end === token?.start && tags.has('counted')
    ? new Set(['counted'])
    : tags;

function wordFrom(tokens: Token[], spelling: Spelling | undefined, tags: Set<Tag>, cased: boolean): Word {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (!first || !last) throw new RangeError('a word has at least one token');
  const { kind, start, value } = first;
  const text = tokens.map((token) => token.text).join(' ');
  const garbled = kind === 'word' && tags.size === 0 && !!spelling && !isSyllable(spelling.letters);
  const initials = text.length > 1 && text === text.toUpperCase();
  const named = kind === 'word' && ((cased && /^\p{Lu}/u.test(text)) || (initials && garbled));
  return { kind, text, start, end: last.end, value, tags, garbled, named };
}

/** The spelling of a token, with held keys, Telex keystrokes and one wrong letter put right. */
function corrected({ kind, text }: Token, cased: boolean): Spelling | undefined {
  if (kind !== 'word' && kind !== 'sign') return undefined;
  const typed = spellingOf(text.replace(/(.)\1{2,}/giu, '$1').replace('’', "'"));
  if (INDEX.has(typed.letters) || SYLLABLES.has(typed.letters) || kind === 'sign') return typed;
  if (isSyllable(typed.letters)) return typed;
  const telex = fromTelex(text);
  if (telex !== undefined) return spellingOf(telex);
  const once = spellingOf(text.replace(/(.)\1+/giu, '$1'));
  if (INDEX.has(once.letters) || SYLLABLES.has(once.letters)) return once;
  // Capitals are initials of a name (STP, UBND), not a slip.
  if (typed.letters.length < 3 || (cased && text === text.toUpperCase())) return typed;
  const near = [...SYLLABLES].filter((letters) => distance(letters, typed.letters, 1) === 1);
  const alike = near.filter(
    (letters) => letters.at(0) === typed.letters.at(0) && letters.length > typed.letters.length,
  );
  const [only] = alike.length === 1 ? alike : near;
  return (alike.length === 1 || near.length === 1) && only !== undefined ? spellingOf(only) : typed;
}

interface Match {
  length: number;
  tags: Set<Tag>;
}

interface Fit {
  entry: Entry;
  exact: boolean;
}

/** A message as it is looked up: the spelling of each token, and whether none has marks. */
interface Spelt {
  all: (Spelling | undefined)[];
  plain: boolean;
}

function lookUp(spelt: Spelt, at: number, leads: boolean): Match {
  const fits = fitsAt(spelt.all, at)
    .filter(({ entry }) => leads || entry.tag !== 'address' || FORMAL.has(entry.syllables[0]?.letters ?? ''))
    .filter((fit) => fit.exact || spelt.plain || !hasExact(spelt, at, fit.entry));
  const longest = Math.max(0, ...fits.map(({ entry }) => entry.syllables.length));
  const slip = longest <= 1 ? slipOf(spelt.all, at) : undefined;
  if (slip) return slip;
  if (longest === 0) return { length: 1, tags: new Set() };
  const long = fits.filter(({ entry }) => entry.syllables.length === longest);
  const exact = isPlainAround(spelt, at, longest) ? [] : long.filter((fit) => fit.exact);
  return { length: longest, tags: new Set((exact.length > 0 ? exact : long).map(({ entry }) => entry.tag)) };
}

function fitsAt(spelt: (Spelling | undefined)[], at: number): Fit[] {
  return (INDEX.get(spelt[at]?.letters ?? '') ?? []).flatMap((entry) => {
    const fit = fitOf(spelt.slice(at, at + entry.syllables.length), entry);
    return fit ? [{ entry, exact: fit === 'exact' }] : [];
  });
}

/** "Cho em" is no "chờ em", and "em bao giờ" no "em báo": a word to the letter stands against it. */
const hasExact = (spelt: Spelt, at: number, { syllables }: Entry): boolean =>
  syllables.some((word, i) => {
    const typed = spelt.all[at + i];
    const exact = fitsAt(spelt.all, at + i).filter((fit) => fit.exact);
    const single =
      typed !== undefined &&
      !sameSpelling(typed, word) &&
      exact.some(({ entry }) => entry.syllables.length === 1);
    const across = i > 0 && exact.some(({ entry }) => i + entry.syllables.length > syllables.length);
    return across || (single && !isPlainAround(spelt, at, syllables.length));
  });

/**
 * In a message with marks a word without them is itself ("do", "cho"), if there
 * is such a word, unless its neighbour was plainly typed without: "cho so lieu ạ".
 */
const isPlainAround = ({ all, plain }: Spelt, at: number, length: number): boolean =>
  plain ||
  [all[at - 1], all[at + length]].some((one) => one !== undefined && isPlain(one) && lacksMarks(one));
const lacksMarks = (one: Spelling): boolean =>
  (SYLLABLES.has(one.letters) || INDEX.has(one.letters)) &&
  !(INDEX.get(one.letters) ?? []).some(
    ({ syllables }) => syllables.length === 1 && syllables[0] && sameSpelling(one, syllables[0]),
  );

function fitOf(typed: (Spelling | undefined)[], entry: Entry): 'exact' | 'near' | undefined {
  let exact = typed.length === entry.syllables.length;
  if (!exact) return undefined;
  for (const [i, word] of entry.syllables.entries()) {
    const one = typed[i];
    if (!one || !mayBe(one, word)) return undefined;
    exact &&= sameSpelling(one, word);
  }
  if (entry.exactOnly && !exact) return undefined;
  return exact ? 'exact' : 'near';
}

/** A long word with one letter or mark wrong in one of its syllables ("hoàn tành", "hoang thanh"). */
function slipOf(spelt: (Spelling | undefined)[], at: number): Match | undefined {
  const near = [0, 1].flatMap((place) => LONG.get(`${place}${spelt[at + place]?.letters}`) ?? []);
  const entry = near.find(({ syllables }) => isSlip(spelt.slice(at, at + syllables.length), syllables));
  return entry && { length: entry.syllables.length, tags: new Set(tagsOf(entry)) };
}

function isSlip(typed: (Spelling | undefined)[], syllables: Spelling[]): boolean {
  const wrong = syllables.flatMap((word, i) => {
    const one = typed[i];
    return one && mayBe(one, word) ? [] : [{ one, word }];
  });
  const [slip] = wrong;
  if (wrong.length !== 1 || !slip?.one || slip.word.letters.length < 4) return false;
  // Another word that we know is no slip of this one.
  return !SYLLABLES.has(slip.one.letters) && distance(slip.one.letters, slip.word.letters, 1) === 1;
}

const tagsOf = (same: Entry): Tag[] =>
  (INDEX.get(same.syllables[0]?.letters ?? '') ?? [])
    .filter((entry) => entry.syllables.length === same.syllables.length)
    .filter((entry) => entry.syllables.every((one, i) => sameSpelling(one, same.syllables[i] ?? one)))
    .map(({ tag }) => tag);
