import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBot, type TestBot } from '../harness/chat.ts';
import { dondoc } from './terminal.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T09:00:00+07:00' });
});
afterAll(() => bot.close());

const agency = (code: string) => bot.db.prisma.agency.findUnique({ where: { code } });

test('a merger entered for a coming day shows nothing, and once only', async () => {
  const argv = [
    'agency',
    'merge',
    'STC',
    'SKHDT',
    '--to',
    'STCDT=Sở Tài chính và Đầu tư|Sở TC&ĐT',
    '--on',
    '01/12/2026',
  ];
  expect((await dondoc(bot, ...argv, '--json')).json()).toMatchObject({ known: false, inForce: false });
  expect((await dondoc(bot, ...argv, '--json')).json()).toMatchObject({ known: true, inForce: false });
  expect(await agency('STCDT')).toBeNull();
});

test('what an earlier act will have ended cannot be split after it', async () => {
  const ran = await dondoc(bot, 'agency', 'dissolve', 'STC', '--to', 'STP', '--on', '2026-12-05');
  expect(ran.status).toBe(1);
  expect(ran.err).toContain('01/12/2026');
});

test('a rename of a past day is in force at once', async () => {
  const ran = await dondoc(
    bot,
    ...[
      'agency',
      'rename',
      'SXD',
      '--name',
      'Sở Xây dựng mới',
      '--short-name',
      'Sở XDM',
      '--on',
      '2026-11-01',
      '--json',
    ],
  );
  expect(ran.json()).toMatchObject({ inForce: true });
  expect(await agency('SXD')).toMatchObject({ name: 'Sở Xây dựng mới' });
});

test('a dissolution without successor lists the open work', async () => {
  const number = await bot.task('Tuyên truyền', ['HCCB'], '2026-12-15T00:00:00+07:00');
  const ran = await dondoc(bot, 'agency', 'dissolve', 'HCCB', '--on', '2026-11-24');
  expect(ran.status).toBe(1);
  expect(ran.err).toContain(`#${number} Tuyên truyền (HCCB)`);
  expect(ran.err).toContain('I.19.1, I.19.2');
  expect(await agency('HCCB')).toMatchObject({ endedOn: null });
});

test('a split pairs each --duties with the --to after it', async () => {
  const held = await bot.db.prisma.dutyAgency.findMany({
    where: { agency: { code: 'STNMT' } },
    select: { duty: { select: { number: true } } },
    orderBy: { duty: { position: 'asc' } },
  });
  const [first = '', ...others] = held.map((one) => one.duty.number);
  const ran = await dondoc(
    bot,
    ...['agency', 'split', 'STNMT', '--on', '2026-11-24', '--json'],
    ...['--duties', first, '--to', 'STN=Sở Tài nguyên|Sở TN'],
    ...['--duties', others.join(','), '--to', 'SMT=Sở Môi trường|Sở MT'],
  );
  expect(ran).toMatchObject({ status: 0, err: '' });
  const parts = await bot.db.prisma.dutyAgency.groupBy({
    by: ['agencyId'],
    where: { agency: { code: { in: ['STN', 'SMT'] } } },
    _count: true,
  });
  expect(parts.map((one) => one._count).sort()).toEqual([1, others.length].sort());
});

test('a file of later changes is loaded like a programme', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'dondoc-cli-')), 'sau.yaml');
  writeFileSync(
    file,
    [
      'programme: 119-qd-ubnd',
      'successions:',
      '  - kind: rename',
      '    on: 01/11/2026',
      '    from: STP',
      '    name: Sở Tư pháp và Pháp chế',
      '    shortName: Sở TP&PC',
      '',
    ].join('\n'),
  );
  const check = await dondoc(bot, 'programme', 'check', file, '--json');
  expect(check.json()).toMatchObject({ ok: true, successions: 1 });
  const load = await dondoc(bot, 'programme', 'load', file, '--json');
  expect(load.json()).toMatchObject({ ok: true, successions: [{ inForce: true }] });
  expect(await agency('STP')).toMatchObject({ name: 'Sở Tư pháp và Pháp chế' });
});
