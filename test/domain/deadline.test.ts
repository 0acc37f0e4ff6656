import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advisedAt,
  advisedDay,
  describeDeadline,
  extensionNeedsAsking,
  lastGoodDay,
  parseDeadline,
} from '../../src/domain/deadline.ts';
import type { DateContext } from '../../src/domain/deadline.ts';
import {
  addDays,
  addMonths,
  dateOf,
  dayOf,
  endOf,
  formatDay,
  lastDayOfMonth,
  monthOf,
  startOf,
  weekdayOf,
  yearOf,
} from '../../src/domain/time.ts';
import type { Day } from '../../src/domain/time.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import { calendarFileSchema, workCalendar } from '../../src/domain/working-days.ts';

const zone = 'Asia/Ho_Chi_Minh';
const local = (text: string) => new Date(`${text}:00+07:00`);
const calendar = workCalendar([
  calendarFileSchema.parse({
    year: 2026,
    confirmed: true,
    free: [
      { day: '2026-02-16', reason: 'Tết', tet: true },
      { day: '2026-11-24', reason: 'Ngày Văn hóa Việt Nam' },
    ],
    working: [{ day: '2026-12-19', reason: 'Làm bù' }],
  }),
  calendarFileSchema.parse({
    year: 2027,
    confirmed: false,
    free: [
      { day: '2027-01-01', reason: 'Tết Dương lịch' },
      { day: '2027-02-05', reason: 'Tết', tet: true },
    ],
  }),
]);
/** Wednesday, 25/11/2026, 09:00. */
const now = local('2026-11-25T09:00');
const context = (more: Partial<DateContext> = {}): DateContext => ({ now, zone, calendar, ...more });

const read = (text: string, more: Partial<DateContext> = {}): string => {
  const result = parseDeadline(text, context(more));
  if (!result.ok) return result.fault;
  const day = dayOf(result.deadline.dueAt, zone);
  const time = result.deadline.dueAt.toLocaleTimeString('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  });
  return `${day} ${time}`;
};

describe('a deadline as a whole text', () => {
  test.each([
    ['trước ngày 15/12', '2026-12-15 00:00'],
    ['chậm nhất ngày 15/12', '2026-12-16 00:00'],
    ['chậm nhất trước ngày 15/12', '2026-12-15 00:00'],
    ['trước hoặc trong ngày 15/12', '2026-12-16 00:00'],
    ['hạn nộp: 17 giờ 30 phút, ngày 15 tháng 12 năm 2026', '2026-12-15 17:30'],
    ['thứ Sáu (18/12), trước 17h', '2026-12-18 17:00'],
    ['3 giờ chiều mai', '2026-11-26 15:00'],
    ['24h ngày 15/12', '2026-12-16 00:00'],
    ['thứ bảy tuần sau', '2026-12-06 00:00'],
    ['tuần sau thứ 7', '2026-12-06 00:00'],
    ['thứ hai này', '2026-12-01 00:00'],
    ['hết tuần', '2026-11-30 00:00'],
    ['tháng sáu', '2027-07-01 00:00'],
    ['tháng sau', '2027-01-01 00:00'],
    ['thang sau', '2027-01-01 00:00'],
    ['ngày 15 tháng sau', '2026-12-16 00:00'],
    ['quý I năm sau', '2027-04-01 00:00'],
    ['6 tháng đầu năm 2027', '2027-07-01 00:00'],
    ['ngày làm việc cuối cùng của tháng 1/2027', '2027-01-30 00:00'],
    ['từ nay đến hết ngày 15/12', '2026-12-16 00:00'],
    ['từ 10/12 đến 15/12', '2026-12-16 00:00'],
    ['trước Tết', '2027-02-05 00:00'],
    ['trước khi nghỉ Tết Nguyên đán', '2027-02-05 00:00'],
    ['trước Tết dương lịch', '2027-01-01 00:00'],
    ['5 ngày làm việc nữa', '2026-12-03 00:00'],
    ['trong vòng 24 giờ', '2026-11-26 09:00'],
    ['gửi về Công an tỉnh trước ngày 15/12', '2026-12-15 00:00'],
    ['2026-12-15', '2026-12-16 00:00'],
    ['2026-12-15T17:00:00+07:00', '2026-12-15 17:00'],
    ['2026-12-15T10:00:00Z', '2026-12-15 17:00'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test.each([
    ['31/11', 'nonexistent'],
    ['12/25', 'nonexistent'],
    ['29/2', 'nonexistent'],
    ['25h ngày 15/12', 'nonexistent'],
    ['2026-11-31', 'nonexistent'],
    ['15/11/2026', 'past'],
    ['trước hôm nay', 'past'],
    ['trước 25/11', 'past'],
    ['8h', 'past'],
    ['thứ hai tuần này', 'past'],
    ['2026-11-24', 'past'],
    ['thứ tư', 'ambiguous'],
    ['hết t6', 'ambiguous'],
    ['5h ngày 15/12', 'ambiguous'],
    ['chiều mai', 'ambiguous'],
    ['khoảng 15/12', 'ambiguous'],
    ['sau 15/12', 'ambiguous'],
    ['15/12 hoặc 20/12', 'ambiguous'],
    ['trước ngày 15/6 và ngày 15/12 hằng năm', 'ambiguous'],
    ['thứ Hai, 15/12/2026', 'ambiguous'],
    ['đầu tháng 12', 'ambiguous'],
    ['vài ngày nữa', 'ambiguous'],
    ['3-5 ngày nữa', 'ambiguous'],
    ['mùng 5 tháng Chạp', 'ambiguous'],
    ['15/12 âm lịch', 'ambiguous'],
    ['đến Tết', 'ambiguous'],
    ['trước Tết 1 tuần', 'ambiguous'],
    ['trước Tết 2029', 'unreadable'],
    ['trước Tết Trung thu', 'unreadable'],
    ['càng sớm càng tốt', 'unreadable'],
    ['báo cáo tháng 12', 'unreadable'],
    ['15/12 không', 'unreadable'],
    ['119/QĐ-UBND', 'unreadable'],
    ['15/12/CV-STP', 'unreadable'],
    ['60%', 'unreadable'],
    ['12345', 'unreadable'],
    ['', 'unreadable'],
  ])('%s is asked back: %s', (text, fault) => {
    expect(read(text)).toBe(fault);
  });

  test.each([
    ['  Trước   ngày 15/12 ạ. ', 'Trước ngày 15/12'],
    ['em xin nộp trước 17h thứ 6 nhé', 'trước 17h thứ 6'],
    ['xin gia hạn thêm 5 ngày', 'thêm 5 ngày'],
    ['cuối tháng này', 'cuối tháng này'],
  ])('the wording of "%s" is kept as "%s"', (text, kept) => {
    const result = parseDeadline(text, context());
    expect(result.ok && result.deadline.text).toBe(kept);
  });

  test.each([
    ['hạn là 31/11 nhé', 'hạn là 31/11'],
    ['15/12 họp giao ban', '15/12'],
  ])('what looks like a date in "%s" is told: %s', (text, near) => {
    const result = parseDeadline(text, context());
    expect(!result.ok && result.near).toBe(near);
  });
});

describe('slips and ways of typing', () => {
  test.each([
    ['truớc ngày 15/12', '2026-12-15 00:00'],
    ['trươc ngay 15/12', '2026-12-15 00:00'],
    ['dến 15/12', '2026-12-16 00:00'],
    ['trc 15/12', '2026-12-15 00:00'],
    ['TRƯỚC NGÀY 15/12', '2026-12-15 00:00'],
    ['hết qúy', '2027-01-01 00:00'],
    ['ko quá 15/12', '2026-12-16 00:00'],
    ['15 / 12 / 2026', '2026-12-16 00:00'],
    ['chủ nhựt này', '2026-11-30 00:00'],
    ['hnay', '2026-11-26 00:00'],
  ])('%s is %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('an extension', () => {
  const inForce = local('2026-12-15T00:00');
  test.each([
    ['thêm 5 ngày', '2026-12-20 00:00'],
    ['thêm 5 ngày nữa', '2026-12-20 00:00'],
    ['gia hạn 5 ngày', '2026-12-20 00:00'],
    ['lùi lại 1 tuần', '2026-12-22 00:00'],
    ['thêm 1 tháng', '2027-01-15 00:00'],
    ['thêm 5 ngày làm việc', '2026-12-20 00:00'],
    ['5 ngày nữa', '2026-12-01 00:00'],
    ['trong 5 ngày', '2026-12-01 00:00'],
    ['sang tuần sau', '2026-12-07 00:00'],
    ['từ 15/12 sang 20/12', '2026-12-21 00:00'],
  ])('"%s" of "trước 15/12" is %s', (text, expected) => {
    expect(read(text, { inForce })).toBe(expected);
  });

  test('counts from today once the last good day is past, and from that day while it lasts', () => {
    expect(read('thêm 5 ngày', { inForce: local('2026-11-20T00:00') })).toBe('2026-12-01 00:00');
    expect(read('thêm 5 ngày', { inForce: local('2026-11-26T00:00') })).toBe('2026-12-01 00:00');
    expect(read('thêm 5 ngày', { inForce: local('2026-11-27T17:00') })).toBe('2026-12-03 00:00');
  });

  test('is asked back when it lies more than 180 days past the last good day', () => {
    const due = (n: number) => startOf(addDays('2026-12-15', n), zone);
    expect(extensionNeedsAsking(due(180), inForce, zone)).toBe(false);
    expect(extensionNeedsAsking(due(181), inForce, zone)).toBe(true);
    expect(extensionNeedsAsking(due(-1), inForce, zone)).toBe(false);
  });
});

describe('formal and advised day', () => {
  test.each<[string, string, Day, Day]>([
    ['trước 15/6/2026', '2026-06-15T00:00', '2026-06-14', '2026-06-12'],
    ['trước 15/12/2026', '2026-12-15T00:00', '2026-12-14', '2026-12-14'],
    ['17h 15/12/2026', '2026-12-15T17:00', '2026-12-15', '2026-12-14'],
    ['hết 24/11/2026, a holiday', '2026-11-25T00:00', '2026-11-24', '2026-11-23'],
    ['hết 19/12/2026, a Saturday worked', '2026-12-20T00:00', '2026-12-19', '2026-12-19'],
    ['trước Tết 2027', '2027-02-05T00:00', '2027-02-04', '2027-02-04'],
  ])('%s: in time until %s, last good day %s, advised %s', (_, due, last, advised) => {
    const dueAt = local(due);
    expect(lastGoodDay(dueAt, zone)).toBe(last);
    expect(advisedDay(dueAt, calendar, zone)).toBe(advised);
    expect(advisedAt(dueAt, calendar, zone)).toEqual(endOf(advised, zone));
  });

  test.each([
    ['trước ngày 15/6/2026', '2026-06-15T00:00', { manner: 'before', day: '2026-06-15', weekday: 1 }],
    ['đến hết 14/6/2026', '2026-06-15T00:00', { manner: 'through', day: '2026-06-14', weekday: 7 }],
    [
      'trước 17h ngày 12/6',
      '2026-06-12T17:00',
      { manner: 'at', day: '2026-06-12', weekday: 5, time: '17:00' },
    ],
  ])('"%s" is told as data', (text, due, expected) => {
    const told = describeDeadline(local(due), text, calendar, zone);
    expect(told).toMatchObject(expected);
    expect(told.advisedWeekday).toBe(weekdayOf(told.advisedDay));
    expect('time' in told).toBe(expected.manner === 'at');
  });

  test('the advised day is a working day that ends in time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (minutes) => {
        const dueAt = new Date(local('2026-01-01T00:00').getTime() + minutes * 60_000);
        const at = advisedAt(dueAt, calendar, zone);
        const day = advisedDay(dueAt, calendar, zone);
        expect(at.getTime()).toBeLessThanOrEqual(dueAt.getTime());
        expect(calendar.isFree(day)).toBe(false);
        expect(day <= lastGoodDay(dueAt, zone)).toBe(true);
      }),
    );
  });
});

const WEEKDAYS = ['thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy', 'chủ nhật'];
const parts = (day: Day) => ({ d: dateOf(day), m: monthOf(day), y: yearOf(day), two: formatDay(day) });

/** Ways to write a day with its year. */
const LONG_FORMS: ((day: Day) => string)[] = [
  (day) => parts(day).two,
  (day) => parts(day).two.replaceAll('/', '-'),
  (day) => parts(day).two.replaceAll('/', '.'),
  (day) => `${parts(day).d}/${parts(day).m}/${parts(day).y}`,
  (day) => `${parts(day).d}/${parts(day).m}/${parts(day).y % 100}`,
  (day) => `ngày ${parts(day).two}`,
  (day) => `ngày ${parts(day).d} tháng ${parts(day).m} năm ${parts(day).y}`,
  (day) => `${parts(day).d} tháng ${parts(day).m}/${parts(day).y}`,
  (day) => `${WEEKDAYS[weekdayOf(day) - 1]}, ngày ${parts(day).two}`,
  (day) => `${parts(day).two} (${WEEKDAYS[weekdayOf(day) - 1]})`,
];

/** Ways to write a day without its year. */
const SHORT_FORMS: ((day: Day) => string)[] = [
  (day) => parts(day).two.slice(0, 5),
  (day) => `${parts(day).d}/${parts(day).m}`,
  (day) => `${parts(day).d}-${parts(day).m}`,
  (day) => `${parts(day).d}.${parts(day).m}`,
  (day) => `ngày ${parts(day).d}/${parts(day).m}`,
  (day) => `ngày ${parts(day).d} tháng ${parts(day).m}`,
  (day) => `${parts(day).d} tháng ${parts(day).m}`,
  (day) => `${WEEKDAYS[weekdayOf(day) - 1]} ${parts(day).d}/${parts(day).m}`,
];

const THROUGH = [
  '',
  'đến ',
  'tới ',
  'hạn ',
  'hạn chót: ',
  'chậm nhất ',
  'chậm nhất là ',
  'không quá ',
  'đến hết ',
  'cho đến ',
];
const BEFORE = ['trước ', 'hạn trước ', 'chậm nhất trước '];
/** The typings of one text that must mean the same. */
const TYPINGS: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.normalize('NFD'),
  (text) => fold(text),
  (text) => text.toUpperCase(),
  (text) => ` ${text.replaceAll(' ', '  ')} ạ.`,
];

const anyDay = (from: Day, days: number) => fc.integer({ min: 0, max: days }).map((n) => addDays(from, n));
const anyNow = fc
  .tuple(anyDay('2026-01-01', 1500), fc.integer({ min: 0, max: 1439 }))
  .map(([day, minute]) => new Date(startOf(day, zone).getTime() + minute * 60_000));

describe('any day, however written', () => {
  const cases = fc.record({
    now: anyNow,
    ahead: fc.integer({ min: 1, max: 360 }),
    farAhead: fc.integer({ min: 1, max: 3000 }),
    long: fc.constantFrom(...LONG_FORMS),
    short: fc.constantFrom(...SHORT_FORMS),
    typing: fc.constantFrom(...TYPINGS),
    through: fc.constantFrom(...THROUGH),
    before: fc.constantFrom(...BEFORE),
  });
  const dueOf = (text: string, at: Date) => {
    const result = parseDeadline(text, context({ now: at }));
    return result.ok ? result.deadline.dueAt : `${result.fault}: ${text}`;
  };

  test('with its year reads back, until it begins or until it ends', () => {
    fc.assert(
      fc.property(cases, ({ now: at, farAhead, long, typing, through, before }) => {
        const day = addDays(dayOf(at, zone), farAhead);
        expect(dueOf(typing(through + long(day)), at)).toEqual(endOf(day, zone));
        expect(dueOf(typing(before + long(day)), at)).toEqual(startOf(day, zone));
      }),
      { numRuns: 400 },
    );
  });

  test('without its year is the next one', () => {
    fc.assert(
      fc.property(cases, ({ now: at, ahead, short, typing, through, before }) => {
        const day = addDays(dayOf(at, zone), ahead);
        // 29/2 of a leap year after the next one is asked back.
        fc.pre(!(dateOf(day) === 29 && monthOf(day) === 2));
        expect(dueOf(typing(through + short(day)), at)).toEqual(endOf(day, zone));
        expect(dueOf(typing(before + short(day)), at)).toEqual(startOf(day, zone));
      }),
      { numRuns: 400 },
    );
  });

  test('that is past is never a deadline', () => {
    fc.assert(
      fc.property(cases, ({ now: at, farAhead, long, through }) => {
        const day = addDays(dayOf(at, zone), -farAhead);
        expect(parseDeadline(through + long(day), context({ now: at }))).toMatchObject({
          ok: false,
          fault: 'past',
        });
      }),
    );
  });

  test('the end of a month is its last day, February and leap years too', () => {
    fc.assert(
      fc.property(anyNow, fc.integer({ min: 1, max: 12 }), (at, month) => {
        const today = dayOf(at, zone);
        const year = lastDayOfMonth(yearOf(today), month) >= today ? yearOf(today) : yearOf(today) + 1;
        expect(dueOf(`hết tháng ${month}`, at)).toEqual(endOf(lastDayOfMonth(year, month), zone));
        expect(dueOf('cuối tháng', at)).toEqual(endOf(lastDayOfMonth(yearOf(today), monthOf(today)), zone));
      }),
    );
  });

  test('amounts count from today, or are added to the last good day', () => {
    const units: [string, (day: Day, n: number) => Day][] = [
      ['ngày', addDays],
      ['tuần', (day, n) => addDays(day, 7 * n)],
      ['tháng', addMonths],
    ];
    fc.assert(
      fc.property(
        anyNow,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -50, max: 50 }),
        fc.constantFrom(...units),
        (at, n, offset, [unit, add]) => {
          const today = dayOf(at, zone);
          expect(dueOf(`${n} ${unit} nữa`, at)).toEqual(endOf(add(today, n), zone));
          const last = addDays(today, offset);
          const result = parseDeadline(`thêm ${n} ${unit}`, context({ now: at, inForce: endOf(last, zone) }));
          expect(result.ok && result.deadline.dueAt).toEqual(endOf(add(offset < 0 ? today : last, n), zone));
        },
      ),
    );
  });
});

describe('any text at all', () => {
  test.each(['là được ', 'đến trước hạn ngày ', 'thứ hai, 17h, sáng, ', '1/1 ', 'kỳ nghỉ '])(
    'repeated without end, "%s" is read in good time',
    (piece) => {
      const text = `15/12 ${piece.repeat(500)}x`;
      const before = process.cpuUsage();
      parseDeadline(text.slice(0, 4000), context());
      expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
    },
  );

  const words = fc.constantFrom(
    ...'trước đến hạn hết cuối trong thêm gia hạn ngày tháng năm tuần quý thứ hai sáu t6 cn mai mốt nay nữa sau tới này 15/12 31/11 5 12 17h 30 2026 / - . , Tết khoảng từ không'.split(
      ' ',
    ),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(words, { maxLength: 10 }).map((all) => all.join(' ')),
  );

  test('is read without failing, never into the past, and alike composed and decomposed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseDeadline(text, context());
        if (result.ok) expect(result.deadline.dueAt.getTime()).toBeGreaterThan(now.getTime());
        expect(parseDeadline(text.normalize('NFD'), context())).toEqual(
          parseDeadline(text.normalize('NFC'), context()),
        );
      }),
      { numRuns: 500 },
    );
  });
});
