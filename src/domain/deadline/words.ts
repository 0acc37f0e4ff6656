import { nfc } from '../vietnamese.ts';

/**
 * Words of a message as the date reader sees them. Vietnamese is typed with and
 * without diacritics, with the tone on either vowel (hòa, hoà), with the horn on
 * one letter only (truớc): the same word must be met in all of them, and a word
 * with its full diacritics never for another (tháng sáu is June, tháng sau is
 * next month).
 */
export interface Token {
  kind: 'number' | 'word' | 'sign';
  /** As typed, NFC. */
  text: string;
  /** Offsets into the NFC text. */
  start: number;
  end: number;
  /** No blank stands before it. */
  glued: boolean;
  /** A line begins with it. */
  newLine: boolean;
  shape: Shape;
}

/** A word taken apart: letters with their own marks (ă â ê ô ơ ư đ), the tone, and the bare letters. */
interface Shape {
  base: string;
  tone: string;
  plain: string;
  /** `base` with d for đ, a frequent slip. */
  bare: string;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const MARKS = /\p{M}/gu;
const D_STROKE = /đ/gu;

const shapes = new Map<string, Shape>();

const takeApart = (word: string): Shape => {
  const lower = word.toLowerCase().normalize('NFD');
  const base = lower
    .replace(TONES, '')
    .normalize('NFC')
    // The horn on one of the two letters only, a frequent slip.
    .replace(/uơ|ưo/gu, 'ươ');
  const plain = base.normalize('NFD').replace(MARKS, '').replace(D_STROKE, 'd');
  return { base, tone: (lower.match(TONES) ?? []).join(''), plain, bare: base.replace(D_STROKE, 'd') };
};

const shapeOf = (word: string): Shape => {
  const known = shapes.get(word);
  if (known) return known;
  const made = takeApart(word);
  shapes.set(word, made);
  return made;
};

/** Complete words that only lack a tone of another: "tư" (four) is no slip for "từ". */
const COMPLETE_WITHOUT_TONE = new Set(['tư', 'tôi', 'mươi', 'năm', 'thu', 'trong', 'cho']);

/** Whether a token is this word (given with its full diacritics) in one of the ways it is typed. */
export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && isTyped(token.shape, shapeOf(word));

const isTyped = (typed: Shape, meant: Shape): boolean => {
  if (typed.plain !== meant.plain) return false;
  if (typed.base === meant.base && typed.tone === meant.tone) return true;
  if (typed.base === typed.plain && typed.tone === '') return true;
  if (typed.tone === '' && COMPLETE_WITHOUT_TONE.has(typed.base)) return false;
  if (typed.tone === '' && typed.base === meant.base) return true;
  return typed.tone === meant.tone && typed.base === meant.bare;
};

/** Whether a token is this word typed with its own marks, not without any. */
export const isMarked = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' &&
  token.shape.base === shapeOf(word).base &&
  token.shape.tone === shapeOf(word).tone;

const BLANK = '[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff]';
const PIECES = new RegExp(`(${BLANK}+)|(\\d+)|(\\p{L}[\\p{L}\\p{M}]*)|(.)`, 'gsu');

/** The tokens of a text; `start` and `end` are offsets into its NFC form. */
export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  let blank = '\n';
  for (const match of nfc(text).matchAll(PIECES)) {
    const [piece, space, digits, letters] = match;
    if (space !== undefined) {
      blank += space;
      continue;
    }
    tokens.push({
      kind: digits !== undefined ? 'number' : letters !== undefined ? 'word' : 'sign',
      text: piece,
      start: match.index,
      end: match.index + piece.length,
      glued: blank === '',
      newLine: blank.includes('\n'),
      shape: letters !== undefined ? takeApart(piece) : { base: piece, tone: '', plain: piece, bare: piece },
    });
    blank = '';
  }
  return tokens;
};

/** A value found at a place, and the place after it. */
export interface Hit<T> {
  value: T;
  next: number;
}

interface Entry<T> {
  words: readonly Shape[];
  value: T;
}

const isPhrase = (tokens: readonly Token[], place: number, words: readonly Shape[]): boolean => {
  for (let n = 0; n < words.length; n++) {
    const [token, word] = [tokens[place + n], words[n]];
    if (!token || !word || !isTyped(token.shape, word)) return false;
  }
  return true;
};

const NONE: readonly never[] = [];

/** Phrases and what each of them stands for, looked up by their first word. */
export class Lexicon<T> {
  private readonly byFirst = new Map<string, Entry<T>[]>();

  /** `entries`: a value, and its phrases separated by "|". A sign is a word of its own. */
  constructor(entries: readonly (readonly [value: T, phrases: string])[]) {
    for (const [value, phrases] of entries)
      for (const phrase of phrases.split('|')) {
        const words = phrase.trim().split(/\s+/u).map(shapeOf);
        const first = words[0]?.plain ?? '';
        const known = this.byFirst.get(first) ?? [];
        known.push({ words, value });
        this.byFirst.set(first, known);
      }
    for (const known of this.byFirst.values()) known.sort((a, b) => b.words.length - a.words.length);
  }

  /** All phrases that stand at this place, the longest first. */
  at(tokens: readonly Token[], place: number): readonly Hit<T>[] {
    const entries = this.byFirst.get(tokens[place]?.shape.plain ?? '');
    if (!entries) return NONE;
    const found: Hit<T>[] = [];
    for (const { words, value } of entries)
      if (isPhrase(tokens, place, words)) found.push({ value, next: place + words.length });
    return found;
  }

  /** The longest phrase at this place. */
  longest(tokens: readonly Token[], place: number): Hit<T> | undefined {
    return this.at(tokens, place)[0];
  }
}
