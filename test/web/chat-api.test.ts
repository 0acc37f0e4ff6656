import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { notStored } from '../../src/inbound/receive.ts';
import { elsewhere, startWeb, type ChatItem, type TestWeb, type Visitor } from '../harness/web-server.ts';

let web: TestWeb;
beforeAll(async () => void (web = await startWeb()));
afterAll(() => web.close());

interface ProblemBody {
  status: number;
  title: string;
  detail: string;
  code: string;
  errors?: { field: string }[];
}

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  web.app.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers, remoteAddress: elsewhere() });
const inbox = (clientId: string) =>
  web.database.prisma.inboundMessage.findMany({ where: { platformId: { endsWith: `:${clientId}` } } });

describe('POST chat/session', () => {
  test('an invitation opens a session, once', async () => {
    const inviteCode = await web.code('focal', 'STP', { name: 'Trần Thị Hoa', honorific: 'ba' });
    const first = await post('/chat/session', { inviteCode });
    expect(first.statusCode).toBe(200);
    const { token, contact } = first.json<{ token: string; contact: { id: string; name: string } }>();
    expect(token).toMatch(/^dds_/);
    expect(contact.name).toBe('Trần Thị Hoa');
    expect(first.headers['set-cookie']).toMatch(/HttpOnly/);
    expect(first.headers['set-cookie']).toMatch(/SameSite=Lax/);
    const second = await post('/chat/session', { inviteCode });
    expect(second.statusCode).toBe(410);
    expect(second.headers['content-type']).toMatch(/application\/problem\+json/);
    expect(second.json<ProblemBody>()).toMatchObject({ status: 410, code: 'codeUsed' });
  });

  test('of many who try one code at once exactly one gets in', async () => {
    const inviteCode = await web.code();
    const before = await web.database.prisma.contact.count();
    const all = await Promise.all(Array.from({ length: 8 }, () => post('/chat/session', { inviteCode })));
    expect(all.map((each) => each.statusCode).sort()).toEqual([200, 410, 410, 410, 410, 410, 410, 410]);
    expect(await web.database.prisma.contact.count()).toBe(before + 1);
  });

  test('a code is typed in any case, with or without its hyphen', async () => {
    const code = await web.code();
    expect(
      (await post('/chat/session', { inviteCode: ` ${code.toLowerCase().replace('-', '')} ` })).statusCode,
    ).toBe(200);
  });

  test('an invitation ends after seven days', async () => {
    const inviteCode = await web.code();
    web.forward(7 * 86_400 + 1);
    expect((await post('/chat/session', { inviteCode })).json<ProblemBody>().code).toBe('codeExpired');
  });

  test('nonsense is refused in the language of the browser', async () => {
    const refused = await post('/chat/session', { inviteCode: 'AAAAA-AAAAA' }, { 'accept-language': 'en' });
    expect(refused.json<ProblemBody>()).toMatchObject({ code: 'codeUnknown', status: 404 });
    expect(refused.json<ProblemBody>().detail).toMatch(/code/i);
    expect((await post('/chat/session', {})).json<ProblemBody>()).toMatchObject({
      status: 400,
      errors: [{ field: 'body.inviteCode' }],
    });
  });

  test('guessing is slowed down', async () => {
    const options = { remoteAddress: elsewhere(), method: 'POST' as const, url: '/api/v1/chat/session' };
    let last = 0;
    for (let n = 0; n < 30 && last !== 429; n++) {
      const response = await web.app.inject({ ...options, payload: { inviteCode: `AAAAA-AAA${n}` } });
      last = response.statusCode;
      if (last === 429) expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(last).toBe(429);
  });

  test('neither the code nor the token is stored or logged', async () => {
    const inviteCode = await web.code();
    const { token } = (await post('/chat/session', { inviteCode })).json<{ token: string }>();
    const { prisma } = web.database;
    const kept = JSON.stringify([
      await prisma.invitation.findMany(),
      await prisma.session.findMany(),
      (await prisma.auditLog.findMany()).map((row) => ({ ...row, id: row.id.toString() })),
      web.lines,
    ]);
    for (const secret of [inviteCode, inviteCode.replace('-', ''), token, token.slice(4)])
      expect(kept).not.toContain(secret);
  });
});

describe('who may', () => {
  test.each([
    ['GET', '/chat/messages'],
    ['POST', '/chat/messages'],
    ['POST', '/chat/files'],
    ['GET', '/chat/files/0199a000-0000-7000-8000-000000000000'],
    ['GET', '/chat/stream'],
  ] as const)('%s %s asks for a session', async (method, path) => {
    for (const authorization of [undefined, 'Bearer nonsense', 'Bearer dds_nonsense', 'Basic dds_x']) {
      const response = await web.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: authorization ? { authorization } : {},
        ...(method === 'POST' ? { payload: { clientId: 'x', text: 'x' } } : {}),
      });
      expect(response.statusCode).toBe(401);
      expect(response.json<ProblemBody>().detail).not.toBe('');
    }
  });

  test('a session ends when the person is no longer a contact, is unlinked, signs out or was away too long', async () => {
    const { prisma } = web.database;
    const ends: ((visitor: Visitor) => Promise<unknown>)[] = [
      ({ contactId }) =>
        prisma.contactRole.updateMany({ where: { contactId }, data: { endedAt: web.now() } }),
      ({ contactId }) => prisma.contact.update({ where: { id: contactId }, data: { active: false } }),
      ({ contactId }) => prisma.identity.updateMany({ where: { contactId }, data: { state: 'revoked' } }),
      ({ token }) =>
        web.app.inject({ method: 'POST', url: '/logout', headers: { authorization: `Bearer ${token}` } }),
      async () => web.forward(31 * 86_400),
    ];
    for (const end of ends) {
      const visitor = await web.join();
      expect((await visitor.ask('GET', '/chat/messages')).status).toBe(200);
      await end(visitor);
      expect((await visitor.ask('GET', '/chat/messages')).status).toBe(401);
    }
  });

  test('a page that shows another account than the cookie is told to stop', async () => {
    const visitor = await web.join();
    const { id } = await web.database.prisma.identity.findFirstOrThrow({
      where: { contactId: visitor.contactId },
    });
    expect((await visitor.ask('GET', '/chat/messages', undefined, { 'x-chat-account': id })).status).toBe(
      200,
    );
    expect(
      (await visitor.ask('GET', '/chat/messages', undefined, { 'x-chat-account': 'other' })).status,
    ).toBe(401);
  });

  test('the browser’s cookie works from our own pages only', async () => {
    const visitor = await web.join();
    const send = (headers: Record<string, string>) =>
      web.app.inject({
        method: 'POST',
        url: '/api/v1/chat/messages',
        headers: { cookie: `dondoc_session=${visitor.token}`, host: 'theodoi.vn', ...headers },
        payload: { clientId: JSON.stringify(headers), text: 'xong' },
      });
    expect((await send({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(202);
    expect((await send({ origin: 'https://theodoi.vn' })).statusCode).toBe(202);
    expect((await send({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect((await send({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await send({ origin: 'null' })).statusCode).toBe(403);
  });

  test('an API token has no chat', async () => {
    const { hashToken, newToken } = await import('../../src/store/codes.ts');
    const token = newToken('ddt');
    await web.database.prisma.apiToken.create({
      data: {
        tokenHash: hashToken(web.env.secretKey, token),
        name: 'máy',
        role: 'admin',
        createdAt: web.now(),
      },
    });
    const headers = { authorization: `Bearer ${token}` };
    expect((await web.app.inject({ url: '/api/v1/chat/messages', headers })).statusCode).toBe(401);
  });
});

describe('messages', () => {
  let lan: Visitor;
  beforeEach(async () => {
    lan = await web.join();
    await web.dispatch();
    await web.database.prisma.webMessage.deleteMany();
  });

  test('what a person says is stored once, however often it is sent', async () => {
    const payload = { clientId: 'c1', text: 'xong' };
    const answers = await Promise.all([1, 2, 3].map(() => lan.ask('POST', '/chat/messages', payload)));
    expect(answers.map((each) => each.status)).toEqual([202, 202, 202]);
    const stored = await inbox('c1');
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({
      channel: 'webchat',
      text: 'xong',
      state: 'received',
      sentAt: web.now(),
    });
    expect(await lan.messages()).toMatchObject([
      { from: 'me', text: 'xong', clientId: 'c1', buttons: [], files: [] },
    ]);
  });

  test('two people may use the same client id', async () => {
    const nam = await web.join();
    for (const each of [lan, nam])
      await each.ask('POST', '/chat/messages', { clientId: 'same', text: each.contactId });
    expect(await inbox('same')).toHaveLength(2);
  });

  test('the bot’s message has text, html, buttons and a time with the zone’s offset', async () => {
    const id = await web.says(lan, '**Nhiệm vụ #12**\n- <một>', {
      buttons: [[{ label: 'Đã nhận', say: '/nhan 12' }], [{ label: 'Xem', url: 'https://theodoi.vn/12' }]],
    });
    const [item] = await lan.messages();
    expect(item).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      from: 'bot',
      text: 'Nhiệm vụ #12\n- <một>',
      html: '<b>Nhiệm vụ #12</b>\n• &lt;một&gt;',
      buttons: [
        [{ id: `${id}.0`, label: 'Đã nhận' }],
        [{ id: `${id}.1`, label: 'Xem', url: 'https://theodoi.vn/12' }],
      ],
      files: [],
      at: expect.stringMatching(/\+07:00$/) as string,
    });
  });

  test('a person’s own words are never markup', async () => {
    await lan.ask('POST', '/chat/messages', { clientId: 'm', text: '**x** <script>alert(1)</script>' });
    expect((await lan.messages())[0]).toMatchObject({
      text: '**x** <script>alert(1)</script>',
      html: expect.not.stringContaining('<script') as string,
    });
  });

  test('a pressed button comes in with its id and shows its label', async () => {
    const id = await web.says(lan, 'Nhiệm vụ #12', { buttons: [[{ label: 'Đã nhận', say: '/nhan 12' }]] });
    await lan.ask('POST', '/chat/messages', { clientId: 'b', button: `${id}.0` });
    expect(await inbox('b')).toMatchObject([{ button: `${id}.0` }]);
    expect((await lan.messages()).at(-1)).toMatchObject({ from: 'me', text: 'Đã nhận' });
  });

  test('a reply names the message that it answers', async () => {
    await web.says(lan, 'Nhiệm vụ #12');
    const [asked] = await lan.messages();
    await lan.ask('POST', '/chat/messages', { clientId: 'r', text: 'xong', replyTo: asked?.id });
    expect(await inbox('r')).toMatchObject([{ replyTo: asked?.id }]);
    expect((await lan.messages()).at(-1)).toMatchObject({ replyTo: asked?.id });
  });

  test('pages go forward after an id and backward before one', async () => {
    const { identityId } = await web.database.prisma.session.findFirstOrThrow({
      where: { contactId: lan.contactId },
    });
    await web.database.prisma.webMessage.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({
        identityId,
        from: 'me',
        text: `${n}`,
        fileIds: [],
        at: web.now(),
      })),
    });
    const texts = (items: ChatItem[]) => items.map((each) => Number(each.text));
    const newest = await lan.messages();
    expect(texts(newest)).toEqual(Array.from({ length: 50 }, (_, n) => 70 + n));
    const older = await lan.messages(`?before=${newest[0]?.id}`);
    expect(texts(older)).toEqual(Array.from({ length: 50 }, (_, n) => 20 + n));
    const all: number[] = [];
    for (
      let after = '0', page = await lan.messages(`?after=${after}`);
      page.length;
      page = await lan.messages(`?after=${after}`)
    ) {
      all.push(...texts(page));
      after = page.at(-1)?.id ?? after;
    }
    expect(all).toEqual(Array.from({ length: 120 }, (_, n) => n));
  });

  test('nobody reads another’s chat', async () => {
    await web.says(lan, 'của riêng');
    const nam = await web.join();
    expect((await nam.messages('?after=0')).map((each) => each.text)).not.toContain('của riêng');
  });

  test('reading shows: the delivery is sent', async () => {
    const id = await web.says(lan, 'x');
    const state = async () => (await web.database.prisma.delivery.findUniqueOrThrow({ where: { id } })).state;
    expect(await state()).toBe('waiting');
    await lan.messages();
    expect(await state()).toBe('sent');
  });

  test('reading what is older than a new message does not count it as shown', async () => {
    await web.says(lan, 'cũ');
    const [old] = await lan.messages();
    const id = await web.says(lan, 'mới');
    await lan.messages(`?before=${Number(old?.id) + 1}`);
    expect((await web.database.prisma.delivery.findUniqueOrThrow({ where: { id } })).state).toBe('waiting');
  });

  test('an edit is shown in place, a removal not at all', async () => {
    const id = await web.says(lan, 'bản một');
    web.forward(5);
    await web.says(lan, 'bản hai', { editsId: id });
    const [item] = await lan.messages();
    expect(item).toMatchObject({ text: 'bản hai' });
    expect(Date.parse(item?.editedAt ?? '')).toBe(web.now().getTime());
    await web.says(lan, '', { editsId: id, deletes: true });
    expect(await lan.messages()).toEqual([]);
  });

  test.each([
    ['nothing to say', {}],
    ['an empty text', { text: '' }],
    ['an unknown field', { text: 'x', extra: 1 }],
    ['no number', { text: 'x', replyTo: 'abc' }],
    ['a file id that is none', { files: ['../../etc/passwd'] }],
    ['a text that is too long', { text: 'x'.repeat(8001) }],
    ['a text that is no text', { text: 5 }],
  ])('%s is refused with the field', async (_, body) => {
    const response = await lan.ask('POST', '/chat/messages', { clientId: 'bad', ...body });
    expect(response.status).toBe(400);
    expect(response.json<ProblemBody>().errors?.length).toBeGreaterThan(0);
    expect(await inbox('bad')).toEqual([]);
  });

  test('a character that no database takes harms nobody', async () => {
    expect(
      (await lan.ask('POST', '/chat/messages', { clientId: 'nul', text: 'xong\u0000 việc \ud800' })).status,
    ).toBe(202);
    expect((await inbox('nul'))[0]?.text).toMatch(/^xong\s? ?việc/);
    const strange = await lan.ask('POST', '/chat/messages', { clientId: 'a\u0000b', text: 'x' });
    expect([202, 400]).toContain(strange.status);
  });

  test('a body that is no JSON, and one that is too large', async () => {
    const headers = { authorization: `Bearer ${lan.token}`, 'content-type': 'application/json' };
    const url = '/api/v1/chat/messages';
    const broken = await web.app.inject({ method: 'POST', url, headers, payload: '{"clientId":' });
    expect([broken.statusCode, broken.json<ProblemBody>().code]).toEqual([400, 'malformed']);
    const large = await web.app.inject({
      method: 'POST',
      url,
      headers,
      payload: `{"text":"${'x'.repeat(300_000)}"}`,
    });
    expect([large.statusCode, large.json<ProblemBody>().code]).toEqual([413, 'tooLarge']);
  });
});

describe('secrecy', () => {
  test('of a marked message only its arrival is kept', async () => {
    const lan = await web.join();
    const text = 'Độ mật: Tối mật\nKế hoạch xyzzy';
    expect((await lan.ask('POST', '/chat/messages', { clientId: 's', text })).status).toBe(202);
    expect(await inbox('s')).toMatchObject([{ text: notStored }]);
    const kept = await web.database.prisma.webMessage.findMany({ where: { clientId: 's' } });
    expect(kept.map((row) => row.text)).toEqual([notStored]);
    expect(JSON.stringify(web.lines)).not.toContain('xyzzy');
  });

  test('a citizen’s number is masked before it is stored', async () => {
    const lan = await web.join();
    await lan.ask('POST', '/chat/messages', { clientId: 'cccd', text: 'CCCD 079203001234' });
    expect(await inbox('cccd')).toMatchObject([{ text: 'CCCD 079•••••••34' }]);
    expect((await lan.messages()).at(-1)?.text).toBe('CCCD 079•••••••34');
  });

  test('a file with a mark in its name is refused, and its bytes are kept nowhere', async () => {
    const lan = await web.join();
    const before = await readdir(web.env.filesDir);
    const refused = await lan.upload('KH_TỐI_MẬT.pdf', '%PDF-1.7 xyzzy');
    expect(refused.json<ProblemBody>()).toMatchObject({ code: 'fileSecret' });
    expect(await readdir(web.env.filesDir)).toEqual(before);
  });
});

describe('files', () => {
  test('a file goes up, is sent along, and comes down to its owner as it was', async () => {
    const lan = await web.join();
    const uploaded = await lan.upload('Báo cáo quý IV.pdf', '%PDF-1.7\nnội dung');
    expect(uploaded.status).toBe(201);
    const file = uploaded.json<{ id: string; name: string; size: number }>();
    expect(file).toMatchObject({ name: 'Báo cáo quý IV.pdf', size: Buffer.byteLength('%PDF-1.7\nnội dung') });
    await lan.ask('POST', '/chat/messages', { clientId: 'f', text: 'báo cáo đây', files: [file.id] });
    expect(await inbox('f')).toMatchObject([{ fileIds: [file.id] }]);
    expect((await lan.messages()).at(-1)?.files).toEqual([{ ...file, mime: 'application/pdf' }]);
    const down = await lan.ask('GET', `/chat/files/${file.id}`);
    expect(down.body).toBe('%PDF-1.7\nnội dung');
    expect(down.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
    });
    expect(down.headers['content-disposition']).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('Báo cáo quý IV.pdf')}`,
    );
    expect(await readdir(web.env.filesDir)).toContainEqual(expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  test('it is served only to who may see it', async () => {
    const lan = await web.join('focal', 'STP');
    const file = (await lan.upload('a.pdf', '%PDF a')).json<{ id: string }>();
    const get = async (visitor: Visitor) => (await visitor.ask('GET', `/chat/files/${file.id}`)).status;
    const [other, same, coordinator] = [
      await web.join('focal', 'SNV'),
      await web.join('focal', 'STP'),
      await web.join('coordinator', 'CAT'),
    ];
    expect([await get(lan), await get(other), await get(same), await get(coordinator)]).toEqual([
      200, 404, 404, 200,
    ]);
    await web.says(same, 'kèm theo', { fileIds: [file.id] });
    expect([await get(same), await get(other)]).toEqual([200, 404]);
  });

  test('only one’s own files can be sent along', async () => {
    const lan = await web.join();
    const nam = await web.join();
    const file = (await lan.upload('a.pdf', '%PDF a')).json<{ id: string }>();
    const refused = await nam.ask('POST', '/chat/messages', {
      clientId: 'theft',
      text: 'x',
      files: [file.id],
    });
    expect(refused.json<ProblemBody>().code).toBe('fileUnknown');
    expect(await inbox('theft')).toEqual([]);
  });

  test.each([
    ['a program', 'virus.exe', 'MZ', 422],
    ['a page', 'trang.html', '<script>', 422],
    ['a picture that runs scripts', 'hinh.svg', '<svg/>', 422],
    ['no ending', 'tep', 'x', 422],
    ['nothing in it', 'a.pdf', '', 422],
  ])('%s is refused', async (_, name, content, status) => {
    const lan = await web.join();
    expect((await lan.upload(name, content)).status).toBe(status);
  });

  test('a path in the name goes nowhere', async () => {
    const lan = await web.join();
    const { name } = (await lan.upload('../../../etc/cron.d/x.pdf', '%PDF x')).json<{ name: string }>();
    expect(name).toBe('x.pdf');
  });

  test('one that is too large, and a form without a file', async () => {
    const lan = await web.join();
    expect((await lan.upload('to.pdf', Buffer.alloc(25 * 1024 * 1024 + 1, 'x'))).status).toBe(413);
    expect((await lan.upload('a.pdf', '%PDF', 'other')).status).toBe(400);
    expect((await lan.ask('POST', '/chat/files', { file: 'x' })).status).toBe(400);
  });
});
