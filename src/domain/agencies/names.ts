import { isSyllable, spellingOf } from '../spelling.ts';
import type { Spelling } from '../spelling.ts';
import { fold, nfc } from '../vietnamese.ts';

/** An agency as its name is looked for. */
export interface NamedAgency {
  code: string;
  name: string;
  shortName: string;
  aliases: readonly string[];
  formerNames?: readonly string[];
  active: boolean;
  /** Codes that took its place; an inactive agency is found as these. */
  successors?: readonly string[];
}

/** One word of a name or of what was typed. */
export interface NameWord extends Spelling {
  text: string;
  start: number;
  end: number;
}

/** A name in the forms in which it is compared. */
export interface Form {
  code: string;
  /** Its full or short name, not an alias. */
  proper: boolean;
  words: NameWord[];
  /** Letters and digits without blanks: "Sở TT&TT" is "sotttt". */
  compact: string;
}

/** All forms of all agencies, and the initials computed from their names. */
export interface NameIndex {
  agencies: readonly NamedAgency[];
  forms: Form[];
  /** Initials of a name ("sldtbxh", "ldtbxh") → codes. */
  initials: Map<string, Set<string>>;
}

/** Words that join and carry no name. */
const JOINING = new Set(['va']);
/** Kinds and levels of bodies: they belong to a name and never tell it from another. */
const COMMON =
  /^(?:so|ban|hoi|tinh uy|tinh|uy ban|uy|nhan dan|thanh pho|chi nhanh|viet nam|binh duong|binh|duong|co quan|don vi|van phong|vp|khoi|nganh|cac|lanh dao)(?: |$)/;

/** Kinds that are written short; a town is a thành phố or a thị xã, which changes and is often mistaken. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  ubnd: 'ủy ban nhân dân',
  ub: 'ủy ban',
  tp: 'thành phố',
  tx: 'thành phố',
  bd: 'bình dương',
  1: 'một',
};

/** The words of a text with short kinds written out; punctuation and "và" are left out. */
export function wordsIn(text: string): NameWord[] {
  const composed = nfc(text);
  const words = [...composed.matchAll(/[\p{L}\d]+/gu)].flatMap((match) => {
    const place = { text: match[0], start: match.index, end: match.index + match[0].length };
    const written = WRITTEN_OUT[fold(match[0])] ?? match[0];
    return written.split(' ').map((syllable) => ({ ...spellingOf(syllable), ...place }));
  });
  return asTowns(words).filter(({ letters }) => !JOINING.has(letters));
}

function asTowns(words: NameWord[]): NameWord[] {
  const [thanh, pho] = ['thành', 'phố'].map(spellingOf);
  return words.map((word, i) => {
    if (word.letters === 'thi' && words[i + 1]?.letters === 'xa' && thanh) return { ...word, ...thanh };
    return word.letters === 'xa' && words[i - 1]?.letters === 'thi' && pho ? { ...word, ...pho } : word;
  });
}

/** Letters and digits as typed, without blanks. */
export const compactOf = (words: readonly NameWord[]): string =>
  words.map(({ text, start }, i) => (words[i - 1]?.start === start ? '' : fold(text))).join('');

/** True where something is left when kinds and levels are taken away: "sở", "ủy ban nhân dân tỉnh" name nobody. */
export function isDistinctive(words: readonly Spelling[]): boolean {
  let rest = words.map(({ letters }) => letters).join(' ');
  while (COMMON.test(rest)) rest = rest.replace(COMMON, '');
  return rest !== '';
}

/** Letters that read as a word rather than as initials: "ban", "ta", "da". */
export const isOrdinary = (letters: string): boolean => isSyllable(letters);

const INDEXES = new WeakMap<readonly NamedAgency[], NameIndex>();

/** The index of a list of agencies, made once for each list. */
export function indexOf(agencies: readonly NamedAgency[]): NameIndex {
  const known = INDEXES.get(agencies);
  if (known) return known;
  const index: NameIndex = { agencies, forms: agencies.flatMap(formsOf), initials: new Map() };
  for (const agency of agencies) {
    for (const letters of initialsOf(agency)) {
      index.initials.set(letters, new Set([...(index.initials.get(letters) ?? []), agency.code]));
    }
  }
  INDEXES.set(agencies, index);
  return index;
}

function formsOf(agency: NamedAgency): Form[] {
  const { code, name, shortName, aliases, formerNames = [] } = agency;
  const written = new Set([code, name, shortName, ...aliases, ...formerNames].map((one) => nfc(one)));
  const proper = new Set([name, shortName, ...formerNames].map((one) => nfc(one)));
  return [...written].flatMap((one) => {
    const words = wordsIn(one);
    const form = { code, proper: proper.has(one), words, compact: compactOf(words) };
    // "UBND Thuận An": the level of a town is often left out.
    const town = words.filter(
      ({ letters }, i) => !isTownAt(words, i) && !(letters === 'pho' && isTownAt(words, i - 1)),
    );
    return town.length < words.length && town.length > 1 ? [form, { ...form, words: town }] : [form];
  });
}

const isTownAt = (words: readonly NameWord[], at: number): boolean =>
  words[at]?.letters === 'thanh' && words[at + 1]?.letters === 'pho';

/** The first letters of the words of its names, with and without the kind at the front and the level at the end. */
function initialsOf({ name, formerNames = [] }: NamedAgency): Set<string> {
  const all = [name, ...formerNames].flatMap((one) => {
    const letters = wordsIn(one).map((word) => word.letters);
    const whole = letters.map((word) => word.charAt(0)).join('');
    const shorter = /^(?:so|ban|hoi|uy ban nhan dan thanh pho|uy ban nhan dan|uy ban|chi nhanh) /.exec(
      fold(letters.join(' ')),
    );
    const front = shorter ? shorter[0].trim().split(' ').length : 0;
    const back = /(?: tinh uy| tinh)$/.exec(letters.join(' '))?.[0].trim().split(' ').length ?? 0;
    const cut = (from: number, to: number) => whole.slice(from, whole.length - to);
    return [cut(0, 0), cut(0, back), cut(front, 0), cut(front, back)];
  });
  return new Set(all.filter((letters) => letters.length >= 2));
}
