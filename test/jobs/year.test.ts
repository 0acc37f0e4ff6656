import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Act } from '../../src/domain/assignment.ts';
import { addressedCodes } from '../../src/domain/programme.ts';
import { halfDayOf } from '../../src/domain/quiet-time.ts';
import { dayOf, timeOf } from '../../src/domain/time.ts';
import { readProgrammeFile } from '../../src/store/programme-file.ts';
import { calendarText, type PrintedReminder } from '../domain/support/print.ts';
import { off, reports, special } from '../domain/support/stories.ts';
import { simulate, type Story } from '../domain/support/year.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { at } from '../harness/jobs.ts';
import { byTask, peopled, play, recorded } from './support/year.ts';

/**
 * The year 2027 for all 28 bodies on the real database: single tasks around Tết and other hard dates, a plan that all
 * owe in the week of Tết, the two reports of Decision 119, an outage in March.
 */

const file = readProgrammeFile('prisma/programmes/119-qd-ubnd.yaml');
if (!file.ok) throw new Error('the programme cannot be read');
const all = [...addressedCodes(file.programme)];
const reporters = file.programme.reporting?.reporters ?? [];

/** Numbered as the tasks will be: from 11, in the order in which they are given. */
const numbered = (stories: readonly Story[]): Story[] =>
  byTask([...stories].sort((a, b) => a.given.getTime() - b.given.getTime())).flatMap((task, index) =>
    task.map((story) => ({ ...story, number: 11 + index })),
  );

const cycle = 'Báo cáo kết quả thực hiện Đề án';
const stories = numbered([
  ...special,
  ...reports(all, { number: 0, title: 'Kế hoạch năm 2027', opens: '2027-01-15', due: '2027-02-06' }),
  ...reports(reporters, {
    number: 0,
    title: `${cycle} 6 tháng đầu năm 2027`,
    opens: '2027-05-16',
    due: '2027-06-15',
  }),
  ...reports(reporters, { number: 0, title: `${cycle} năm 2027`, opens: '2027-11-15', due: '2027-12-15' }),
]);

const year = { from: '2027-01-01', to: '2028-02-01', off } as const;

let bot: TestBot;
let spoken: (PrintedReminder & { day: string })[];
let sent: typeof spoken;
/** Reminder messages as queued: when, to whom, how many tasks. */
let messages: { at: Date; contactId: string; tasks: number }[];
beforeAll(async () => {
  bot = await startBot({ at: at('2027-01-01') });
  const bodies = await peopled(bot, all);
  await play(bot, bodies, stories, { ...year, ticks: ['00:00', '08:00', '13:30', '18:00'] });
  spoken = await recorded(bot, bodies);
  sent = spoken.filter((one) => one.outcome === 'send');
  messages = await bot.db.prisma.$queryRaw`
    SELECT d."createdAt" AS at, i."contactId", count(DISTINCT n."assignmentId")::int AS tasks
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId"
      JOIN "DeliveryNotice" l ON l."deliveryId" = d.id JOIN "Notice" n ON n.id = l."noticeId"
    WHERE d.kind = 'reminder' GROUP BY d.id, i.id ORDER BY d.id`;
}, 240_000);
afterAll(() => bot.close());

const name = (one: PrintedReminder) => `#${one.number} ${one.agency}`;
const repeats = (keys: readonly string[]) => keys.filter((key, index) => keys.indexOf(key) < index);
const zone = 'Asia/Ho_Chi_Minh';

describe('a whole year of reminders on the database', () => {
  test('says what the rules alone say, to the same people', () => {
    const { calendar } = bot.env;
    const lineOf = (one: Omit<PrintedReminder, 'dueAt'> & { day: string }) =>
      `${one.at.toISOString()} ${name({ ...one, dueAt: one.at })} ${one.rule} ${one.day} ${one.outcome}${one.late ? ' late' : ''} ${one.outcome === 'send' ? one.to.join('+') : ''}`;
    const expected = simulate(stories, year, { calendar, zone }).map(({ story, ...one }) => ({
      ...story,
      ...one,
    }));
    expect(spoken.map(lineOf).sort()).toEqual(expected.map(lineOf).sort());
    expect(new Set(sent.map((one) => one.agency)).size).toBe(28);
  });

  test('on no free day, and at 08:00 but for what an outage held up', () => {
    const { calendar } = bot.env;
    expect(messages.filter((one) => calendar.isFree(dayOf(one.at, zone)))).toEqual([]);
    const otherwise = messages.filter((one) => timeOf(one.at, zone) !== '08:00');
    expect(otherwise.map((one) => one.at.toISOString())).toEqual([
      new Date(at('2027-03-09 15:00')).toISOString(),
    ]);
  });

  test('nothing after a report, a withdrawal, or while an extension waits', () => {
    const storyOf = (one: PrintedReminder) =>
      stories.find((story) => story.number === one.number && story.agency === one.agency);
    const lastOf = (one: PrintedReminder, acts: readonly Act[]) =>
      storyOf(one)
        ?.events.filter((event) => event.at <= one.at && acts.includes(event.act))
        .at(-1)?.act;
    const ended = sent.filter((one) =>
      ['submit', 'accept', 'cancel'].includes(lastOf(one, ['submit', 'accept', 'cancel', 'return']) ?? ''),
    );
    const waiting = sent.filter(
      (one) => lastOf(one, ['requestExtension', 'approveExtension', 'denyExtension']) === 'requestExtension',
    );
    expect([...ended, ...waiting].map(name)).toEqual([]);
  });

  test('each rule once for each date, and overdue five times at most', () => {
    const perDate = sent.map((one) => `${name(one)} ${one.rule} ${one.dueAt.toISOString()}`);
    expect(repeats(perDate.filter((key) => !key.includes('overdue')))).toEqual([]);
    const overdue = perDate.filter((key) => key.includes('overdue'));
    expect(Math.max(...overdue.map((key) => overdue.filter((other) => other === key).length))).toBe(5);
  });

  test('one message for each person and half-day, with all that is due', async () => {
    const halves = messages.map((one) => `${one.contactId} ${halfDayOf(one.at, zone)}`);
    expect(repeats(halves)).toEqual([]);
    expect(Math.max(...messages.map((one) => one.tasks))).toBeGreaterThan(1);
    const notices = await bot.db.prisma.notice.count({ where: { kind: 'reminder' } });
    const told = await bot.db.prisma.deliveryNotice.count({ where: { notice: { kind: 'reminder' } } });
    expect(told).toBe(notices);
  });

  // Free are 5/2 (Friday) to 11/2 (Thursday): what falls into Tết is said before it, what is overdue after it.
  test.each([
    [
      'hạn ngay trước Tết, báo cáo muộn',
      '2027-01-20 T-15, 2027-01-28 T-7, 2027-02-01 T-3, 2027-02-03 T-1, 2027-02-04 D, 2027-02-12 overdue',
    ],
    [
      'hạn trong Tết, không trả lời',
      '2027-01-13 unacknowledged, 2027-01-26 T-15, 2027-02-03 T-7, 2027-02-04 D, 2027-02-12 overdue, 2027-02-16 overdue, 2027-02-18 overdue, 2027-02-22 overdue, 2027-02-24 overdue',
    ],
    ['hạn ngày đầu sau Tết, đã xác nhận', '2027-01-20 unacknowledged, 2027-02-04 T-1, 2027-02-12 D'],
  ])('is right around Tết: %s', (title, expected) => {
    const said = sent.filter((one) => one.title === title);
    expect(said.map((one) => `${one.day} ${one.rule}`).join(', ')).toBe(expected);
  });

  test('reads as a calendar', async () => {
    const perDay = (day: string) => messages.filter((one) => dayOf(one.at, zone) === day).length;
    const text = calendarText(spoken, (day) => ` · ${perDay(day)} tin`);
    await expect(text).toMatchFileSnapshot('./year.txt');
  });
});
