import { addDays, endOf, instantOf, startOf, type Day } from '../../../src/domain/time.ts';
import { at, zone } from './calendar.ts';
import type { Event, Story } from './year.ts';

/** What happens in the simulated year 2027: single tasks with dates that are hard to get right, and the reports of all bodies. */

/** The year 2027 as its table has it: Tết from 5/2 to 11/2, days in lieu, two days of Quốc khánh, 24/11. */
export const holidays: Day[] = [
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
export const off = [[at('2027-03-04 06:00'), at('2027-03-09 15:00')]] as const;

const event = (when: string, act: Event['act'], due?: string): Event => ({
  at: at(when),
  act,
  dueAt: due ? at(due) : undefined,
});

export const special: Story[] = [
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

/** One report owed by all bodies, from the day it opens to the day before `due`. */
export const reports = (
  bodies: readonly string[],
  { number, title, opens, due }: { number: number; title: string; opens: Day; due: Day },
): Story[] =>
  bodies.map((agency, index) => ({
    number,
    agency,
    title,
    given: startOf(opens, zone),
    dueAt: startOf(due, zone),
    events: habit(index, opens, addDays(due, -1)),
  }));
