import { addDays, dayFrom, dayOf, earliest, instantOf, monthOf, yearOf, type Day } from './time.ts';
import { fold, nfc } from './vietnamese.ts';

/**
 * Where a record on behalf comes from (design §5, "On behalf"): an official letter, a telephone call, an e-mail or a
 * meeting, with the document's number and day.
 */

export const sources = ['letter', 'phone', 'email', 'meeting'] as const;
export type Source = (typeof sources)[number];

export interface SaidSource {
  source?: Source;
  /** "123/STP" */
  documentNumber?: string;
  /** The words of its day: "10/12", "hôm qua". */
  day?: string;
  /** What is left: what the agency said. */
  rest: string;
}

const number = String.raw`\d{1,6}(?:[/.-][\p{L}\d]+)*(?:-[\p{L}\d]+)*`;
const numbered = String.raw`\d{1,6}/[\p{L}\d]+(?:[-./&][\p{L}\d]+)*`;
const lead = String.raw`(?:(?:theo|tại|trong|qua|bằng|by|at|in)\s+)?`;
const end = String.raw`(?![\p{L}\d])`;

/** The first that fits counts; a report or a submission is a letter only by its number. */
const patterns: readonly (readonly [Source, RegExp])[] = [
  [
    'letter',
    new RegExp(
      `${lead}(?:công văn|cong van|cv|văn bản|van ban|letter)(?:\\s+số|\\s+so|\\s+no\\.?)?\\s*(?<number>${number})?${end}`,
      'iu',
    ),
  ],
  [
    'letter',
    new RegExp(
      `${lead}(?:báo cáo|bao cao|bc|tờ trình|to trinh|report)(?:\\s+số|\\s+so|\\s+no\\.?)?\\s*(?<number>${numbered})${end}`,
      'iu',
    ),
  ],
  ['phone', new RegExp(`${lead}(?:điện thoại|dien thoai|gọi điện|goi dien|phone|telephone)${end}`, 'iu')],
  ['email', new RegExp(`${lead}(?:thư điện tử|thu dien tu|e-?mail)${end}`, 'iu')],
  [
    'meeting',
    new RegExp(
      `(?:theo|tại|tai|trong|qua|at|in)\\s+(?:cuộc|buổi|cuoc|buoi|the)?\\s*(?:họp|hop|hội nghị|hoi nghi|meeting)(?:\\s+giao ban)?${end}`,
      'iu',
    ),
  ],
];

const dayAfter =
  /^[\s,]*(?:(?:ngày|ngay|ng\.|of|on)\s+)?(?<day>\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}(?:\s+(?:năm|nam)\s+\d{4})?|hôm nay|hom nay|hôm qua|hom qua|hôm kia|hom kia|today|yesterday)(?![\p{L}\d/])/iu;

/** Takes the source off what is recorded: "xong theo công văn 123/STP ngày 10/12" → letter, 123/STP, "10/12", "xong". */
export function readSource(text: string): SaidSource {
  const said = nfc(text);
  for (const [source, pattern] of patterns) {
    const match = pattern.exec(said);
    if (!match) continue;
    const after = said.slice(match.index + match[0].length);
    const day = dayAfter.exec(after);
    const rest = `${said.slice(0, match.index)} ${after.slice(day?.[0].length ?? 0)}`;
    return {
      source,
      ...(match.groups?.number ? { documentNumber: match.groups.number } : {}),
      ...(day?.groups?.day ? { day: day.groups.day } : {}),
      rest: rest
        .replace(/\s+/g, ' ')
        .replace(/^[\s,;:.–-]+|[\s,;:–-]+$/gu, '')
        .trim(),
    };
  }
  return { rest: said.trim() };
}

/** "công văn", "điện thoại", "email", "họp" → the source. */
export function sourceNamed(text: string): Source | undefined {
  const said = fold(text);
  if (/\b(cong van|cv|van ban|letter)\b/.test(said)) return 'letter';
  if (/\b(dien thoai|goi|dt|phone|call)\b/.test(said)) return 'phone';
  if (/\b(thu dien tu|e-?mail|mail)\b/.test(said)) return 'email';
  return /\b(hop|hoi nghi|meeting)\b/.test(said) ? 'meeting' : undefined;
}

export type PastDay = { day: Day } | { fault: 'unreadable' | 'nonexistent' | 'ahead' };

/** A day that is not to come: "10/12" is the last one that has been. A day ahead, or one that does not exist, is a fault. */
export function readPastDay(text: string, today: Day): PastDay {
  const said = fold(text)
    .replace(/^(ngay|ng\.|date|on)\s+/, '')
    .trim();
  const back = { 'hom nay': 0, nay: 0, today: 0, 'hom qua': 1, qua: 1, yesterday: 1, 'hom kia': 2 }[said];
  if (back !== undefined) return { day: addDays(today, -back) };
  const match =
    /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/.exec(said) ??
    /^(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?$/.exec(said);
  if (!match) return { fault: 'unreadable' };
  const [date, month] = [Number(match[1]), Number(match[2])];
  const year = match[3] && Number(match[3].length === 2 ? `20${match[3]}` : match[3]);
  const thisYear = yearOf(today);
  // Without a year it is this year's, and last year's only where that is months ahead: "20/12" said in January.
  const ahead = month - monthOf(today) > 6;
  const day = dayFrom(year || (ahead ? thisYear - 1 : thisYear), month, date);
  if (!day) return { fault: 'nonexistent' };
  return day > today ? { fault: 'ahead' } : { day };
}

/**
 * The moment that counts of what is recorded on behalf. A document names a day and no hour: it counts as sent at noon
 * of that day, in the middle of the working day, so that it is in time for a date that ends with its day and for one
 * in the afternoon. What was said today counts from now; nothing counts from a moment to come.
 */
export function countedMoment(day: Day, source: Source, now: Date, zone: string): Date {
  const noon = instantOf(day, '12:00', zone);
  return day === dayOf(now, zone) && source !== 'letter' ? now : earliest(noon, now);
}
