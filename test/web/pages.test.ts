import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assetRoutes } from '../../src/web/assets.ts';
import { joinPage, loginPage } from '../../src/web/chat/enter.ts';
import { errorPage, type ErrorKind } from '../../src/web/error-page.ts';
import { homePage, type Figures, type Tracking } from '../../src/web/home.ts';
import { pageHeaders } from '../../src/web/layout.ts';
import { axeFaults, desk, openBrowser, phone, picture, tooWide, smallTargets } from '../harness/browser.ts';

/** The doors, the first page and the error pages, in a real browser. */

const displayName = 'Theo dõi Đề án 119';
const common = { language: 'vi', displayName } as const;
const doors = { ...common, action: '/join', joinUrl: '/join', loginUrl: '/login' };

const figures = (assigned: number, on_time: number, late: number, overdue: number): Figures => ({
  ...{ assigned, on_time, late, overdue, in_progress: assigned - on_time - late - overdue },
  ...{ unacknowledged: 1, due_soon: 2, blocked: 1, updated: assigned - 1 },
});
const tracking: Tracking = {
  asOf: '08:00 ngày 25/11/2026',
  totals: figures(1041, 520, 2, 4),
  byAgency: [
    { agency: { code: 'STP', name: 'Sở Tư pháp' }, ...figures(12, 8, 0, 1) },
    { agency: { code: 'MTTQ', name: 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh' }, ...figures(1029, 512, 2, 3) },
  ],
};

const pages: Record<string, () => string> = {
  'join-link': () => joinPage({ ...doors, code: 'K7QM-2XWA' }),
  'join-code': () =>
    joinPage({
      ...doors,
      problem: 'Mã mời không đúng hoặc đã hết hạn. Mã gồm 8 chữ và số, có hiệu lực 7 ngày.',
    }),
  'login-link': () => loginPage({ ...common, action: '/login', code: 'abc' }),
  'login-how': () => loginPage({ ...common, action: '/login' }),
  home: () => homePage({ ...common, tracking, chatUrl: '/chat', joinUrl: '/join' }),
  'home-stranger': () => homePage({ ...common, chatUrl: '/chat', joinUrl: '/join' }),
  'home-empty': () =>
    homePage({
      ...common,
      tracking: { ...tracking, totals: figures(0, 0, 0, 0), byAgency: [] },
      chatUrl: '/chat',
      joinUrl: '/join',
    }),
  ...Object.fromEntries(
    (['notFound', 'server', 'expired', 'forbidden'] as ErrorKind[]).map((kind) => [
      `error-${kind}`,
      () => errorPage({ ...common, kind, reference: 'req-4f' }),
    ]),
  ),
};

let app: FastifyInstance;
let url: string;
let browser: Browser;
const posted: unknown[] = [];
let release = (): void => {};

beforeAll(async () => {
  app = Fastify({ forceCloseConnections: true });
  await app.register(cookie);
  await app.register(assetRoutes);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get<{ Params: { name: string } }>('/pages/:name', (request, reply) =>
    reply.headers(pageHeaders).send(pages[request.params.name]?.()),
  );
  app.post('/join', async (request, reply) => {
    posted.push(request.body);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return reply.headers(pageHeaders).send('<!doctype html><title>Trò chuyện</title>');
  });
  [url, browser] = await Promise.all([app.listen({ host: '127.0.0.1', port: 0 }), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function open(name: string, device: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(device);
  const page = await context.newPage();
  await page.goto(`${url}/pages/${name}`);
  return page;
}

const light = { ...phone, colorScheme: 'light' } as const;
const dark = { ...desk, colorScheme: 'dark' } as const;

test.each([
  ...Object.keys(pages).map((name) => [name, 'phone-light', light] as const),
  ...['join-code', 'home', 'error-expired'].map((name) => [name, 'desk-dark', dark] as const),
])('%s on %s is clean, reachable and not wider than the screen', async (name, device, options) => {
  const page = await open(name, options);
  await picture(page, `page-${name}-${device}`, true);
  expect(await axeFaults(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
  await page.context().close();
});

test('an invitation is spent by its button alone, and once however often that is pressed', async () => {
  posted.length = 0;
  const page = await open('join-link', phone);
  expect(posted).toEqual([]);
  const button = page.getByRole('button', { name: 'Nhận lời mời và vào trò chuyện' });
  await button.evaluate((element: HTMLElement) => [1, 2, 3].forEach(() => element.click()));
  await expect.poll(() => posted.length).toBeGreaterThan(0);
  release();
  await page.waitForURL('**/join');
  expect(posted).toEqual([{ inviteCode: 'K7QM-2XWA' }]);
  await page.context().close();
});

test('a typed code is sent as typed', async () => {
  posted.length = 0;
  const page = await open('join-code', phone);
  await page.getByLabel('Mã mời').fill('k7qm 2xwa');
  await page.keyboard.press('Enter');
  await expect.poll(() => posted.length).toBe(1);
  release();
  expect(posted).toEqual([{ inviteCode: 'k7qm 2xwa' }]);
  await page.context().close();
});

test('the doors work without scripts', async () => {
  posted.length = 0;
  const page = await open('join-link', { ...phone, javaScriptEnabled: false });
  await page.getByRole('button', { name: 'Nhận lời mời' }).click({ noWaitAfter: true });
  await expect.poll(() => posted.length).toBe(1);
  release();
  await page.context().close();
});

test('what the server is given is escaped, in text and in attributes', () => {
  const evil = '"><script>alert(1)</script>';
  const shown = [
    joinPage({ ...doors, displayName: evil, code: evil, problem: evil }),
    loginPage({ ...common, displayName: evil, action: evil, code: evil }),
    homePage({
      ...common,
      displayName: evil,
      tracking: {
        ...tracking,
        asOf: evil,
        byAgency: [{ ...figures(1, 0, 0, 0), agency: { code: evil, name: evil } }],
      },
      chatUrl: evil,
      joinUrl: evil,
    }),
    errorPage({ ...common, displayName: evil, kind: 'server', reference: evil }),
  ];
  for (const page of shown) {
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('">&lt;');
    expect(page).toContain('&quot;&gt;&lt;script&gt;');
  }
});

test('figures are those given, with Vietnamese separators and the agency of each row', async () => {
  const page = await open('home', desk);
  const totals = await page.locator('.figures dd').allInnerTexts();
  expect(totals).toEqual(['520', '2', '515', '4']);
  expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(
    'Tổng số nhiệm vụ được giao: 1.041',
  );
  const row = page.getByRole('row', { name: /Mặt trận/ });
  expect(await row.getByRole('cell').allInnerTexts()).toEqual(['1.029', '512', '2', '512', '3']);
  await page.context().close();
});
