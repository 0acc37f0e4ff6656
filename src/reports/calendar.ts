import { addDays, type Day } from '../domain/time.ts';

/** One date of the calendar: a whole day. */
export interface CalendarEntry {
  /** Stays the same when the date changes, so that a calendar moves the entry instead of adding one. */
  uid: string;
  day: Day;
  title: string;
  text: string;
  changedAt: Date;
}

/** RFC 5545, 3.3.11: commas, semicolons, backslashes and line ends within a text. */
const escape = (text: string): string =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    // Other control characters may not stand in a calendar at all.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** Octets of a line before it goes on in the next (RFC 5545, 3.1). */
const LINE = 75;

/** Folds a line at 75 octets, never inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE) {
      parts.push(part);
      part = '';
      // The blank that begins a continued line counts.
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

const compact = (day: Day): string => day.replaceAll('-', '');
const stamp = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');

/** A calendar feed (iCalendar, RFC 5545) of whole days. */
export function toCalendar(name: string, entries: readonly CalendarEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//dondoc//dondoc//VI',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escape(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...entries.flatMap((entry) => [
      'BEGIN:VEVENT',
      `UID:${entry.uid}`,
      `DTSTAMP:${stamp(entry.changedAt)}`,
      `LAST-MODIFIED:${stamp(entry.changedAt)}`,
      `DTSTART;VALUE=DATE:${compact(entry.day)}`,
      `DTEND;VALUE=DATE:${compact(addDays(entry.day, 1))}`,
      `SUMMARY:${escape(entry.title)}`,
      `DESCRIPTION:${escape(entry.text)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
