import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { previewReminders } from '../../src/jobs/preview-reminders.ts';
import type { Day } from '../../src/domain/time.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, heard, jobDeps, tick } from '../harness/jobs.ts';

const start = at('2026-11-23 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

const preview = (day: Day) => previewReminders(jobDeps(bot), day);

async function province(): Promise<Chatter[]> {
  const people = [
    await bot.person('STP', { name: 'Lê Văn Cường' }),
    await bot.person('STP', { rank: 'deputy', name: 'Phạm Thị Dung' }),
    await bot.person('STP', { role: 'head', name: 'Ngô Văn Hải' }),
    await bot.person('TAND', { name: 'Trần Thị Mai', language: 'en' }),
    await bot.person('CAT', { role: 'coordinator', name: 'Đỗ Văn Nam', channel: 'telegram' }),
  ];
  await bot.task('Báo cáo năm', ['STP', 'TAND', 'SNV'], at('2026-12-15'));
  await bot.task('Rà soát văn bản', ['STP'], at('2026-12-19'));
  return people;
}

test.each<Day>(['2026-11-26', '2026-12-07', '2026-12-14', '2026-12-21'])(
  'shows for %s exactly what then goes out, and writes nothing',
  async (day) => {
    const people = await province();
    const shown = await preview(day);
    expect(await bot.db.prisma.reminder.count()).toBe(0);
    expect(await bot.db.prisma.delivery.count({ where: { kind: 'reminder' } })).toBe(0);

    for (
      let date = new Date('2026-11-23');
      date.toISOString().slice(0, 10) < day;
      date.setDate(date.getDate() + 1)
    ) {
      await tick(bot, `${date.toISOString().slice(0, 10)} 08:00`);
    }
    for (const person of people) await person.read();
    await tick(bot, `${day} 08:00`);
    const sent: Record<string, string[]> = {};
    for (const person of people) sent[person.name] = await heard(person);
    const foretold: Record<string, string[]> = Object.fromEntries(people.map(({ name }) => [name, []]));
    for (const { name, text } of shown.messages) foretold[name]?.push(text);
    expect(foretold).toEqual(sent);
    expect(shown.messages.length).toBeGreaterThan(0);
    expect(shown.messages.every((message) => message.at.getTime() === Date.parse(at(`${day} 08:00`)))).toBe(
      true,
    );
  },
);

test('names the rules, and whom nothing reaches', async () => {
  const [, , , court] = await province();
  await bot.db.prisma.identity.updateMany({
    where: { contactId: court?.contactId ?? '' },
    data: { state: 'revoked' },
  });
  const shown = await preview('2026-12-14');
  expect(shown.messages[0]?.reminders).toEqual([
    { task: 11, title: 'Báo cáo năm', agency: 'STP', rule: 'D' },
  ]);
  expect(shown.unheard.map(({ task, agency, rule, name }) => [task, agency, rule, name])).toEqual([
    [11, 'SNV', 'D', null],
    [11, 'TAND', 'D', 'Trần Thị Mai'],
  ]);
});

test('shows what is put off until then, at its own time', async () => {
  const [main] = await province();
  bot.clock.to(at('2026-12-11 08:30'));
  await main?.says('/henlai 11 3 ngày');
  await main?.says('/henlai 12 2h');
  const shown = await preview('2026-12-11');
  expect(shown.messages.filter(({ name }) => name === main?.name).map((message) => message.at)).toEqual([
    new Date(at('2026-12-11 10:30')),
  ]);
});

test('says that nothing goes out on a free day, and refuses a day that is over', async () => {
  await province();
  expect(await preview('2026-11-24')).toEqual({ day: '2026-11-24', free: true, messages: [], unheard: [] });
  await expect(preview('2026-11-22')).rejects.toMatchObject({ code: 'datePast' });
});
