import { inForce, matchOf, matchWithSlip } from './match.ts';
import { indexOf, isOrdinary, wordsIn } from './names.ts';
import type { NamedAgency, NameIndex, NameWord } from './names.ts';

export interface Found {
  /** Codes of the best matches: one is certain, several are asked about, none is not found. */
  found: string[];
  /** False where a slip of the key was forgiven: better ask. */
  exact: boolean;
}

interface Mention {
  codes: string[];
  exact: boolean;
  from: number;
  to: number;
}

const LONGEST = 12;

/** Words before which a name without its kind begins ("tình hình tư pháp", "bên kiểm sát"), and after which it ends. */
const LEADS = new Set('ben phia hinh nhac cua o cho voi hoi so sanh cung gui xem ve'.split(' '));
const FOLLOWS = new Set(
  (
    'da chua den toi lam gui nop xong sao the co con tre cham xac nhan tra xin vuong bi ra roi thi dang qua ' +
    'ket hoan voi cung hom nay tien ntn dc duoc giup viec nhu ai may no khong ko'
  ).split(' '),
);
/** Words that make it a body of another level: "Bộ Công an", "công an phường", "phòng tư pháp". */
const OTHER_BEFORE = new Set('bo cuc phong huyen quan truong tap hoc'.split(' '));
const OTHER_AFTER = new Set('phuong xa huyen quan cap vien'.split(' '));
/** One-word names are words of ordinary talk ("báo", "đài") but behind one of these. */
const POINTERS = new Set(['ben', 'phia']);

/** The agency that a sentence speaks of ("stp đến đâu rồi", "tình hình Sở Tư pháp"); two that are named are both found. */
export function agencyInSentence(text: string, agencies: readonly NamedAgency[]): Found {
  const index = indexOf(agencies);
  const words = wordsIn(text);
  const mentions: Mention[] = [];
  for (let from = 0; from < words.length;) {
    const mention = mentionAt(words, from, index);
    if (mention) mentions.push(mention);
    from = mention ? mention.to : from + 1;
  }
  const found = inForce([...new Set(mentions.flatMap(({ codes }) => codes))], agencies);
  return { found, exact: found.length > 0 && mentions.every(({ exact }) => exact) };
}

/** The longest name that begins here. */
function mentionAt(words: NameWord[], from: number, index: NameIndex): Mention | undefined {
  for (let to = Math.min(words.length, from + LONGEST); to > from; to -= 1) {
    const span = words.slice(from, to);
    const match = span.length >= 2 ? matchWithSlip(span, index) : matchOf(span, index);
    if (match && standsAsName(words, from, to))
      return { codes: match.codes, exact: match.fit !== 'slip', from, to };
  }
  return undefined;
}

function standsAsName(words: NameWord[], from: number, to: number): boolean {
  const before = words[from - 1]?.letters;
  const after = words[to]?.letters;
  if ((before && OTHER_BEFORE.has(before)) || (after && OTHER_AFTER.has(after))) return false;
  const span = words.slice(from, to);
  const [only] = span;
  if (span.length === 1 && only)
    return isInitials(only, words) || (before !== undefined && POINTERS.has(before));
  if (span.length > 2 || span.some((_, i) => isCapital(words, from + i))) return true;
  if (/^(?:so|ban|hoi|vien|toa|dai|tinh|ubnd|tp|tx|lien)$/.test(only?.letters ?? '')) return true;
  return (before === undefined || LEADS.has(before)) && (after === undefined || follows(words, to));
}

/** A capital that names: not that of the first word, nor in a text all of capitals. */
const isCapital = (words: NameWord[], at: number): boolean =>
  at > 0 && /^\p{Lu}/u.test(words[at]?.text ?? '') && words.some(({ text }) => /^\p{Ll}/u.test(text));

/** "Báo cáo", "bao nhiêu", and no "bảo mật". */
const BAO = new Set([undefined, 'cao', 'nhieu', 'gio', 'lau']);
const follows = (words: NameWord[], at: number): boolean => {
  const { letters = '' } = words[at] ?? {};
  return letters === 'bao' ? BAO.has(words[at + 1]?.letters) : FOLLOWS.has(letters);
};

/** "stp", "ldtbxh"; of two letters only capitals within small letters ("TD"). */
const isInitials = ({ letters, text }: NameWord, words: NameWord[]): boolean => {
  if (letters.length >= 3) return !isOrdinary(letters);
  return (
    text === text.toUpperCase() &&
    words.length > 1 &&
    words.some((word) => word.text !== word.text.toUpperCase())
  );
};
