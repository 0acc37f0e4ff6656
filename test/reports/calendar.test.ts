import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCalendar, type CalendarEntry } from '../../src/reports/calendar.ts';

const entry: CalendarEntry = {
  uid: 'a@dondoc',
  day: '2026-12-31',
  title: '#12 Báo cáo',
  text: 'Sở Tư pháp',
  changedAt: new Date('2026-11-25T01:02:03.456Z'),
};

/** Lines as a calendar reads them: continued lines joined again. */
const linesOf = (calendar: string): string[] => calendar.replaceAll('\r\n ', '').split('\r\n');
const valueOf = (lines: readonly string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
/** What a calendar shows of an escaped text (RFC 5545, 3.3.11). */
const shown = (text: string): string =>
  text.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

describe('a calendar feed', () => {
  test('has whole days: the end is the day after, also over the turn of the year', () => {
    const lines = linesOf(toCalendar('Thời hạn', [entry]));
    expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
    expect(lines).toEqual(
      expect.arrayContaining([
        'X-WR-CALNAME:Thời hạn',
        'UID:a@dondoc',
        'DTSTAMP:20261125T010203Z',
        'DTSTART;VALUE=DATE:20261231',
        'DTEND;VALUE=DATE:20270101',
      ]),
    );
    expect(lines.slice(-3)).toEqual(['END:VEVENT', 'END:VCALENDAR', '']);
  });

  test('of nothing is a calendar all the same', () => {
    expect(toCalendar('x', [])).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  });

  test('takes any words, and lets none of them become a line of its own', () => {
    const words = fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(words, words, (title, text) => {
        const calendar = toCalendar('x', [{ ...entry, title, text: `${text}\n${title}` }]);
        const lines = linesOf(calendar);
        expect(shown(valueOf(lines, 'SUMMARY') ?? '')).toBe(title);
        expect(shown(valueOf(lines, 'DESCRIPTION') ?? '')).toBe(`${text}\n${title}`);
        expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
        for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }),
    );
  });

  test('line ends and control characters in a title stay in their line', () => {
    const lines = linesOf(toCalendar('x', [{ ...entry, title: 'a\r\nBEGIN:VEVENT\rb\u0000\u0007' }]));
    expect(valueOf(lines, 'SUMMARY')).toBe('a\\nBEGIN:VEVENT\\nb');
  });
});
