import { fold } from './vietnamese.ts';

/**
 * The secrecy guard: state secrets must not travel through chat, so what bears a
 * mark of secrecy is refused before anything is stored. The degrees are those of
 * the Law on Protection of State Secrets: tuyệt mật, tối mật, mật.
 *
 * A mark is what stands where a stamp would stand, not a word in a sentence:
 * talk about secrecy, "bảo mật", "mật độ" pass. "Mật" alone is a syllable of
 * many words and a name, so on a line it counts in capitals only, as it is
 * printed; "tối mật" and "tuyệt mật" mean nothing else and count in any case.
 * Without diacritics "MAT" is mostly "mặt" or "mất" and never counts by itself;
 * "TOI MAT" and "TUYET MAT" count in capitals, in file names in any case.
 */
export type SecrecyMark = 'MẬT' | 'TỐI MẬT' | 'TUYỆT MẬT' | 'ĐỘ MẬT';

/**
 * The mark of secrecy that a text bears, or null. A mark is: "Độ mật: …" with
 * anything but nothing, "không" or "thường" behind it (`ĐỘ MẬT` where that is no
 * degree); or a degree that stands alone on a line, in brackets (there in any
 * case), or before a colon that begins a line. A degree of urgency may stand
 * beside it. Two degrees in one place are talk, for no document has two.
 */
export const secrecyMark = (text: string): SecrecyMark | null => {
  const lines = visible(text)
    .split(/[\n\r\t\v\f\u0085\u2028\u2029]+/u)
    .filter((line) => line.trim());
  for (const [place, line] of lines.entries()) {
    const mark = labelled(line, lines[place + 1]) ?? standing(line) ?? leading(line) ?? inBrackets(line);
    if (mark) return mark;
  }
  return null;
};

/**
 * The mark of secrecy in a file name, or null: a degree as whole words of the
 * name, whatever separates them (KH_TỐI_MẬT.pdf, TOI-MAT.docx, "BC MẬT 2026.pdf").
 * MẬT by itself counts in capitals, or in brackets in any case; MAT never.
 */
export const secrecyMarkInFileName = (name: string): SecrecyMark | null => {
  const shown = visible(name);
  const words = shown.match(/\p{L}+|\p{N}+/gu) ?? [];
  for (const place of words.keys()) {
    const mark = twoWords(words, place) ?? capitalMat(words, place);
    if (mark) return mark;
  }
  return inBrackets(shown);
};

/**
 * The text with every citizen-id number masked: 12 digits beginning 001 to 096
 * that touch no other letter or digit, also written in groups of three or four.
 * The first three (the province) and the last two stay, so that the sender can
 * tell which number it was: 079203001234 becomes 079•••••••34. Masking twice
 * changes nothing.
 */
export const maskCitizenIds = (text: string): string =>
  CITIZEN_IDS.reduce((masked, pattern) => masked.replace(pattern, maskOne), text);

const CITIZEN_IDS = [
  // "cccd079…" without a blank is common; behind "12," it is a decimal.
  /(?<=(?<!\p{L})cccd|(?<![\p{L}\p{N}]|\d[.,]))\d{12}(?![\p{L}\p{N}])/giu,
  // In groups, where no further group makes it another number (an amount, a bank card).
  /(?<![\p{L}\p{N}]|\d[.,-]|(?<!\d)\d{1,3} )\d{3}([ .-])\d{3}\1\d{3}\1\d{3}(?![\p{L}\p{N}]|\1\d{3}(?!\d))/gu,
  /(?<![\p{L}\p{N}]|\d[.,-]|(?<!\d)\d{4} )\d{4}([ .-])\d{4}\1\d{4}(?![\p{L}\p{N}]|\1\d{4}(?!\d))/gu,
];

const maskOne = (found: string): string => {
  const digits = found.replace(/\D/gu, '');
  if (!/^(?:0(?!00)[0-8]\d|09[0-6])/u.test(digits)) return found;
  return `${digits.slice(0, 3)}${'•'.repeat(7)}${digits.slice(-2)}`;
};

/** Composed, blanks single, without characters that nobody sees; lines and cells stay apart. */
const visible = (text: string): string =>
  text
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/gu, '')
    .normalize('NFC')
    .replace(/[^\S\n\r\t\v\f\u2028\u2029]+/gu, ' ');

const isCapital = (words: string): boolean => words === words.toUpperCase();

/** From the first letter or digit to the last. Greedy, so that a long run of signs costs its length only. */
const trimSigns = (words: string): string => /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(words)?.[0] ?? '';

/** The degree that these words are, no more and no less; blanks within do not matter (M Ậ T). */
const degreeOf = (words: string, anyCase = false): SecrecyMark | null => {
  const joined = words.replace(/\s+/gu, '');
  switch (joined.toUpperCase()) {
    case 'MẬT':
      return anyCase || isCapital(joined) ? 'MẬT' : null;
    case 'TỐIMẬT':
      return 'TỐI MẬT';
    case 'TUYỆTMẬT':
      return 'TUYỆT MẬT';
    case 'TOIMAT':
      return isCapital(joined) ? 'TỐI MẬT' : null;
    case 'TUYETMAT':
      return isCapital(joined) ? 'TUYỆT MẬT' : null;
    default:
      return null;
  }
};

const URGENCY = /^(?:khan|thuong khan|hoa toc|hoa toc hen gio|hen gio)$/u;
const DOCUMENT = /^(?:TÀI LIỆU|VĂN BẢN|CÔNG VĂN|HỒ SƠ)\s+(?=MẬT|TỐI|TUYỆT)/u;

/** The one degree in a piece of text that holds nothing else but urgency. */
const standing = (piece: string, anyCase = false): SecrecyMark | null => {
  const parts = piece
    .split(/[-–—,;/|·+&]/u)
    .map(trimSigns)
    .filter(Boolean);
  const degrees = parts.map((part) => degreeOf(part.replace(DOCUMENT, ''), anyCase));
  const others = parts.filter((part, place) => !degrees[place] && !URGENCY.test(fold(part)));
  const [degree, second] = degrees.filter((found) => found !== null);
  return degree && !second && others.length === 0 ? degree : null;
};

/** "TỐI MẬT: kế hoạch …" */
const leading = (line: string): SecrecyMark | null => {
  const colon = line.search(/[:：]/u);
  return colon > 0 ? degreeOf(trimSigns(line.slice(0, colon))) : null;
};

const inBrackets = (line: string): SecrecyMark | null => {
  for (const [, inner = ''] of line.matchAll(
    /[([{<【《（［]([^()[\]{}<>【】《》（）［］]{1,60})[)\]}>】》）］]/gu,
  )) {
    const mark = standing(inner, true);
    if (mark) return mark;
  }
  return null;
};

const LABEL = /(?<!\p{L})độ\s+mật\s*[:：=](?<value>[^,;.)\]]*)/iu;
const NO_DEGREE = /^(?:không|khong|thường|thuong(?!\s+khan)|bình thường|binh thuong)(?!\p{L})/iu;
const LABEL_WITHOUT_SIGN =
  /(?<!\p{L})độ\s+mật\s*(?:[-–—]|là(?!\p{L}))?\s*(?<value>(?:tối\s+|tuyệt\s+)?mật)(?!\p{L})/iu;
const LABEL_WITHOUT_MARKS =
  /(?<!\p{L})do\s+mat\s*[:=]\s*(?<value>(?:toi\s+|tuyet\s+)?mat)\s*(?:$|[,;.)\]])/iu;

/** "Độ mật: …", with the value behind it or on the next line. */
const labelled = (line: string, next = ''): SecrecyMark | null => {
  const value = LABEL.exec(line)?.groups?.value;
  if (value !== undefined) {
    const said = trimSigns(value);
    if (said && !NO_DEGREE.test(said)) return degreeOf(said, true) ?? 'ĐỘ MẬT';
    if (!said) return degreeOf(trimSigns(next), true);
  }
  const unsigned = LABEL_WITHOUT_SIGN.exec(line)?.groups?.value;
  if (unsigned) return degreeOf(unsigned);
  const unmarked = LABEL_WITHOUT_MARKS.exec(line)?.groups?.value;
  return unmarked ? (degreeOf(unmarked.toUpperCase()) ?? 'MẬT') : null;
};

// Words that make another word of the "mật" before or after them. Only common
// ones: each also lets a marked file pass whose next word happens to be that.
const BEFORE_MAT = new Set(['bảo', 'bí', 'cơ', 'thân', 'trăng', 'túi', 'sỏi', 'gan', 'đường', 'độ']);
const AFTER_MAT = new Set(['độ', 'khẩu', 'mã', 'ong', 'thiết', 'phục', 'gấu', 'mía']);
// The same for "toi mat" without diacritics: tới Mặt trận, tới mặt bằng, tôi mất thẻ.
const AFTER_BARE_MAT = new Set([
  'tran',
  'bang',
  'hang',
  'duong',
  'dat',
  'do',
  'khau',
  'ong',
  'the',
  'xe',
  'tien',
]);

const twoWords = (words: readonly string[], place: number): SecrecyMark | null => {
  const [first = '', second = '', third = ''] = words.slice(place, place + 3);
  const glued = degreeOf(first.toUpperCase());
  if (glued && glued !== 'MẬT') return glued;
  const mark = /^m[ậa]t$/iu.test(second) ? degreeOf(`${first} ${second}`.toUpperCase()) : null;
  const otherWord = fold(second) === second.toLowerCase() ? AFTER_BARE_MAT : AFTER_MAT;
  return otherWord.has(third.toLowerCase()) ? null : mark;
};

const capitalMat = (words: readonly string[], place: number): SecrecyMark | null => {
  if (words[place] !== 'MẬT') return null;
  const before = words[place - 1]?.toLowerCase() ?? '';
  const after = words[place + 1]?.toLowerCase() ?? '';
  return BEFORE_MAT.has(before) || AFTER_MAT.has(after) ? null : 'MẬT';
};
