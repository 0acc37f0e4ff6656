/** What a stretch of text is before its meaning is asked: only a `number` can be a task number. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'percent'
  | 'date'
  | 'fraction'
  | 'time'
  | 'figure' // a document number, telephone number, address: never a task
  | 'sign' // # and emoji
  | 'break';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offsets in the tidied text. */
  start: number;
  end: number;
  /** The number, the percentage, or the lower end of a range of percentages. */
  value?: number;
}

const DOCUMENT_KINDS = 'QĐ|QD|KH|BC|CV|TB|TTr|NQ|CT|HD|CTr|GM|ĐA|DA|UBND|TT|NĐ|ND|NQLT|QC|PA|ĐN|DN';
const PERCENT_SIGN = '(?:%|phần\\s?trăm|phan\\s?tram|percent(?![\\p{L}])|pct(?![\\p{L}]))';
// One decimal only: in "12,60%" the 12 is a task.
const DECIMAL = '\\d+(?:[.,]\\d)?(?!\\d)';

/** Alternatives in order: the first that fits at a place wins. */
const PATTERNS: readonly (readonly [TokenKind, string])[] = [
  ['figure', '(?:https?:\\/\\/|www\\.)\\S+'],
  ['figure', '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+'],
  // 119/QĐ-UBND, 01/2002/NQLT, 12/BC-STP
  [
    'figure',
    `\\d+(?:\\/\\d{4})?\\/(?:(?:${DOCUMENT_KINDS})(?![\\p{L}])|\\p{L}+\\d*(?=-\\p{L}))(?:-[\\p{L}\\d]+)*`,
  ],
  ['percent', `${DECIMAL}\\s?(?:-|–|~|÷|đến|den|tới|toi)\\s?${DECIMAL}\\s?${PERCENT_SIGN}`],
  ['percent', `\\d\\s?(?:chục|chuc|mươi|muoi)\\s?${PERCENT_SIGN}`],
  ['percent', `${DECIMAL}\\s?${PERCENT_SIGN}`],
  ['date', '(?<!\\d)\\d{1,2}\\s?\\/\\s?\\d{1,2}\\s?\\/\\s?\\d{2,4}(?!\\d)'],
  ['date', '(?<!\\d)\\d{1,2}([-.])\\d{1,2}\\1\\d{2,4}(?!\\d)'],
  ['figure', '(?<!\\d)(?:\\+84|0)(?:[ .]?\\d){8,10}(?!\\d)'],
  ['fraction', '(?<!\\d)\\d+\\s?\\/\\s?\\d+(?!\\d)'],
  ['time', '(?<!\\d)\\d{1,2}\\s?(?:giờ|gio|h|g)\\s?(?:\\d{1,2}\\s?(?:phút|phut|p)?|rưỡi)?(?![\\p{L}\\d])'],
  ['time', '(?<!\\d)\\d{1,2}:[0-5]\\d(?![\\d%]|\\s?%)'],
  ['date', '(?<!\\d)(?:0?[1-9]|[12]\\d|3[01])[-.](?:0?[1-9]|1[0-2])(?![\\d\\p{L}])'],
  ['number', '\\d+(?:[.,]\\d{3})+(?!\\d)'],
  ['number', '\\d+'],
  // b/c, đ/c, v/v
  ['word', '\\p{L}\\/\\p{L}(?!\\p{L})'],
  ['word', "\\p{L}+(?:['’]\\p{L}+)?"],
  ['sign', '#|\\p{Extended_Pictographic}'],
  ['break', '\\n\\s*|\\?+|[^\\s\\p{L}\\d]'],
];
const TOKEN = new RegExp(
  PATTERNS.map(([, pattern], i) => `(?<p${i}>${renumbered(pattern)})`).join('|'),
  'giu',
);

/** A back reference must stay within its own alternative: name it. */
function renumbered(pattern: string): string {
  return pattern.includes('\\1')
    ? pattern.replace('([-.])', '(?<same>[-.])').replace('\\1', '\\k<same>')
    : pattern;
}

/** Composed, with full-width and keycap digits as plain ones, and nothing that is invisible. */
export const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\u20e3\ufeff]/gu, '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .trim();

export function tokensOf(tidied: string): Token[] {
  return [...tidied.matchAll(TOKEN)].map((match) => {
    const index = PATTERNS.findIndex((_, i) => match.groups?.[`p${i}`] !== undefined);
    const kind = PATTERNS[index]?.[0] ?? 'break';
    const start = match.index;
    return measured({ kind, text: match[0], start, end: start + match[0].length });
  });
}

function measured(token: Token): Token {
  const { kind, text } = token;
  if (kind === 'number') return { ...token, value: Number(text.replace(/[.,]/g, '')) };
  if (kind === 'percent') {
    const tens = /^\d\s?(?:ch|m)/iu.test(text) ? 10 : 1;
    return { ...token, value: tens * Number((/\d+(?:[.,]\d+)?/.exec(text)?.[0] ?? '').replace(',', '.')) };
  }
  if (kind === 'fraction') {
    const [part = 0, whole = 0] = text.split('/').map(Number);
    return part >= 1 && part <= 31 && whole >= 1 && whole <= 12 ? { ...token, kind: 'date' } : token;
  }
  return token;
}
