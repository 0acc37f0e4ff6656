/**
 * Makes the table of working days of a new year:
 *
 *   npx tsx prisma/calendars/generate.ts 2031
 *
 * writes `prisma/calendars/2031.yaml` with the holidays that the law names and
 * the days in lieu, unconfirmed. The Government decides each year how Tết and
 * the second day of 2/9 lie and which days are swapped: compare the file with
 * its notice, correct it, and set `confirmed: true`. An existing file is left alone.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';
import type { Day } from '../../src/domain/time.ts';
import { addDays, dayFrom, formatDay, isDay, weekdayOf } from '../../src/domain/time.ts';

interface Line {
  day: Day;
  reason: string;
  tet?: boolean;
  inLieuOf?: Day;
}

const WEEKDAYS = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];
const CULTURE_DAY = 'Ngày Văn hóa Việt Nam';
const isWeekend = (day: Day): boolean => weekdayOf(day) >= 6;

const fixedDay = (year: number, month: number, date: number): Day => {
  const day = dayFrom(year, month, date);
  if (!day) throw new Error(`no such day: ${date}/${month}/${year}`);
  return day;
};

const vietnam = new Holidays('VN');

/** The solar day on which a day of the Vietnamese lunar calendar falls. */
const lunarDay = (year: number, rule: string): Day => {
  const found = vietnam.getHolidays(year).find((holiday) => holiday.rule === rule);
  const day = found?.date.slice(0, 10);
  if (!day || !isDay(day)) throw new Error(`date-holidays does not know "${rule}" in ${year}`);
  return day;
};

/**
 * Five days (Labour Code 2019, article 112), one or two of them before mùng 1.
 * Two where the five then fill a week from Monday to Friday, as in 2025; else one.
 */
const tetLines = (year: number): Line[] => {
  const first = lunarDay(year, 'vietnamese 1-0-1');
  const before = weekdayOf(first) === 3 ? 2 : 1;
  return [0, 1, 2, 3, 4].map((n) => {
    const fromFirst = n - before;
    const name = fromFirst < 0 ? `${-fromFirst} ngày trước mùng 1` : `mùng ${fromFirst + 1}`;
    return { day: addDays(addDays(first, -before), n), reason: `Tết Nguyên đán (${name})`, tet: true };
  });
};

/** The day beside 2/9 that makes the longer row of free days; the Government names it each year. */
const nationalDayNeighbour = (year: number): Day => {
  const weekday = weekdayOf(fixedDay(year, 9, 2));
  const comesBefore = [2, 3, 5, 6].includes(weekday);
  return fixedDay(year, 9, comesBefore ? 1 : 3);
};

const holidays = (year: number): Line[] => {
  const named: Line[] = [
    { day: fixedDay(year, 1, 1), reason: 'Tết Dương lịch' },
    ...tetLines(year),
    { day: lunarDay(year, 'vietnamese 3-0-10'), reason: 'Giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch)' },
    { day: fixedDay(year, 4, 30), reason: 'Ngày Chiến thắng' },
    { day: fixedDay(year, 5, 1), reason: 'Ngày Quốc tế lao động' },
    { day: fixedDay(year, 9, 2), reason: 'Quốc khánh' },
    { day: nationalDayNeighbour(year), reason: 'Quốc khánh (ngày thứ hai)' },
    ...(year >= 2026 ? [{ day: fixedDay(year, 11, 24), reason: CULTURE_DAY }] : []),
  ];
  // Giỗ Tổ can fall on 30/4: one line a day.
  const byDay = new Map<Day, Line>();
  for (const line of named) {
    const other = byDay.get(line.day);
    byDay.set(line.day, other ? { ...other, reason: `${other.reason}; ${line.reason}` } : line);
  }
  return [...byDay.values()].sort((a, b) => a.day.localeCompare(b.day));
};

/** A holiday on a weekend is made up for on the next working day (Labour Code 2019, article 111). */
const withDaysInLieu = (lines: readonly Line[]): Line[] => {
  const all = [...lines];
  for (const { day, reason } of lines.filter((line) => isWeekend(line.day))) {
    let lieu = addDays(day, 1);
    while (isWeekend(lieu) || all.some((line) => line.day === lieu)) lieu = addDays(lieu, 1);
    const name = reason.replace(/ \(.*/, '');
    all.push({
      day: lieu,
      reason: `Nghỉ bù ${name} (${formatDay(day)} là ${WEEKDAYS[weekdayOf(day) - 1]})`,
      inLieuOf: day,
    });
  }
  return all.sort((a, b) => a.day.localeCompare(b.day));
};

const toYaml = (line: Line): string =>
  [
    ...(line.reason === CULTURE_DAY
      ? ['  # Theo Nghị quyết 80-NQ/TW của Bộ Chính trị. Nơi nào chưa áp dụng: thêm "enabled: false".']
      : []),
    `  - day: ${line.day} # ${WEEKDAYS[weekdayOf(line.day) - 1]}`,
    `    reason: ${line.reason}`,
    ...(line.tet ? ['    tet: true'] : []),
    ...(line.inLieuOf ? [`    inLieuOf: ${line.inLieuOf}`] : []),
  ].join('\n');

/** The text of a new year's table, not yet confirmed. */
export const generateCalendar = (
  year: number,
): string => `# Ngày nghỉ và ngày làm việc năm ${year}. Thứ Bảy, Chủ nhật không cần ghi.
# Bỏ một dòng: thêm "enabled: false"; ngày nghỉ bù, làm bù gắn với dòng đó cũng thôi áp dụng.
# Tết và ngày nghỉ thứ hai của Quốc khánh do Thủ tướng Chính phủ quyết định hằng năm: đối chiếu với
# thông báo, sửa, rồi đặt "confirmed: true".
year: ${year}
confirmed: false
free:
${withDaysInLieu(holidays(year)).map(toYaml).join('\n')}
# Ngày thứ Bảy, Chủ nhật đi làm để hoán đổi, ví dụ:
#   - day: 2026-01-10
#     reason: Làm bù ngày 02/01/2026
#     insteadOf: 2026-01-02
working: []
`;

const main = async (argument: string | undefined): Promise<void> => {
  const year = Number(argument);
  if (!Number.isInteger(year) || year < 2024 || year > 2100) {
    console.error('usage: npx tsx prisma/calendars/generate.ts YEAR (2024 to 2100)');
    process.exitCode = 2;
    return;
  }
  const file = fileURLToPath(new URL(`${year}.yaml`, import.meta.url));
  try {
    await writeFile(file, generateCalendar(year), { flag: 'wx' });
    console.log(`${file}: compare it with the Government's notice, then set "confirmed: true"`);
  } catch (error) {
    console.error(`${file} was not written: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
