import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Client, type TestApi } from '../../harness/api.ts';
import { startBot, type Chatter, type TestBot } from '../../harness/chat.ts';

/** What the API tells: shapes, filters, pages, and to whom. */

interface List<T> {
  items: T[];
  next?: string;
}
interface Assignment {
  id: string;
  task: { number: number; title: string };
  agency: { code: string; name: string };
  state: string;
  category: string;
}
interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  errors?: { field: string; detail: string }[];
}

let bot: TestBot;
let api: TestApi;
let admin: Client;
let leader: Client;
let stp: Client;
let person: Chatter;
let report: number;
let review: number;

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-10T02:00:00Z' });
  api = await openApi(bot);
  admin = await api.machine('admin');
  leader = await api.machine('leader');
  person = await bot.person('STP', { name: 'Lê Văn Cường' });
  stp = await api.browser(person);
  await bot.person('SNV');
  report = await bot.task(
    'Báo cáo kết quả thực hiện Quyết định số 119/QĐ-UBND',
    ['STP', 'SNV', 'SXD'],
    '2026-12-14T17:00:00Z',
  );
  review = await bot.task('Rà soát văn bản', ['SNV', 'STC'], '2026-12-20T17:00:00Z', {
    description: 'Đường dây nóng',
  });
  await person.says(`${report} 60% đang rà soát`);
  bot.clock.to('2026-11-25T01:00:00Z');
}, 120_000);
afterAll(async () => {
  await api.close();
  await bot.close();
});

const assignments = async (client: Client, query = ''): Promise<Assignment[]> =>
  (await client.get(`/assignments${query}`)).json<List<Assignment>>().items;
const places = (items: readonly Assignment[]): string[] =>
  items.map((item) => `${item.task.number} ${item.agency.code}`).sort();

describe('an assignment', () => {
  test('has exactly the fields that others rely on', async () => {
    const [found] = await assignments(leader, '?agency=STP');
    expect(found).toEqual({
      id: (await bot.assignment(report, 'STP')).id,
      task: { number: report, title: 'Báo cáo kết quả thực hiện Quyết định số 119/QĐ-UBND' },
      agency: { code: 'STP', name: 'Sở Tư pháp' },
      state: 'in_progress',
      category: 'in_progress',
      percent: 60,
      blocked: false,
      note: 'đang rà soát',
      dueAt: '2026-12-15T00:00:00+07:00',
      dueText: 'trước ngày',
      adviseAt: '2026-12-15T00:00:00+07:00',
      confirmedAt: null,
      acknowledgedAt: '2026-11-10T09:00:00+07:00',
      submittedAt: null,
      completedAt: null,
      updatedAt: '2026-11-10T09:00:00+07:00',
    });
  });

  test('by its id has its history and what was sent about it', async () => {
    const { id } = await bot.assignment(report, 'STP');
    const detail = (await leader.get(`/assignments/${id}`)).json<Record<string, unknown[]>>();
    expect(detail).toMatchObject({
      id,
      confirmations: [],
      extensions: [],
      reports: [
        {
          kind: 'progress',
          percent: 60,
          by: { name: 'Lê Văn Cường' },
          recordedBy: null,
          undone: false,
          files: [],
        },
      ],
      deliveries: [
        { kind: 'assignment', channel: 'webchat', contact: { name: 'Lê Văn Cường' } },
        { kind: 'answer' },
      ],
    });
    expect(Object.keys(detail)).toEqual(expect.arrayContaining(['reminders', 'decisions']));
    expect(JSON.stringify(detail['deliveries'])).not.toContain('Kính gửi');
  });

  test.each(['/assignments/1', '/assignments/00000000-0000-4000-8000-000000000000x'])(
    'of no well-formed id is a wrong request: %s',
    async (path) => expect((await leader.get(path)).status).toBe(400),
  );
});

describe('the list of assignments', () => {
  test.each([
    ['', ['all']],
    ['?agency=SNV', ['r SNV', 'v SNV']],
    ['?agency=KHONGCO', []],
    ['?state=in_progress', ['r STP']],
    ['?state=assigned&agency=STC', ['v STC']],
    ['?category=overdue', []],
    ['?q=ra%20soat', ['v SNV', 'v STC']],
    ['?q=' + encodeURIComponent('Rà soát'), ['v SNV', 'v STC']],
    ['?q=duong%20day', ['v SNV', 'v STC']],
    ['?q=' + encodeURIComponent('119/qđ'), ['r STP', 'r SNV', 'r SXD']],
    ['?q=ubnd', ['r STP', 'r SNV', 'r SXD']],
    ['?q=so%20tu%20phap', ['r STP']],
    ['?q=stp%20bao%20cao', ['r STP']],
    ['?q=stp%20ra%20soat', []],
    ['?q=%25', ['all']],
    ["?q='%20or%201=1", []],
  ] as const)('%s', async (query, wanted) => {
    const all = ['r STP', 'r SNV', 'r SXD', 'v SNV', 'v STC'];
    const list: readonly string[] = wanted[0] === 'all' ? all : wanted;
    const expected = list.map((place) => place.replace('r', String(report)).replace('v', String(review)));
    expect(places(await assignments(leader, query))).toEqual(expected.sort());
  });

  test('the number finds the task', async () => {
    expect(places(await assignments(leader, `?task=${review}`))).toHaveLength(2);
    expect(places(await assignments(leader, `?q=${encodeURIComponent(`#${review}`)}`))).toHaveLength(2);
  });

  test('comes in pages that lose nothing and double nothing', async () => {
    const seen: string[] = [];
    let after = '';
    for (let pages = 0; pages < 5; pages += 1) {
      const body = (await leader.get(`/assignments?limit=2${after}`)).json<List<Assignment>>();
      seen.push(...body.items.map((item) => item.id));
      expect(body.items.length).toBeLessThanOrEqual(2);
      if (body.next === undefined) break;
      after = `&after=${body.next}`;
    }
    expect(seen).toEqual((await assignments(leader)).map((item) => item.id));
    expect(new Set(seen).size).toBe(5);
  });

  test('refuses a cursor that never came from it', async () => {
    const problem = (await leader.get('/assignments?after=abc')).json<Problem>();
    expect(problem).toMatchObject({ status: 400, code: 'cursorUnknown' });
  });
});

describe('what is of others', () => {
  test('an agency sees its own assignments only, whatever it filters by', async () => {
    expect(places(await assignments(stp))).toEqual([`${report} STP`]);
    expect(await assignments(stp, '?agency=SNV')).toEqual([]);
    expect(await assignments(stp, '?q=ra%20soat')).toEqual([]);
  });

  test('an assignment of another agency does not exist for it: the very same answer', async () => {
    const { id } = await bot.assignment(report, 'SNV');
    const other = (await stp.get(`/assignments/${id}`)).json<Problem>();
    const nothing = (await stp.get('/assignments/0190a5c0-0000-7000-8000-000000000000')).json<Problem>();
    expect(other.status).toBe(404);
    expect({ ...other, instance: '' }).toEqual({ ...nothing, instance: '' });
  });

  test('a task that it was not given does not exist for it', async () => {
    expect((await stp.get(`/tasks/${report}`)).status).toBe(200);
    expect((await stp.get(`/tasks/${review}`)).status).toBe(404);
    const { items } = (await stp.get('/tasks')).json<List<{ number: number }>>();
    expect(items.map((item) => item.number)).toEqual([report]);
  });

  test('agencies and duties are its own', async () => {
    const own = (await stp.get('/agencies')).json<List<{ code: string }>>().items;
    expect(own.map((agency) => agency.code)).toEqual(['STP']);
    const duties = (await stp.get('/duties')).json<List<{ agencies: { code: string }[] }>>().items;
    expect(duties.length).toBeGreaterThan(0);
    for (const duty of duties) expect(duty.agencies.map((agency) => agency.code)).toContain('STP');
  });

  test('it sees what was sent about its assignment to its own people, and not to the coordinators', async () => {
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    await person.says(`${report} vướng mắc thiếu người`);
    expect((await coordinator.read()).map((seen) => seen.kind)).toEqual(['system']);
    const { id } = await bot.assignment(report, 'STP');
    const to = async (client: Client) =>
      new Set(
        (await client.get(`/assignments/${id}`))
          .json<{ deliveries: { contact: { id: string } }[] }>()
          .deliveries.map((line) => line.contact.id),
      );
    expect(await to(leader)).toContain(coordinator.contactId);
    expect(await to(stp)).toEqual(new Set([person.contactId]));
  });
});

describe('the directory', () => {
  test('has all 30 bodies, with groups, and the 28 that are counted', async () => {
    const { items } = (await leader.get('/agencies')).json<
      List<{ code: string; counted: boolean; groups: string[]; manner: string }>
    >();
    expect(items.filter((agency) => agency.counted)).toHaveLength(28);
    expect(items.filter((agency) => agency.groups.includes('so'))).toHaveLength(10);
    expect(items.find((agency) => agency.code === 'MTTQ')?.manner).toBe('requested');
  });

  test('has every duty verbatim', async () => {
    const { items } = (await leader.get('/duties')).json<List<Record<string, unknown>>>();
    expect(items).toHaveLength(36);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual([
      'agencies',
      'id',
      'manner',
      'number',
      'text',
      'title',
    ]);
  });

  test('has 45 wards, and of a town its own', async () => {
    expect((await leader.get('/wards')).json<List<unknown>>().items).toHaveLength(45);
    const town = await api.browser(await bot.person('UBND-DA'));
    expect((await town.get('/wards')).json<List<unknown>>().items).toHaveLength(7);
  });

  test('shows people to administrators alone', async () => {
    const { items } = (await admin.get('/contacts?limit=1')).json<List<{ name: string }>>();
    expect(items).toHaveLength(1);
    expect((await leader.get('/contacts')).status).toBe(403);
  });
});

describe('a task', () => {
  test('has the fields that others rely on, and in full its description', async () => {
    const { items } = (await leader.get('/tasks')).json<List<Record<string, unknown>>>();
    expect(items[0]).toEqual({
      number: review,
      title: 'Rà soát văn bản',
      dueAt: '2026-12-21T00:00:00+07:00',
      dueText: 'trước ngày',
      adviseAt: '2026-12-19T00:00:00+07:00',
      createdAt: '2026-11-10T09:00:00+07:00',
    });
    expect((await leader.get(`/tasks/${review}`)).json()).toMatchObject({
      number: review,
      description: 'Đường dây nóng',
      urgent: false,
    });
  });
});

describe('records', () => {
  test('deliveries are filtered by state and person, and hold no text', async () => {
    const path = `/deliveries?contact=${person.contactId}`;
    const { items } = (await leader.get(path)).json<List<{ contact: { id: string }; state: string }>>();
    expect(items.length).toBeGreaterThan(0);
    expect(items.every((line) => line.contact.id === person.contactId)).toBe(true);
    expect((await leader.get(`${path}&state=failed`)).json<List<unknown>>().items).toEqual([]);
    expect(JSON.stringify(items)).not.toContain('Kính gửi');
  });

  test('the audit log names who did what, newest first, to administrators', async () => {
    const { id } = await bot.assignment(report, 'STP');
    const { items } = (await admin.get(`/audit?subject=assignment:${id}`)).json<
      List<{ actor: { name: string }; action: string; channel: string }>
    >();
    expect(items.at(-1)).toMatchObject({
      action: 'report',
      channel: 'webchat',
      actor: { name: 'Lê Văn Cường' },
    });
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(
      ['action', 'actor', 'after', 'at', 'before', 'channel', 'id', 'subject'].sort(),
    );
  });
});

describe('the calendar', () => {
  test('opens with the token of the chat, shows own dates, and closes with the next token', async () => {
    const told = await person.says('/lich lien ket');
    const token = /token=(\S+)/.exec(told)?.[1] ?? '';
    const answer = await api.stranger.get(`/calendar.ics?token=${token}`);
    expect(answer.type).toBe('text/calendar; charset=utf-8');
    const lines = answer.text.replaceAll('\r\n ', '').split('\r\n');
    expect(lines).toContain('DTSTART;VALUE=DATE:20261214');
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(lines.find((line) => line.startsWith('SUMMARY'))).toContain(`#${report} Báo cáo kết quả`);
    await person.says('/lich lien ket');
    expect((await api.stranger.get(`/calendar.ics?token=${token}`)).status).toBe(404);
  });
});

describe('errors', () => {
  test('are problem details, and tell nothing of a token that is wrong', async () => {
    const answer = await api.stranger.get('/tracking');
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json<Problem>()).toMatchObject({
      type: 'urn:dondoc:problem:unauthorized',
      status: 401,
      instance: '/api/v1/tracking',
    });
  });

  test('name every field that is wrong, in the language that is asked for', async () => {
    const path = '/assignments?state=finished&limit=0&colour=red';
    const vi = (await leader.get(path)).json<Problem>();
    expect(vi.errors?.map((error) => error.field).sort()).toEqual([
      'querystring',
      'querystring.limit',
      'querystring.state',
    ]);
    expect(vi.detail).toContain('Một số mục');
    const en = (await leader.get(path, { 'accept-language': 'en-GB,vi;q=0.5' })).json<Problem>();
    expect(en.detail).toContain('Some fields');
  });

  test('of an unknown path are problem details too', async () => {
    const answer = await leader.get('/nothing-here');
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.json<Problem>().status).toBe(404);
  });
});
