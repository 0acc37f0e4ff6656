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

const INDEX = new Map<string, Entry[]>();
const LONG: Entry[] = [];
const SYLLABLES = new Set<string>();
for (const tag of Object.keys(VOCABULARY) as Tag[]) {
  for (const written of VOCABULARY[tag].split(/,\s*/)) {
    const exactOnly = written.startsWith('!');
    const parts = written.replace('!', '').split(' ');
    const entry = { syllables: parts.map(spellingOf), tag, exactOnly };
    const first = entry.syllables[0]?.letters ?? '';
    INDEX.set(first, [...(INDEX.get(first) ?? []), entry]);
    if (parts.length > 1 && written.length >= 9) LONG.push(entry);
    for (const { letters } of entry.syllables) if (letters.length >= 3) SYLLABLES.add(letters);
  }
}

/** The words of a tidied message, longest match first. */
export function wordsOf(tidied: string): Word[] {
  const tokens = tokensOf(tidied);
  const spelt = tokens.map((token) => corrected(token));
  const plainMessage = spelt.every((one) => !one || isPlain(one));
  const words: Word[] = [];
  for (let i = 0; i < tokens.length;) {
    const found = lookUp(spelt, tokens, i, plainMessage);
    words.push(wordFrom(tokens.slice(i, i + found.length), spelt[i], found.tags));
    i += found.length;
  }
  return words;
}

function wordFrom(tokens: Token[], spelling: Spelling | undefined, tags: Set<Tag>): Word {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (!first || !last) throw new RangeError('a word has at least one token');
  const text = tokens.map((token) => token.text).join(' ');
  const garbled = first.kind === 'word' && tags.size === 0 && !!spelling && !isSyllable(spelling.letters);
  return { kind: first.kind, text, start: first.start, end: last.end, value: first.value, tags, garbled };
}

/** The spelling of a token, with held keys, Telex keystrokes and one wrong letter put right. */
function corrected({ kind, text }: Token): Spelling | undefined {
  if (kind !== 'word' && kind !== 'sign') return undefined;
  const typed = spellingOf(text.replace(/(.)\1{2,}/giu, '$1'));
  if (INDEX.has(typed.letters) || SYLLABLES.has(typed.letters) || kind === 'sign') return typed;
  if (isSyllable(typed.letters)) return typed;
  const telex = fromTelex(text);
  if (telex !== undefined) return spellingOf(telex);
  const once = spellingOf(text.replace(/(.)\1+/giu, '$1'));
  if (INDEX.has(once.letters) || SYLLABLES.has(once.letters)) return once;
  // Capitals are initials of a name (STP, UBND), not a slip.
  if (typed.letters.length < 3 || text === text.toUpperCase()) return typed;
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

function lookUp(spelt: (Spelling | undefined)[], tokens: Token[], at: number, plainMessage: boolean): Match {
  const first = spelt[at];
  if (!first) return { length: 1, tags: new Set() };
  const fits = (INDEX.get(first.letters) ?? []).flatMap((entry) => {
    const typed = spelt.slice(at, at + entry.syllables.length);
    const fit = fitOf(typed, entry);
    return fit ? [{ entry, exact: fit === 'exact' }] : [];
  });
  const longest = Math.max(0, ...fits.map(({ entry }) => entry.syllables.length));
  if (longest <= 1) {
    const slip = slipOf(spelt, at);
    if (slip) return slip;
  }
  if (longest === 0) return { length: 1, tags: new Set() };
  const long = fits.filter(({ entry }) => entry.syllables.length === longest);
  // In a message with marks a word without them is itself ("do", "cho"), if there is such a word.
  const settled = plainMessage ? long : long.filter(({ exact }) => exact);
  const chosen = settled.length > 0 ? settled : long;
  return { length: longest, tags: new Set(chosen.map(({ entry }) => entry.tag)) };
}

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

/** A long word with one letter wrong in one of its syllables ("hoàn tành", "hoang thanh"). */
function slipOf(spelt: (Spelling | undefined)[], at: number): Match | undefined {
  for (const entry of LONG) {
    const typed = spelt.slice(at, at + entry.syllables.length);
    if (typed.length < entry.syllables.length || entry.exactOnly) continue;
    const wrong = entry.syllables.filter((word, i) => {
      const one = typed[i];
      return !one || !mayBe(one, word);
    });
    const [slip] = wrong;
    const where = slip ? entry.syllables.indexOf(slip) : -1;
    const one = typed[where];
    if (wrong.length !== 1 || !slip || !one || slip.letters.length < 4 || SYLLABLES.has(one.letters))
      continue;
    if (one.letters !== slip.letters && distance(one.letters, slip.letters, 1) === 1) {
      return { length: entry.syllables.length, tags: new Set(tagsOf(entry)) };
    }
  }
  return undefined;
}

const tagsOf = (same: Entry): Tag[] =>
  (INDEX.get(same.syllables[0]?.letters ?? '') ?? [])
    .filter((entry) => entry.syllables.length === same.syllables.length)
    .filter((entry) => entry.syllables.every((one, i) => sameSpelling(one, same.syllables[i] ?? one)))
    .map(({ tag }) => tag);
