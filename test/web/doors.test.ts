import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loginCode } from '../../src/decisions/invite.ts';
import { inTransaction } from '../../src/store/db.ts';
import { elsewhere, startWeb, type TestWeb } from '../harness/web-server.ts';

let web: TestWeb;
beforeAll(async () => void (web = await startWeb()));
afterAll(() => web.close());

const get = (url: string, headers: Record<string, string> = {}) => web.app.inject({ url, headers });
const press = (url: string, inviteCode: string, headers: Record<string, string> = {}) =>
  web.app.inject({
    method: 'POST',
    url,
    remoteAddress: elsewhere(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'theodoi.vn', ...headers },
    payload: new URLSearchParams({ inviteCode }).toString(),
  });
const cookieOf = (header: string | string[] | undefined): string => String(header).split(';')[0] ?? '';

describe('an invitation link', () => {
  test('looking at it spends nothing, however often; its one button does', async () => {
    const code = await web.code();
    for (let n = 0; n < 3; n++) {
      const page = await get(`/join/${code}`);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('<form method="post" action="/join"');
    }
    const inside = await press('/join', code, { origin: 'https://theodoi.vn' });
    expect([inside.statusCode, inside.headers.location]).toEqual([303, '/chat']);
    const chat = await get('/chat', { cookie: cookieOf(inside.headers['set-cookie']) });
    expect(chat.statusCode).toBe(200);
    expect(chat.body).toContain('Lê Văn Cường');
    const again = await press('/join', code);
    expect(again.statusCode).toBe(410);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('another site cannot press the button', async () => {
    const code = await web.code();
    expect((await press('/join', code, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await press('/join', code, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await press('/join', code)).statusCode).toBe(303);
  });

  test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\0', 'x'.repeat(150)])(
    'strange code %j harms nobody',
    async (code) => {
      const page = await get(`/join/${encodeURIComponent(code)}`);
      expect(page.statusCode).toBeLessThan(500);
      expect(page.body).not.toMatch(/<script>alert|<img src=x/);
      expect((await press('/join', code)).statusCode).toBeLessThan(500);
    },
  );
});

test('a login link opens a session of one’s own for fifteen minutes, once', async () => {
  const visitor = await web.join();
  const link = () => inTransaction(web.database.prisma, (db) => loginCode(web.scope(db), visitor.contactId));
  const { code } = await link();
  expect((await get(`/login/${code}`)).statusCode).toBe(200);
  const inside = await press('/login', code);
  expect(inside.statusCode).toBe(303);
  expect((await press('/login', code)).statusCode).toBe(410);
  const late = await link();
  web.forward(15 * 60 + 1);
  expect((await press('/login', late.code)).statusCode).toBe(410);
});

test('without a session the chat leads to the door, and the root tells a stranger nothing', async () => {
  expect((await get('/chat')).headers.location).toBe('/login');
  const root = await get('/');
  expect(root.statusCode).toBe(200);
  expect(root.body).not.toContain('Sở Tư pháp');
});

test('signing out ends the session on the server, not only in the browser', async () => {
  const inside = await press('/join', await web.code());
  const cookie = cookieOf(inside.headers['set-cookie']);
  const out = await web.app.inject({
    method: 'POST',
    url: '/logout',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  });
  expect(out.statusCode).toBe(303);
  expect((await get('/chat', { cookie })).headers.location).toBe('/login');
});

describe('headers', () => {
  test.each(['/', '/join', '/login', '/join/ABCDE-FGHJK', '/nothing-here'])(
    '%s keeps scripts and frames out',
    async (url) => {
      const { headers } = await get(url);
      const policy = String(headers['content-security-policy']);
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
        expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      expect(headers['referrer-policy']).toBeDefined();
    },
  );

  test.each(['/healthz', '/api/v1/chat/messages', '/api/v1/nothing'])(
    '%s, too, is not sniffed or framed',
    async (url) => {
      const { headers } = await get(url);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
    },
  );
});

describe('health', () => {
  test('alive, ready, and measured', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toMatchObject({ ready: true, channels: { webchat: 'ok' } });
    const metrics = await get('/metrics');
    expect(metrics.headers['content-type']).toMatch('text/plain');
    for (const name of [
      'dondoc_deliveries',
      'dondoc_inbox_waiting',
      'dondoc_channel_up',
      'process_resident_memory_bytes',
    ]) {
      expect(metrics.body).toContain(name);
    }
  });
});

test('no code or token stands in the log', async () => {
  const code = await web.code();
  await get(`/join/${code}`);
  const inside = await press('/join', code);
  await get('/chat', { cookie: cookieOf(inside.headers['set-cookie']) });
  const log = JSON.stringify(web.lines);
  expect(log).not.toContain(code);
  expect(log).not.toContain(cookieOf(inside.headers['set-cookie']).split('=')[1]);
});
