import { beforeAll, describe, expect, test } from 'vitest';
import { halfDayOf } from '../../src/domain/quiet-time.ts';
import { dayOf, timeOf } from '../../src/domain/time.ts';
import { calendarWith, zone } from './support/calendar.ts';
import { calendarText } from './support/print.ts';
import { holidays, off, reports, special } from './support/stories.ts';
import { simulate, type Event, type Spoken, type Story } from './support/year.ts';

const setting = { calendar: calendarWith(...holidays), zone };

const bodies =
  'SNV STP SGDDT STTTT SVHTTDL SXD SGTVT STC SKHDT STNMT BAO DPT BTG BDV MTTQ LDLD HLHPN HND TDTN NHNN VKS TAND TDM TA DA TU BC'.split(
    ' ',
  );

const stories: Story[] = [
  ...special,
  ...reports(bodies, {
    number: 30,
    title: 'Báo cáo kết quả 6 tháng đầu năm 2027',
    opens: '2027-05-16',
    due: '2027-06-15',
  }),
  ...reports(bodies, {
    number: 40,
    title: 'Báo cáo kết quả năm 2027',
    opens: '2027-11-15',
    due: '2027-12-15',
  }),
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
    const printed = spoken.map(({ story, facts, ...one }) => ({ ...story, ...one, dueAt: facts.dueAt }));
    await expect(calendarText(printed)).toMatchFileSnapshot('./reminder-year.txt');
  });
});
