import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept } from '../../../src/decisions/accept.ts';
import { exportTracking } from '../../../src/reports/tables.ts';
import { translatorFor } from '../../../src/i18n.ts';
import type { Figures } from '../../../src/store/tracking.ts';
import { openApi, type Client, type TestApi } from '../../harness/api.ts';
import { startBot, type Chatter, type TestBot } from '../../harness/chat.ts';

/** One state of the work, read on every way out: the figures are the same. */

let bot: TestBot;
let api: TestApi;
let leader: Chatter;
let machine: Client;

interface TrackingBody {
  asOf: string;
  totals: Figures;
  byAgency: (Figures & { agency: { code: string; name: string } })[];
}

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-10T02:00:00Z' });
  api = await openApi(bot);
  leader = await bot.person('UBND-TINH', { role: 'leader' });
  machine = await api.machine('leader');
  const stp = await bot.person('STP');
  const sxd = await bot.person('SXD');
  const snv = await bot.person('SNV');
  const early = await bot.task('Báo cáo quý', ['STP', 'SXD', 'SNV', 'STC'], '2026-11-13T17:00:00Z');
  const later = await bot.task('Rà soát', ['STP', 'SXD', 'SNV'], '2026-11-30T17:00:00Z');
  await stp.says(`${early} xong`);
  await bot.decides(async (scope) => accept(scope, (await bot.assignment(early, 'STP')).id));
  bot.clock.to('2026-11-20T02:00:00Z');
  await sxd.says(`${early} xong`);
  await bot.decides(async (scope) => accept(scope, (await bot.assignment(early, 'SXD')).id));
  bot.clock.to('2026-11-25T01:00:00Z');
  await snv.says(`${later} đã nhận`);
  await stp.says(`${later} vướng mắc thiếu số liệu`);
}, 120_000);
afterAll(async () => {
  await api.close();
  await bot.close();
});

const none: Figures = {
  assigned: 0,
  on_time: 0,
  late: 0,
  in_progress: 0,
  overdue: 0,
  unacknowledged: 0,
  due_soon: 0,
  blocked: 0,
  updated: 0,
};
const wanted: Record<string, Figures> = {
  STP: { ...none, assigned: 2, on_time: 1, in_progress: 1, due_soon: 1, blocked: 1, updated: 1 },
  SXD: { ...none, assigned: 2, late: 1, in_progress: 1, unacknowledged: 1, due_soon: 1 },
  SNV: { ...none, assigned: 2, in_progress: 1, overdue: 1, unacknowledged: 1, due_soon: 1 },
  STC: { ...none, assigned: 1, overdue: 1, unacknowledged: 1 },
};
const totals: Figures = {
  assigned: 7,
  on_time: 1,
  late: 1,
  in_progress: 3,
  overdue: 2,
  unacknowledged: 3,
  due_soon: 3,
  blocked: 1,
  updated: 1,
};

describe('the figures', () => {
  test('of the API', async () => {
    const body = (await machine.get('/tracking')).json<TrackingBody>();
    expect(body.asOf).toBe('2026-11-25T08:00:00+07:00');
    expect(body.totals).toEqual(totals);
    expect(body.byAgency).toHaveLength(28);
    for (const { agency, ...figures } of body.byAgency) expect(figures).toEqual(wanted[agency.code] ?? none);
  });

  test('of the chat', async () => {
    const answer = await leader.says('/tinhhinh');
    expect(answer).toContain('28 cơ quan, đơn vị, 7 nhiệm vụ');
    expect(answer).toContain('Hoàn thành: 1 trong hạn, 1 quá hạn · Đang thực hiện: 3 trong hạn, 2 quá hạn');
    expect(answer).toContain('Sắp đến hạn: 3 · Có vướng mắc: 1 · Chưa tiếp nhận: ');
    expect(answer).toContain('Có cập nhật trong tuần: 1/28');
  });

  test('of the file, in both its forms', async () => {
    const options = { now: bot.clock.now(), zone: bot.env.zone, t: translatorFor('vi') };
    const json: unknown = JSON.parse(await exportTracking(bot.db.prisma, { ...options, format: 'json' }));
    expect(json).toEqual((await machine.get('/tracking')).json());
    const csv = await exportTracking(bot.db.prisma, { ...options, format: 'csv' });
    expect(csv).toBe((await machine.get('/tracking.csv')).text);
    const [head, ...rows] = parse(csv, { bom: true });
    expect(head?.slice(0, 3)).toEqual(['Mã', 'Cơ quan, đơn vị', 'Được giao']);
    expect(rows).toHaveLength(29);
    const found = new Map(rows.map(([code = '', , ...figures]) => [code, figures.map(Number)]));
    for (const [code, figures] of Object.entries(wanted)) {
      expect(found.get(code)).toEqual(Object.values(figures));
    }
    expect(rows.at(-1)).toEqual(['', 'Tổng cộng', ...Object.values(totals).map(String)]);
  });

  test('of the lists: what the categories count is what the filters find', async () => {
    for (const category of ['on_time', 'late', 'in_progress', 'overdue'] as const) {
      const { items } = (await machine.get(`/assignments?category=${category}`)).json<{
        items: { category: string }[];
      }>();
      expect(items.map((item) => item.category)).toEqual(Array(totals[category]).fill(category));
    }
  });

  test('an agency that may see only itself gets its own, and the same', async () => {
    const snv = await api.browser(await bot.person('SNV', { role: 'head' }));
    const body = (await snv.get('/tracking')).json<TrackingBody>();
    expect(body.byAgency.map((row) => row.agency.code)).toEqual(['SNV']);
    expect(body.totals).toEqual(wanted['SNV']);
  });
});

describe('a name that a spreadsheet would take for a formula', () => {
  test('is text in the file', async () => {
    const { prisma } = bot.db;
    await prisma.agency.update({ where: { code: 'TD' }, data: { name: '=HYPERLINK("http://x","y")' } });
    const answer = await machine.get('/tracking.csv');
    expect(answer.type).toBe('text/csv; charset=utf-8');
    const row = parse(answer.text, { bom: true }).find(([code]) => code === 'TD');
    expect(row?.[1]).toBe(`'=HYPERLINK("http://x","y")`);
    expect(answer.text).toMatch(/^\ufeff/);
  });
});
