import { inForce, matchOf, matchWithSlip } from './match.ts';
import { indexOf, wordsIn } from './names.ts';
import type { NamedAgency, NameIndex, NameWord } from './names.ts';
import { mayBe } from '../spelling.ts';

/** A group that can be addressed as one. */
export interface NamedGroup {
  code: string;
  names: readonly string[];
  members: readonly string[];
}

export interface Audience {
  /** Codes of the agencies addressed, in the order named, each once. */
  codes: string[];
  /** Words that name nobody. */
  unknown: string[];
  /** Words that fit several agencies, or one only with a slip: to be asked about, not yet in `codes`. */
  ambiguous: { text: string; codes: string[] }[];
}

const LONGEST = 14;
const EXCEPT = /^(?:tru|ngoai tru|khong gom|khong ke|loai tru|khong gui)(?: |$)/;
/** Words around the names that address nobody. */
const AROUND = new Set(
  'gui cho toi den kinh va voi cung cac nhung ca ra the nua them luon nhe nha a da anh chi em giup'.split(
    ' ',
  ),
);

interface Chunk {
  text: string;
  codes: string[];
  /** False where the words fit several, or one with a slip. */
  certain: boolean;
  to: number;
}

/** Who is meant by a list of agencies and groups: "stp, snv và 5 địa phương", "các sở trừ STP", "tất cả". */
export function readAudience(
  text: string,
  agencies: readonly NamedAgency[],
  groups: readonly NamedGroup[],
): Audience {
  const index = indexOf(agencies);
  const words = wordsIn(text);
  const audience: Audience = { codes: [], unknown: [], ambiguous: [] };
  const excluded = new Set<string>();
  let excepting = false;
  for (let from = 0; from < words.length;) {
    const except = exceptAt(words, from);
    if (except > 0) {
      excepting = true;
      from += except;
      continue;
    }
    const chunk = chunkAt(words, from, text, index, groups);
    if (chunk?.certain)
      chunk.codes.forEach((code) => (excepting ? excluded.add(code) : audience.codes.push(code)));
    else if (chunk) audience.ambiguous.push({ text: chunk.text, codes: chunk.codes });
    else if (!AROUND.has(words[from]?.letters ?? ''))
      from = skipUnknown(words, from, text, audience, index, groups);
    from = chunk ? chunk.to : from + 1;
  }
  audience.codes = [...new Set(audience.codes)].filter((code) => !excluded.has(code));
  return audience;
}

function exceptAt(words: NameWord[], from: number): number {
  const rest = words
    .slice(from, from + 2)
    .map(({ letters }) => letters)
    .join(' ');
  const found = EXCEPT.exec(rest);
  return found ? found[0].trim().split(' ').length : 0;
}

/** The longest stretch from here that is a group or an agency. */
function chunkAt(
  words: NameWord[],
  from: number,
  text: string,
  index: NameIndex,
  groups: readonly NamedGroup[],
): Chunk | undefined {
  for (let to = Math.min(words.length, from + LONGEST); to > from; to -= 1) {
    const span = words.slice(from, to);
    const said = saidBy(span, text);
    const group = groupOf(span, groups) ?? groupOf(withoutNumber(span), groups);
    if (group) {
      // "9 địa phương" where there are five: which?
      const certain = groupOf(span, groups) !== undefined;
      return { text: said, codes: inForce(group.members, index.agencies), certain, to };
    }
    const match =
      matchOf(span, index) ?? (endsPart(words, to, text) ? matchWithSlip(span, index) : undefined);
    const codes = match && inForce(match.codes, index.agencies);
    if (match && codes) return { text: said, codes, certain: codes.length === 1 && match.fit !== 'slip', to };
  }
  return undefined;
}

const withoutNumber = (span: NameWord[]): NameWord[] =>
  /^\d+$/.test(span[0]?.text ?? '') ? span.slice(1) : [];

const saidBy = (span: NameWord[], text: string): string =>
  text.normalize('NFC').slice(span[0]?.start, span.at(-1)?.end);

/** A group by one of its names, or by its size and name ("5 địa phương", "10 sở"); another number names no group. */
function groupOf(span: NameWord[], groups: readonly NamedGroup[]): NamedGroup | undefined {
  const [first] = span;
  const size = first && /^\d+$/.test(first.text) ? Number(first.text) : undefined;
  return groups.find(({ names, members }) =>
    names.some((name) => {
      const words = wordsIn(name);
      return fits(span, words) || (size === members.length && fits(span.slice(1), words));
    }),
  );
}

const fits = (typed: NameWord[], words: NameWord[]): boolean =>
  typed.length === words.length && typed.every((one, i) => mayBe(one, words[i] ?? one));

/** True where a list's part ends: the next word is behind a comma or a conjunction. */
const endsPart = (words: NameWord[], to: number, text: string): boolean => {
  const [last, next] = [words[to - 1], words[to]];
  if (!last || !next) return true;
  return (
    /[,;\n+&]|\bv[àa]\b|với|voi/iu.test(text.normalize('NFC').slice(last.end, next.start)) ||
    EXCEPT.test(next.letters)
  );
};

/** Passes over words that name nobody, up to the next comma or name, and keeps them to be told. */
function skipUnknown(
  words: NameWord[],
  from: number,
  text: string,
  audience: Audience,
  index: NameIndex,
  groups: readonly NamedGroup[],
): number {
  let to = from + 1;
  while (to < words.length && !endsPart(words, to, text) && !chunkAt(words, to, text, index, groups)) to += 1;
  audience.unknown.push(saidBy(words.slice(from, to), text));
  return to - 1;
}
