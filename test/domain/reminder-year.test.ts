import { beforeAll, describe, expect, test } from 'vitest';
import { lastGoodDay } from '../../src/domain/deadline.ts';
import { halfDayOf } from '../../src/domain/quiet-time.ts';
import {
  addDays,
  dayOf,
  daysBetween,
  endOf,
  formatDay,
  instantOf,
  startOf,
  timeOf,
  weekdayOf,
  type Day,
} from '../../src/domain/time.ts';
import { at, calendarWith, zone } from './support/calendar.ts';
import { simulate, type Event, type Spoken, type Story } from './support/year.ts';

/** The year 2027 as its table has it: Tết from 5/2 to 11/2, days in lieu, two days of Quốc khánh, 24/11. */
const holidays: Day[] = [
  '2027-01-01',
  ...['05', '06', '07', '08', '09', '10', '11'].map((date): Day => `2027-02-${date}` as Day),
  '2027-04-16',
  '2027-04-30',
  '2027-05-01',
  '2027-05-03',
  '2027-09-02',
  '2027-09-03',
  '2027-11-24',
];
const setting = { calendar: calendarWith(...holidays), zone };

const off = [[at('2027-03-04 06:00'), at('2027-03-09 15:00')]] as const;

const event = (when: string, act: Event['act'], due?: string): Event => ({
  at: at(when),
  act,
  dueAt: due ? at(due) : undefined,
});

const special: Story[] = [
  {
    number: 11,
    agency: 'STP',
    title: 'hạn ngay trước Tết, báo cáo muộn',
    given: at('2027-01-04 09:00'),
    dueAt: at('2027-02-05'),
    events: [event('2027-01-05 10:00', 'acknowledge'), event('2027-02-15 09:00', 'submit')],
  },
  {
    number: 12,
    agency: 'SNV',
    title: 'hạn trong Tết, không trả lời',
    given: at('2027-01-11 09:00'),
    dueAt: at('2027-02-11'),
    events: [],
  },
  {
    number: 13,
    agency: 'SXD',
    title: 'hạn ngày đầu sau Tết, đã xác nhận',
    given: at('2027-01-18 09:00'),
    dueAt: at('2027-02-13'),
    events: [event('2027-01-25 14:00', 'confirm'), event('2027-02-12 09:30', 'submit')],
  },
  {
    number: 14,
    agency: 'STC',
    title: 'hệ thống ngừng từ 04/3 đến 09/3',
    given: at('2027-02-22 09:00'),
    dueAt: at('2027-03-12'),
    events: [event('2027-02-22 10:00', 'acknowledge'), event('2027-03-11 15:00', 'submit')],
  },
  {
    number: 15,
    agency: 'STC',
    title: 'giao gấp ba ngày trước hạn 17 giờ',
    given: at('2027-03-15 15:00'),
    dueAt: at('2027-03-18 17:00'),
    events: [event('2027-03-18 16:00', 'submit')],
  },
  {
    number: 16,
    agency: 'SNV',
    title: 'hạn dịp 30/4, xin gia hạn được đồng ý sau hạn',
    given: at('2027-04-05 09:00'),
    dueAt: at('2027-05-04'),
    events: [
      event('2027-04-06 09:00', 'acknowledge'),
      event('2027-04-29 16:00', 'requestExtension', '2027-05-15'),
      event('2027-05-07 10:00', 'approveExtension', '2027-05-15'),
      event('2027-05-14 11:00', 'submit'),
    ],
  },
  {
    number: 17,
    agency: 'SXD',
    title: 'đề nghị bổ sung, bổ sung đúng hạn',
    given: at('2027-07-01 09:00'),
    dueAt: at('2027-08-02'),
    events: [
      event('2027-07-02 09:00', 'progress'),
      event('2027-07-30 09:00', 'submit'),
      event('2027-08-03 09:00', 'return'),
      event('2027-08-06 16:00', 'submit'),
      event('2027-08-09 09:00', 'accept'),
    ],
  },
  {
    number: 18,
    agency: 'STP',
    title: 'hạn dịp Quốc khánh, gia hạn bị từ chối',
    given: at('2027-08-02 09:00'),
    dueAt: at('2027-09-04'),
    events: [
      event('2027-08-02 10:00', 'acknowledge'),
      event('2027-09-01 09:00', 'requestExtension', '2027-09-20'),
      event('2027-09-07 09:00', 'denyExtension'),
      event('2027-09-13 09:00', 'submit'),
    ],
  },
  {
    number: 19,
    agency: 'SNV',
    title: 'thu hồi giữa chừng',
    given: at('2027-09-06 09:00'),
    dueAt: at('2027-10-01'),
    events: [event('2027-09-22 09:00', 'cancel')],
  },
  {
    number: 20,
    agency: 'SXD',
    title: 'đổi hạn hai lần',
    given: at('2027-10-01 09:00'),
    dueAt: at('2027-11-01'),
    events: [
      event('2027-10-04 09:00', 'acknowledge'),
      event('2027-10-25 07:00', 'reschedule', '2027-11-10'),
      event('2027-11-03 16:00', 'reschedule', '2027-11-25'),
      event('2027-11-23 16:00', 'submit'),
    ],
  },
];

const bodies =
  'SNV STP SGDDT STTTT SVHTTDL SXD SGTVT STC SKHDT STNMT BAO DPT BTG BDV MTTQ LDLD HLHPN HND TDTN NHNN VKS TAND TDM TA DA TU BC'.split(
    ' ',
  );

/** How a body answers a report: five habits, and one that never does. */
const habit = (index: number, opens: Day, lastGood: Day): Event[] => {
  const on = (day: Day, time: `${number}:${number}`, act: Event['act'], dueAt?: Date): Event => ({
    at: instantOf(day, time, zone),
    act,
    dueAt,
  });
  if (index === 13) return [];
  switch (index % 5) {
    case 0:
      return [on(addDays(opens, 3), '09:00', 'confirm'), on(addDays(lastGood, -2), '15:00', 'submit')];
    case 1:
      return [on(addDays(lastGood, -8), '10:00', 'progress'), on(lastGood, '10:00', 'submit')];
    case 2:
      return [on(addDays(lastGood, 4), '10:00', 'submit')];
    case 3: {
      const later = endOf(addDays(lastGood, 7), zone);
      return [
        on(addDays(lastGood, -1), '10:00', 'requestExtension', later),
        on(addDays(lastGood, 2), '10:00', 'approveExtension', later),
        on(addDays(lastGood, 6), '10:00', 'submit'),
      ];
    }
    default:
      return [on(addDays(opens, 1), '09:00', 'acknowledge'), on(addDays(lastGood, -10), '09:00', 'submit')];
  }
};

const reports = (number: number, title: string, opens: Day, due: Day): Story[] =>
  bodies.map((agency, index) => ({
    number,
    agency,
    title,
    given: startOf(opens, zone),
    dueAt: startOf(due, zone),
    events: habit(index, opens, addDays(due, -1)),
  }));

const stories: Story[] = [
  ...special,
  ...reports(30, 'Báo cáo kết quả 6 tháng đầu năm 2027', '2027-05-16', '2027-06-15'),
  ...reports(40, 'Báo cáo kết quả năm 2027', '2027-11-15', '2027-12-15'),
];

let spoken: Spoken[] = [];
let sent: Spoken[] = [];
beforeAll(() => {
  spoken = simulate(stories, { from: '2027-01-01', to: '2028-02-01', off }, setting);
  sent = spoken.filter(({ outcome }) => outcome === 'send');
});

const name = ({ story }: Spoken) => `#${story.number} ${story.agency}`;
const repeats = (keys: readonly string[]) => keys.filter((key, index) => keys.indexOf(key) < index);

describe('a whole year of reminders', () => {
  test('says something to every body that has not reported early', () => {
    expect(sent.length).toBeGreaterThan(200);
    expect(new Set(sent.map(({ story }) => story.agency)).size).toBe(27);
  });

  test('says nothing on a free day, and nothing but at 08:00 where the machine was on', () => {
    expect(sent.filter((one) => setting.calendar.isFree(dayOf(one.at, zone))).map(name)).toEqual([]);
    expect(sent.filter((one) => timeOf(one.at, zone) !== '08:00' && !one.late).map(name)).toEqual([]);
  });

  test('says nothing after a report, a withdrawal, or while an extension waits', () => {
    const lastOf = (one: Spoken, acts: readonly Event['act'][]) =>
      one.story.events.filter((event) => event.at <= one.at && acts.includes(event.act)).at(-1)?.act;
    const silent = sent.filter(
      (one) =>
        ['submit', 'accept', 'cancel'].includes(
          lastOf(one, ['submit', 'accept', 'cancel', 'return']) ?? '',
        ) || lastOf(one, ['requestExtension', 'approveExtension', 'denyExtension']) === 'requestExtension',
    );
    expect(silent.map(name)).toEqual([]);
  });

  test('speaks each rule of each date once, and overdue five times at most', () => {
    const perDate = sent.map((one) => `${name(one)} ${one.rule} ${one.facts.dueAt.toISOString()}`);
    expect(repeats(perDate.filter((key) => !key.includes('overdue')))).toEqual([]);
    const overdue = perDate.filter((key) => key.includes('overdue'));
    const most = Math.max(...overdue.map((key) => overdue.filter((other) => other === key).length));
    expect(most).toBe(5);
    expect(repeats(spoken.map((one) => `${name(one)} ${one.rule} ${one.day}`))).toEqual([]);
  });

  test('gives each person one message a half-day', () => {
    const messages = new Set(sent.map((one) => `${one.story.agency} ${one.at.toISOString()}`));
    const halves = [...messages].map((key) => {
      const [agency = '', when = ''] = key.split(' ');
      return `${agency} ${halfDayOf(new Date(when), zone)}`;
    });
    expect(repeats(halves)).toEqual([]);
  });

  test('after the outage speaks once, late, and records the rest as missed', () => {
    const after = spoken
      .filter(({ at: when }) => dayOf(when, zone) === '2027-03-09')
      .map((one) => `${name(one)} ${one.rule} ${one.outcome} ${one.late}`);
    expect(after).toEqual(['#14 STC T-7 missed false', '#14 STC T-3 send true']);
  });

  test('reads as a calendar', async () => {
    await expect(calendarText()).toMatchFileSnapshot('./reminder-year.txt');
  });
});

const weekdays = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];
const inWords = (day: Day) => `${weekdays[weekdayOf(day) - 1]}, ${formatDay(day)}`;
const rungWords = {
  main: 'đầu mối chính',
  deputy: 'đầu mối phó',
  head: 'thủ trưởng',
  coordinator: 'cán bộ theo dõi',
};

const lineOf = ({ rule, outcome, late, facts, at: when, to }: Spoken): string => {
  const lastGood = lastGoodDay(facts.dueAt, zone);
  const left = daysBetween(dayOf(when, zone), lastGood);
  const state = left > 0 ? `còn ${left} ngày` : left === 0 ? 'đến hạn hôm nay' : `quá hạn ${-left} ngày`;
  if (outcome === 'not_needed') return `${rule}: không cần nhắc`;
  if (outcome === 'missed') return `${rule}: bỏ lỡ`;
  const asked = rule === 'unacknowledged' ? 'chưa tiếp nhận, ' : '';
  return `${rule}: ${asked}${state} (ngày cuối ${inWords(lastGood)})${late ? ', gửi muộn' : ''} → ${to.map((rung) => rungWords[rung]).join(', ')}`;
};

/** One paragraph a day; bodies that hear the same of the same task stand in one line. */
const calendarText = (): string => {
  const days = [...new Set(spoken.map(({ at: when }) => dayOf(when, zone)))].sort();
  const free = holidays.filter((day) => weekdayOf(day) < 6).map((day) => formatDay(day).slice(0, 5));
  const paragraphs = days.map((day) => {
    const lines = new Map<string, string[]>();
    for (const one of spoken.filter(({ at: when }) => dayOf(when, zone) === day)) {
      const line = `${timeOf(one.at, zone)} · #${one.story.number} ${one.story.title} · ${lineOf(one)}`;
      lines.set(line, [...(lines.get(line) ?? []), one.story.agency]);
    }
    return [inWords(day), ...[...lines].map(([line, agencies]) => `  ${line}: ${agencies.join(', ')}`)].join(
      '\n',
    );
  });
  return [
    'Lịch nhắc năm 2027 (mô phỏng)',
    `Ngày nghỉ ngoài thứ Bảy, Chủ nhật: ${free.join(', ')}`,
    'Hệ thống ngừng từ 06:00 ngày 04/03/2027 đến 15:00 ngày 09/03/2027',
    '',
    paragraphs.join('\n\n'),
    '',
  ].join('\n');
};
