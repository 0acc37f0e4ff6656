import { fromVni } from '../spelling.ts';

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

/** A pattern for a word in any case; the letters of document numbers alone must be capitals. */
const anyCase = (pattern: string): string =>
  pattern.replace(/(?<!\\)\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

const PERCENT_SIGN = `(?:%|${anyCase('phần')} ?${anyCase('trăm')}|${anyCase('phan')} ?${anyCase('tram')}|${anyCase('percent')}(?!\\p{L}))`;
// One decimal only: in "12,60%" the 12 is a task.
const DECIMAL = '\\d+(?:[.,]\\d)?(?!\\d)';
const TO = `(?:-|–|~|÷|${['đến', 'den', 'tới', 'toi'].map(anyCase).join('|')})`;
const TEN = `(?:${['chục', 'chuc', 'mươi', 'muoi'].map(anyCase).join('|')})`;
const HOUR = `(?:${['giờ', 'gio', 'h', 'g'].map(anyCase).join('|')})`;
const MINUTE = `(?:${['phút', 'phut', 'p'].map(anyCase).join('|')})`;

/** Alternatives in order: the first that fits at a place wins. */
const PATTERNS: readonly (readonly [TokenKind, string])[] = [
  ['figure', '(?:https?:\\/\\/|www\\.)\\S+'],
  ['figure', '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+'],
  // 119/QĐ-UBND, 01/2002/NQLT, 12/BC-STP, 45/STP
  [
    'figure',
    '\\d+(?:\\/\\d{4})?\\/(?:\\p{Lu}[\\p{Lu}&]+|TTr|CTr|\\p{L}+\\d*(?=-\\p{L}))(?:-[\\p{L}\\d&]+)*(?!\\p{L})',
  ],
  // "-5%" is below nothing; in "12-60%" and "- 60%" the dash is none of the number.
  ['percent', `(?<![\\p{L}\\d%)])(?<![\\d%)] )[-−]${DECIMAL} ?${PERCENT_SIGN}`],
  ['percent', `${DECIMAL} ?${TO} ?${DECIMAL} ?${PERCENT_SIGN}`],
  ['percent', `\\d ?${TEN} ?${PERCENT_SIGN}`],
  ['percent', `${DECIMAL} ?${PERCENT_SIGN}`],
  ['percent', '%\\d{1,3}(?!\\d)'],
  ['date', '(?<!\\d)\\d{1,2} ?\\/ ?\\d{1,2} ?\\/ ?\\d{2,4}(?!\\d)'],
  ['date', '(?<!\\d)\\d{1,2}(?<same>[-.])\\d{1,2}\\k<same>\\d{2,4}(?!\\d)'],
  ['figure', '(?<!\\d)(?:\\+84|0)(?:[ .]?\\d){8,10}(?!\\d)'],
  // A task number, whatever follows: "#12/15".
  ['number', '(?<=#)\\d+'],
  ['fraction', '(?<!\\d)\\d+ ?\\/ ?\\d+(?!\\d)'],
  [
    'time',
    `(?<!\\d)\\d{1,2} ?${HOUR}(?: ?\\d{1,2}(?! ?[/.-] ?\\d|\\d)(?: ?${MINUTE})?| ${anyCase('rưỡi')})?(?![\\p{L}\\d])`,
  ],
  ['time', '(?<!\\d)\\d{1,2}:[0-5]\\d(?![\\d%]| ?%)'],
  ['date', '(?<!\\d)(?:0?[1-9]|[12]\\d|3[01])[-.](?:0?[1-9]|1[0-2])(?![\\d\\p{L}])'],
  // "1e345678", "4A12": a code, whatever it is of.
  ['figure', '(?<![\\p{L}\\d])\\d+\\p{L}{1,2}\\d[\\p{L}\\d]*'],
  ['number', '\\d+(?:[.,]\\d{3})+(?!\\d)'],
  ['number', '\\d+'],
  // b/c, đ/c, v/v
  ['word', '\\p{L}\\/\\p{L}(?!\\p{L})'],
  ['word', "\\p{L}+(?:['’]\\p{L}+)?"],
  ['sign', '#|\\p{Extended_Pictographic}'],
  ['break', '\\n\\s*|\\?+|[^\\s\\p{L}\\d]'],
];
const TOKEN = new RegExp(PATTERNS.map(([, pattern], i) => `(?<p${i}>${pattern})`).join('|'), 'gu');

/** Composed, with full-width and keycap digits as plain ones, nothing that is invisible, and VNI keystrokes as letters. */
export const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]|\ufe0e|\ufe0f|\u20e3/gu, '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/(?<![\p{L}\d])[\p{L}\d]*\p{L}\d{1,2}\p{L}[\p{L}\d]*/gu, (typed) => fromVni(typed) ?? typed)
    .trim();

export function tokensOf(tidied: string): Token[] {
  return [...tidied.matchAll(TOKEN)].flatMap((match) => {
    const index = PATTERNS.findIndex((_, i) => match.groups?.[`p${i}`] !== undefined);
    const kind = PATTERNS[index]?.[0] ?? 'break';
    const start = match.index;
    return measured({ kind, text: match[0], start, end: start + match[0].length });
  });
}

function measured(token: Token): Token[] {
  const { kind, text } = token;
  if (kind === 'number') return [{ ...token, value: Number(text.replace(/[.,]/g, '')) }];
  if (kind === 'percent') return percentage(token);
  if (kind === 'fraction') {
    const [part = 0, whole = 0] = text.split('/').map(Number);
    return [part >= 1 && part <= 31 && whole >= 1 && whole <= 12 ? { ...token, kind: 'date' } : token];
  }
  return [token];
}

/** "60-70%" is a range; in "12-60%" the 12 is a task. */
function percentage(token: Token): Token[] {
  const { text, start } = token;
  if (/^[-−]/.test(text))
    return [
      {
        ...token,
        value: -Number(
          text
            .slice(1)
            .replace(',', '.')
            .replace(/[^\d.].*$/su, ''),
        ),
      },
    ];
  const [lower = 0, upper] = [...text.matchAll(/\d+(?:[.,]\d)?/g)].map(([digits]) =>
    Number(digits.replace(',', '.')),
  );
  if (upper === undefined)
    return [{ ...token, value: new RegExp(`^\\d ?${TEN}`).test(text) ? lower * 10 : lower }];
  if (lower % 5 === 0 && upper > lower && upper - lower <= 30) return [{ ...token, value: lower }];
  const end = start + String(lower).length;
  const after = text.slice(String(lower).length).replace(/^ ?[-−]/, (dash) => ' '.repeat(dash.length));
  const rest = tokensOf(after).map((one) => ({
    ...one,
    start: one.start + end,
    end: one.end + end,
  }));
  return [{ kind: 'number', text: String(lower), start, end, value: lower }, ...rest];
}
