import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { invite } from '../../src/decisions/invite.ts';
import { decide } from '../../src/jobs/job.ts';
import { start, type Running } from '../../src/main.ts';
import { axeFaults, desk, openBrowser, phone, picture, smallTargets, tooWide } from '../harness/browser.ts';
import { eventually } from '../harness/chat-visitor.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

/** The page on the program itself: from an invitation opened on a phone to an answer that is recorded once. */

let db: TestDatabase;
let folder: string;
let program: Running;
let browser: Browser;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'dondoc-page-'));
  const config = readConfig({ DATABASE_URL: db.url, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' });
  // Wednesday, 25/11/2026, 09:00 in the province: the report of the year is asked for since 15/11.
  const ahead = Date.parse('2026-11-25T02:00:00Z') - Date.now();
  const clock = () => new Date(Date.now() + ahead);
  [program, browser] = await Promise.all([
    start(config, pino({ level: 'silent' }), { clock }),
    openBrowser(),
  ]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

async function invited(agencyCode: string, name: string): Promise<string> {
  const agency = await db.prisma.agency.findUniqueOrThrow({ where: { code: agencyCode } });
  const { code } = await decide(program.deps, (scope) =>
    invite(scope, { agencyId: agency.id, role: 'focal', name }),
  );
  return `${program.url}/join/${code}`;
}

/** Opens the link as a person does, and presses its button. */
async function enter(link: string, device = phone): Promise<Page> {
  const page = await (await browser.newContext(device)).newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Nhận lời mời' }).click();
  await page.waitForURL('**/chat');
  return page;
}

const newest = (page: Page) => page.locator('.message.bot .text').last();
const heard = (page: Page, text: string) =>
  expect
    .poll(
      () =>
        newest(page)
          .innerText()
          .catch(() => ''),
      eventually,
    )
    .toContain(text);

async function say(page: Page, text: string): Promise<void> {
  await page.locator('#say').fill(text);
  await page.locator('#send').click();
}

async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await axeFaults(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
}

test(
  'an invitation that was looked at twice is spent by its button, and then no more',
  { timeout: 60_000 },
  async () => {
    const link = await invited('STP', 'Lê Văn Cường');
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
    const page = await enter(link);
    await expect.poll(() => page.locator('.message.bot').count(), eventually).toBeGreaterThan(0);
    await inspect(page, 'real-phone-first');
    const stranger = await (await browser.newContext(phone)).newPage();
    await stranger.goto(link);
    await stranger.getByRole('button', { name: 'Nhận lời mời' }).click();
    await expect.poll(() => stranger.getByRole('alert').innerText(), eventually).toContain('đã được sử dụng');
    await inspect(stranger, 'real-phone-used');
    await stranger.context().close();
    await page.context().close();
  },
);

test(
  'an answer is recorded once, whatever the line does, and the page shows what was missed',
  { timeout: 90_000 },
  async () => {
    const page = await enter(await invited('SNV', 'Trần Thị Dung'), desk);
    await page.getByRole('button', { name: 'Nhiệm vụ của cơ quan' }).click();
    await heard(page, '#');
    await inspect(page, 'real-desk-tasks');

    // The answer to the first try is lost on the way.
    let tries = 0;
    await page.route('**/api/v1/chat/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      tries += 1;
      if (tries > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await say(page, '60% đang rà soát');
    await heard(page, '60%');
    await expect
      .poll(() => page.locator('.message.mine .status').allInnerTexts(), eventually)
      .toEqual(['đã gửi', 'đã gửi']);
    expect(await db.prisma.statusReport.count({ where: { percent: 60 } })).toBe(1);
    await page.unroute('**/api/v1/chat/messages');

    await page
      .getByRole('button', { name: /Rút lại/ })
      .last()
      .dblclick();
    await expect.poll(() => page.locator('.message.mine').count(), eventually).toBe(3);
    await page.locator('#files').setInputFiles({
      name: 'báo cáo.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4 báo cáo'),
    });
    await page.getByText('Đã tải lên').waitFor();
    await say(page, 'xong, gửi kèm báo cáo');
    await heard(page, 'hoàn thành');
    await inspect(page, 'real-desk-done');

    const before = await page.locator('.message').count();
    await page.context().setOffline(true);
    await say(page, '/trogiup');
    await page.getByText('Mất kết nối mạng').waitFor();
    await inspect(page, 'real-desk-offline');
    await page.context().setOffline(false);
    await expect.poll(() => page.locator('.message').count(), eventually).toBe(before + 2);
    await page.reload();
    await expect.poll(() => page.locator('.message').count(), eventually).toBe(before + 2);
    await page.setViewportSize({ width: 390, height: 844 });
    await inspect(page, 'real-phone-help');
    await page.context().close();
  },
);
