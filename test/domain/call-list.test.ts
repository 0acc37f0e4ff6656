import { expect, test } from 'vitest';
import { calledSince, callTimes, pressing, silentDays } from '../../src/domain/call-list.ts';
import { calendarWith, zone } from './support/calendar.ts';

const setting = { calendar: calendarWith('2026-11-24'), zone };

test.each([
  // Friday, 27/11/2026: two working days back is Wednesday; 24/11 is free.
  ['2026-11-27T02:00:00Z', '2026-11-25T17:00:00.000Z', '2026-11-20T17:00:00.000Z'],
  // Monday, 30/11: Thursday and earlier.
  ['2026-11-30T02:00:00Z', '2026-11-26T17:00:00.000Z', '2026-11-23T17:00:00.000Z'],
])('asked at %s', (now, silentBefore, climbedBefore) => {
  const times = callTimes(new Date(now), setting);
  expect(times.silentBefore.toISOString()).toBe(silentBefore);
  expect(times.climbedBefore.toISOString()).toBe(climbedBefore);
});

test('a call of Friday still counts as just made on Monday', () => {
  expect(calledSince(new Date('2026-11-30T02:00:00Z'), setting).toISOString()).toBe(
    '2026-11-26T17:00:00.000Z',
  );
});

test('silence is counted in working days', () => {
  expect(silentDays(new Date('2026-11-26T02:00:00Z'), '2026-12-01', setting)).toBe(3);
});

test('whoever hears nothing of us comes before those who do not answer', () => {
  expect(pressing(['silent', 'noContact'])).toBeLessThan(pressing(['unreachable', 'climbed', 'silent']));
});
