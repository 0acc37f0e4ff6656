import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryKind } from '../../src/domain/message.ts';
import {
  halfDayOf,
  isQuiet,
  mayNudge,
  nextDigestTime,
  readSnooze,
  sendTime,
  snoozesOffered,
  snoozes,
  snoozeUntil,
  snoozeWords,
} from '../../src/domain/quiet-time.ts';
import { at, calendarWith, zone } from './support/calendar.ts';

// Wednesday 2/9 and Thursday 3/9/2026 are free, as are weekends.
const calendar = calendarWith('2026-09-02', '2026-09-03');
const setting = { calendar, zone };

const held: DeliveryKind[] = ['assignment', 'reminder', 'nudge', 'summary', 'broadcast'];
const never: DeliveryKind[] = ['answer', 'decision', 'system'];

describe('when a message may go out', () => {
  test.each<[string, string, DeliveryKind, string]>([
    ['in office hours, at once', '2026-12-08 10:15', 'broadcast', '2026-12-08 10:15'],
    ['at 07:30 quiet time ends', '2026-12-08 07:30', 'assignment', '2026-12-08 07:30'],
    ['before 07:30 of a working day', '2026-12-08 05:00', 'assignment', '2026-12-08 07:30'],
    ['reminders wait until 08:00', '2026-12-08 07:45', 'reminder', '2026-12-08 08:00'],
    ['the last minute of the day', '2026-12-08 17:29', 'nudge', '2026-12-08 17:29'],
    ['17:30 is quiet', '2026-12-08 17:30', 'nudge', '2026-12-09 07:30'],
    ['Friday night, until Monday', '2026-12-11 20:00', 'summary', '2026-12-14 07:30'],
    ['Saturday noon, until Monday', '2026-12-12 12:00', 'reminder', '2026-12-14 08:00'],
    ['early on Saturday, until Monday', '2026-12-12 05:00', 'broadcast', '2026-12-14 07:30'],
    ['over a holiday', '2026-09-01 18:00', 'assignment', '2026-09-04 07:30'],
    ['an answer at night', '2026-12-12 02:00', 'answer', '2026-12-12 02:00'],
    ['a decision on Sunday', '2026-12-13 12:00', 'decision', '2026-12-13 12:00'],
    ['what coordinators get at once', '2026-12-13 23:00', 'system', '2026-12-13 23:00'],
  ])('%s: %s %s → %s', (_, from, kind, want) => {
    expect(sendTime(at(from), kind, false, calendar, zone)).toEqual(at(want));
  });

  test('KHẨN is not held', () => {
    expect(sendTime(at('2026-12-12 02:00'), 'broadcast', true, calendar, zone)).toEqual(
      at('2026-12-12 02:00'),
    );
  });

  const instant = fc
    .integer({ min: 0, max: 400 * 1440 })
    .map((minutes) => new Date(at('2026-01-01').getTime() + minutes * 60_000));

  test('held until an hour that is not quiet, never earlier, and no longer than needed', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...held), (from, kind) => {
        const sent = sendTime(from, kind, false, calendar, zone);
        expect(sent >= from).toBe(true);
        expect(isQuiet(sent, kind, setting)).toBe(false);
        if (sent > from) expect(isQuiet(new Date(sent.getTime() - 60_000), kind, setting)).toBe(true);
        expect(sendTime(sent, kind, false, calendar, zone)).toEqual(sent);
      }),
    );
  });

  test('answers, decisions and alerts are never held', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...never), (from, kind) => {
        expect(sendTime(from, kind, false, calendar, zone)).toEqual(from);
      }),
    );
  });
});

describe('one digest per person and half-day', () => {
  test.each([
    ['2026-12-08 08:00', '2026-12-08/am'],
    ['2026-12-08 11:59', '2026-12-08/am'],
    ['2026-12-08 12:00', '2026-12-08/pm'],
  ])('%s is in %s', (when, want) => expect(halfDayOf(at(when), zone)).toBe(want));

  test.each([
    { case: 'the first', from: '2026-12-08 08:00', want: '2026-12-08 08:00' },
    { case: 'one yesterday', from: '2026-12-08 08:00', last: '2026-12-07 08:00', want: '2026-12-08 08:00' },
    {
      case: 'one this morning',
      from: '2026-12-08 10:00',
      last: '2026-12-08 08:00',
      want: '2026-12-08 13:30',
    },
    {
      case: 'morning’s seen in the afternoon',
      from: '2026-12-08 14:00',
      last: '2026-12-08 08:00',
      want: '2026-12-08 14:00',
    },
    {
      case: 'one this afternoon',
      from: '2026-12-08 15:00',
      last: '2026-12-08 13:30',
      want: '2026-12-09 08:00',
    },
    {
      case: 'Friday afternoon, so Monday',
      from: '2026-12-11 15:00',
      last: '2026-12-11 13:30',
      want: '2026-12-14 08:00',
    },
    {
      case: 'at night, so the morning',
      from: '2026-12-08 22:00',
      last: '2026-12-08 13:30',
      want: '2026-12-09 08:00',
    },
  ])('$case → $want', ({ from, last, want }) => {
    expect(nextDigestTime(at(from), last ? at(last) : undefined, setting)).toEqual(at(want));
  });
});

test.each([
  [undefined, '2026-12-08 09:00', true],
  ['2026-12-08 08:00', '2026-12-08 17:00', false],
  ['2026-12-07 17:00', '2026-12-08 08:00', true],
])('nudged %s, again %s: %s', (last, now, want) => {
  expect(mayNudge(last ? at(last) : undefined, at(now), zone)).toBe(want);
});

describe('snoozing', () => {
  const due = at('2026-12-15');
  test.each([
    ['twoHours', '2026-12-08 08:05', '2026-12-08 10:05'],
    ['twoHours', '2026-12-08 16:00', '2026-12-09 08:00'],
    ['tomorrow', '2026-12-08 16:00', '2026-12-09 08:00'],
    ['tomorrow', '2026-12-11 09:00', '2026-12-14 08:00'],
    ['threeDays', '2026-12-07 09:00', '2026-12-10 08:00'],
    ['threeDays', '2026-12-09 09:00', '2026-12-14 08:00'],
    ['threeDays', '2026-12-11 09:00', '2026-12-14 08:00'],
    ['threeDays', '2026-12-14 09:00', undefined],
    ['tomorrow', '2026-12-14 09:00', undefined],
    ['twoHours', '2026-12-14 09:00', '2026-12-14 11:00'],
    ['twoHours', '2026-12-14 16:30', undefined],
    ['twoHours', '2026-12-15 08:00', undefined],
  ] as const)('%s at %s → %s', (choice, now, want) => {
    expect(snoozeUntil(choice, at(now), due, setting)).toEqual(want ? at(want) : undefined);
  });

  test('only what does not pass the date is offered', () => {
    expect(snoozesOffered(at('2026-12-07 08:05'), due, setting)).toEqual([
      'twoHours',
      'tomorrow',
      'threeDays',
    ]);
    expect(snoozesOffered(at('2026-12-14 08:05'), due, setting)).toEqual(['twoHours']);
    expect(snoozesOffered(at('2026-12-15 08:05'), due, setting)).toEqual([]);
  });
});

describe('a wish to hear of it later', () => {
  test.each([
    ['2h', 'twoHours'],
    ['2 giờ', 'twoHours'],
    ['sau 2 tiếng', 'twoHours'],
    ['hai giờ nữa', 'twoHours'],
    ['2 hours', 'twoHours'],
    ['mai', 'tomorrow'],
    ['Sáng mai', 'tomorrow'],
    ['ngay mai', 'tomorrow'],
    ['tomorrow morning', 'tomorrow'],
    ['3 ngày', 'threeDays'],
    ['sau ba ngày', 'threeDays'],
    ['3n', 'threeDays'],
    ['in 3 days', 'threeDays'],
    ['2 ngày', undefined],
    ['12h', undefined],
    ['20/12', undefined],
    ['', undefined],
  ])('%j is %s', (words, choice) => {
    expect(readSnooze(words)).toBe(choice);
  });

  test('is read from every button', () => {
    expect(snoozes.map((choice) => readSnooze(snoozeWords[choice]))).toEqual([...snoozes]);
  });
});
