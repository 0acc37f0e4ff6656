import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateCalendar } from '../../prisma/calendars/generate.ts';
import { workCalendar } from '../../src/domain/working-days.ts';
import { CalendarError, loadCalendars, parseCalendar } from '../../src/store/calendars.ts';

const good = `year: 2031
confirmed: false
free:
  - day: 2031-01-01
    reason: Tết Dương lịch
`;

const problemsOf = (text: string) => {
  const read = parseCalendar(text, '2031.yaml');
  return 'problems' in read ? read.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};

describe('one table', () => {
  test('defaults: no working Saturdays, every line in force', () => {
    expect(parseCalendar(good, '2031.yaml')).toEqual({
      table: {
        year: 2031,
        confirmed: false,
        free: [{ day: '2031-01-01', reason: 'Tết Dương lịch', enabled: true, tet: false }],
        working: [],
      },
    });
  });

  test.each([
    ['a day that does not exist', good + '  - {day: 2031-02-29, reason: x}\n', '6: day is no day'],
    ['a day written the other way round', good + '  - {day: 29/03/2031, reason: x}\n', '6: day is no day'],
    ['a day of another year', good + '  - {day: 2030-03-03, reason: x}\n', '6: day is not in 2031'],
    ['a day twice', good + '  - {day: 2031-01-01, reason: x}\n', '6: day 2031-01-01 stands twice'],
    ['a line without a reason', good + '  - day: 2031-03-03\n', '6: reason needs a reason'],
    [
      'a field misspelt',
      good + '  - {day: 2031-03-03, reason: x, enable: false}\n',
      '6: enable: no such field',
    ],
    [
      'a word for a flag',
      good + '  - {day: 2031-03-03, reason: x, enabled: không}\n',
      '6: enabled must be true',
    ],
    [
      'a day in lieu of nothing',
      good + '  - {day: 2031-03-03, reason: x, inLieuOf: 2031-03-01}\n',
      '6: inLieuOf 2031-03-01 has no line',
    ],
    [
      'a weekday among working days',
      good + 'working:\n  - {day: 2031-03-03, reason: x}\n',
      '7: day is no Saturday',
    ],
    [
      'no answer whether it was confirmed',
      good.replace('confirmed: false\n', ''),
      '1: confirmed must be true',
    ],
    ['a broken line', good + '  - day: [2031\n', 'cannot be read as YAML'],
  ])('%s names line and remedy', (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toContain(expected);
  });

  test('all faults are named at once', () => {
    expect(
      problemsOf(good + '  - {day: 2030-03-03, reason: x}\n  - {day: 2031-01-01, reason: y}\n'),
    ).toHaveLength(2);
  });
});

describe('a folder of tables', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dondoc-calendars-'));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  test('is read in order of years, other files left alone', async () => {
    await writeFile(join(dir, '2032.yaml'), good.replaceAll('2031', '2032'));
    await writeFile(join(dir, '2031.yaml'), good);
    await writeFile(join(dir, 'notes.yaml'), 'not: a table');
    expect((await loadCalendars(dir)).map((table) => table.year)).toEqual([2031, 2032]);
  });

  test('that does not exist has no tables', async () => {
    expect(await loadCalendars(join(dir, 'nowhere'))).toEqual([]);
  });

  test('a wrong table is refused with file and line', async () => {
    await writeFile(join(dir, '2031.yaml'), good.replace('2031-01-01', '2031-13-01'));
    await writeFile(join(dir, '2032.yaml'), good);
    const error = await loadCalendars(dir).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CalendarError);
    expect(String(error)).toContain(`${join(dir, '2031.yaml')}, line 4: day is no day of the calendar`);
    expect(String(error)).toContain(`${join(dir, '2032.yaml')}, line 1: speaks of 2031`);
  });
});

describe('the table of a new year', () => {
  test.each([2027, 2028, 2029, 2030])('%i as shipped is what the generator makes', async (year) => {
    const file = fileURLToPath(new URL(`../../prisma/calendars/${year}.yaml`, import.meta.url));
    expect(await readFile(file, 'utf8')).toBe(generateCalendar(year));
  });

  test('of each year to 2060 passes the check, unconfirmed, with five days of Tết', () => {
    for (let year = 2031; year <= 2060; year++) {
      const read = parseCalendar(generateCalendar(year), `${year}.yaml`);
      if (!('table' in read)) throw new Error(JSON.stringify(read.problems));
      expect(read.table.free.filter((line) => line.tet)).toHaveLength(5);
      expect(workCalendar([read.table]).isConfirmed(year)).toBe(false);
    }
  });
});
