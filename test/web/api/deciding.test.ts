import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Client, type TestApi } from '../../harness/api.ts';
import { startBot, type Chatter, type TestBot } from '../../harness/chat.ts';

/** What is decided through the API: the same decisions as in the chat, and the people hear of them. */

interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; detail: string }[];
}

let bot: TestBot;
let api: TestApi;
let machine: Client;
let stp: Chatter;
let snv: Chatter;

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T02:00:00Z' });
  api = await openApi(bot);
  machine = await api.machine('coordinator');
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  snv = await bot.person('SNV');
}, 120_000);
afterAll(async () => {
  await api.close();
  await bot.close();
});

const create = (body: object, headers: Record<string, string> = {}) => machine.post('/tasks', body, headers);
const task = { title: 'Rà soát văn bản', due: 'trước 15/12', agencies: ['STP'] };

/** A task at one agency; the assignment's path. */
async function given(code = 'STP', due = '2026-12-14T17:00:00Z'): Promise<{ path: string; number: number }> {
  const number = await bot.task('Việc cần làm', [code], due);
  return { number, path: `/assignments/${(await bot.assignment(number, code)).id}` };
}
const submitted = async (code = 'STP'): Promise<{ path: string; number: number }> => {
  const made = await given(code);
  await (code === 'STP' ? stp : snv).says(`${made.number} xong`);
  return made;
};

describe('POST tasks', () => {
  test('gives a task, with the date as people write it, and each contact is told once', async () => {
    await stp.read();
    const answer = await create({ ...task, description: 'Theo mẫu 01', agencies: ['STP', 'stp', 'snv'] });
    expect(answer.status).toBe(201);
    const created = answer.json<{ number: number; dueAt: string; dueText: string }>();
    expect(created).toMatchObject({
      title: 'Rà soát văn bản',
      description: 'Theo mẫu 01',
      dueAt: '2026-12-15T00:00:00+07:00',
      dueText: 'trước 15/12',
      adviseAt: '2026-12-15T00:00:00+07:00',
    });
    const told = await stp.read();
    expect(told.map((seen) => seen.kind)).toEqual(['assignment']);
    expect(told[0]?.text).toContain('trước ngày 15/12/2026');
    expect((await bot.assignment(created.number, 'SNV')).state).toBe('assigned');
  });

  test('takes groups and ISO dates', async () => {
    const answer = await create({ ...task, due: '2026-12-31', agencies: ['so'] });
    const { number, dueAt } = answer.json<{ number: number; dueAt: string }>();
    expect(dueAt).toBe('2027-01-01T00:00:00+07:00');
    expect(await bot.db.prisma.assignment.count({ where: { task: { number } } })).toBe(10);
  });

  test('keeps the duty that it stems from', async () => {
    const duty = await bot.db.prisma.duty.findFirstOrThrow({
      where: { agencies: { some: { agency: { code: 'STP' } } } },
    });
    expect((await create({ ...task, dutyId: duty.id })).json<object>()).toMatchObject({ dutyId: duty.id });
  });

  test.each([
    ['an unknown code', { ...task, agencies: ['STP', 'SYT'] }, 422, 'agencyUnknown'],
    ['the body that is never counted', { ...task, agencies: ['UBND-TINH'] }, 422, 'agencyUnknown'],
    ['an unknown duty', { ...task, dutyId: '0190a5c0-0000-7000-8000-000000000000' }, 422, 'dutyUnknown'],
    ['a date that does not exist', { ...task, due: 'trước 31/11' }, 422, 'dateUnreadable'],
    ['a date that is past', { ...task, due: '2026-11-01' }, 422, 'dateUnreadable'],
    ['a date that cannot be read', { ...task, due: 'sớm nhất có thể' }, 422, 'dateUnreadable'],
    ['no title', { ...task, title: '  ' }, 400, 'invalid'],
    ['nobody to give it to', { ...task, agencies: [] }, 400, 'invalid'],
    ['a field that there is not', { ...task, deadline: '15/12' }, 400, 'invalid'],
    ['a mark of secrecy', { ...task, description: 'TUYỆT MẬT\nnội dung' }, 422, 'secret'],
  ])('%s is refused, and nothing is half done', async (_, body, status, code) => {
    const before = await bot.db.prisma.task.count();
    const problem = (await create(body)).json<Problem>();
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).not.toBe('');
    expect(await bot.db.prisma.task.count()).toBe(before);
  });

  test('a citizen-id number is masked before it is stored', async () => {
    const answer = await create({ ...task, description: 'Ông A, số 079203001234' });
    expect(answer.json<{ description: string }>().description).toBe('Ông A, số 079•••••••34');
  });

  test('the same Idempotency-Key is one task, also when asked at once', async () => {
    const headers = { 'idempotency-key': 'a1' };
    const before = await bot.db.prisma.task.count();
    const answers = await Promise.all([1, 2, 3, 4].map(() => create(task, headers)));
    const again = await create(task, headers);
    expect([...answers, again].map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set([...answers, again].map((answer) => answer.text.length)).size).toBe(1);
    expect(new Set([...answers, again].map((answer) => answer.json<{ number: number }>().number)).size).toBe(
      1,
    );
    expect(await bot.db.prisma.task.count()).toBe(before + 1);
  });

  test('a key for another request is refused, another caller’s key is another', async () => {
    const headers = { 'idempotency-key': 'a2' };
    await create(task, headers);
    expect((await create({ ...task, title: 'Khác' }, headers)).json<Problem>().code).toBe('keyReused');
    const other = await api.machine('admin');
    expect((await other.post('/tasks', { ...task, title: 'Khác' }, headers)).status).toBe(201);
  });

  test('a request that was refused leaves its key free', async () => {
    const headers = { 'idempotency-key': 'a3' };
    expect((await create({ ...task, agencies: ['SYT'] }, headers)).status).toBe(422);
    expect((await create(task, headers)).status).toBe(201);
  });
});

describe('decisions about one assignment', () => {
  test('accept: completed, and the agency hears of it', async () => {
    const { path, number } = await submitted();
    await stp.read();
    const answer = await machine.post(`${path}/accept`);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ state: 'completed', category: 'on_time', percent: 100 });
    expect((await stp.read()).map((seen) => seen.text).join()).toContain(`#${number}`);
  });

  test('accept where nothing waits is a conflict, in words', async () => {
    const { path } = await given();
    expect((await machine.post(`${path}/accept`)).json<Problem>()).toMatchObject({
      status: 409,
      code: 'reportMissing',
    });
  });

  test('an empty JSON body is as good as none', async () => {
    const { path } = await submitted();
    const answer = await api.app.inject({
      method: 'POST',
      url: `/api/v1${path}/accept`,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(401);
    expect((await machine.post(`${path}/accept`, {})).status).toBe(200);
  });

  test('return with a reason and a date; without a date the third working day', async () => {
    const first = await submitted();
    const later = await machine.post(`${first.path}/return`, { reason: 'thiếu phụ lục 2', due: 'hết 18/12' });
    expect(later.json()).toMatchObject({ state: 'returned', dueAt: '2026-12-19T00:00:00+07:00' });
    const second = await submitted();
    const plain = await machine.post(`${second.path}/return`, { reason: 'thiếu phụ lục 2' });
    expect(plain.json()).toMatchObject({ state: 'returned', dueAt: '2026-12-15T00:00:00+07:00' });
  });

  test('a return needs its reason', async () => {
    const { path } = await submitted();
    const problem = (await machine.post(`${path}/return`, {})).json<Problem>();
    expect(problem).toMatchObject({
      status: 400,
      errors: [{ field: 'body.reason', detail: 'thiếu mục này' }],
    });
  });

  test('reschedule, cancel, and nothing more after that', async () => {
    const { path } = await given();
    const moved = await machine.post(`${path}/reschedule`, { due: '20/12', reason: 'chờ biểu mẫu' });
    expect(moved.json()).toMatchObject({ dueAt: '2026-12-21T00:00:00+07:00', category: 'in_progress' });
    const gone = await machine.post(`${path}/cancel`, { reason: 'không còn cần' });
    expect(gone.json()).toMatchObject({ state: 'cancelled', category: 'cancelled' });
    expect((await machine.post(`${path}/nudge`)).status).toBe(409);
  });

  test('reopen a completed one', async () => {
    const { path } = await submitted();
    await machine.post(`${path}/accept`);
    const answer = await machine.post(`${path}/reopen`, { reason: 'số liệu sai' });
    expect(answer.json()).toMatchObject({ state: 'returned', completedAt: null });
  });

  test('nudge once a day', async () => {
    const { path } = await given('SNV');
    await snv.read();
    expect((await machine.post(`${path}/nudge`)).status).toBe(200);
    expect((await snv.read()).map((seen) => seen.kind)).toEqual(['nudge']);
    expect((await machine.post(`${path}/nudge`)).json<Problem>()).toMatchObject({
      status: 409,
      code: 'nudgedToday',
    });
  });
});

describe('reports on behalf', () => {
  const letter = { text: 'Đã hoàn thành', source: 'letter', documentNumber: '45/BC-SNV', at: '2026-11-20' };

  test('count by the document’s date, are shown as such, and the agency is told', async () => {
    const { path } = await given('SNV');
    await snv.read();
    const answer = await machine.post(`${path}/reports`, { ...letter, state: 'submitted' });
    expect(answer.json()).toMatchObject({ state: 'submitted', submittedAt: '2026-11-20T00:00:00+07:00' });
    const detail = (await machine.get(path)).json<{ reports: object[] }>();
    expect(detail.reports).toMatchObject([
      { kind: 'done', source: 'letter', documentNumber: '45/BC-SNV', at: '2026-11-20T00:00:00+07:00' },
    ]);
    expect((await snv.read()).map((seen) => seen.text).join()).toContain('45/BC-SNV');
  });

  test.each([
    [{ percent: 60 }, { state: 'in_progress', percent: 60 }],
    [
      { state: 'in_progress', percent: 30 },
      { state: 'in_progress', percent: 30 },
    ],
    [{ state: 'acknowledged' }, { state: 'acknowledged' }],
    [{}, { state: 'assigned', note: 'Đã hoàn thành' }],
  ])('%j', async (said, wanted) => {
    const { path } = await given('SNV');
    expect((await machine.post(`${path}/reports`, { ...letter, ...said })).json()).toMatchObject(wanted);
  });

  test.each([
    ['in the future', { at: '2026-11-25' }, 422],
    ['by an unknown way', { source: 'dream' }, 400],
    ['with a percentage of a completion', { state: 'submitted', percent: 60 }, 400],
    ['as accepted already', { state: 'completed' }, 400],
    ['at no date', { at: 'hôm qua' }, 400],
  ])('%s: refused', async (_, wrong, status) => {
    const { path } = await given('SNV');
    expect((await machine.post(`${path}/reports`, { ...letter, ...wrong })).status).toBe(status);
  });
});

describe('extensions', () => {
  const asked = async () => {
    const made = await given();
    await stp.says(`${made.number} xin gia hạn đến 20/12 vì chờ số liệu`);
    const detail = (await machine.get(made.path)).json<{ extensions: { id: string; state: string }[] }>();
    expect(detail.extensions).toMatchObject([{ state: 'pending', reason: 'chờ số liệu' }]);
    return { ...made, extension: `/extensions/${detail.extensions[0]?.id}` };
  };

  test('approve as asked, and only once', async () => {
    const { extension } = await asked();
    expect((await machine.post(`${extension}/approve`)).json()).toMatchObject({
      dueAt: '2026-12-21T00:00:00+07:00',
    });
    expect((await machine.post(`${extension}/approve`)).json<Problem>()).toMatchObject({
      status: 409,
      code: 'extensionMissing',
    });
  });

  test('approve for another date; deny with a reason', async () => {
    const one = await asked();
    const approved = await machine.post(`${one.extension}/approve`, { due: 'hết 18/12' });
    expect(approved.json()).toMatchObject({ dueAt: '2026-12-19T00:00:00+07:00' });
    const other = await asked();
    expect((await machine.post(`${other.extension}/deny`)).status).toBe(400);
    const denied = await machine.post(`${other.extension}/deny`, { reason: 'không thể chậm hơn' });
    expect(denied.json()).toMatchObject({ dueAt: '2026-12-15T00:00:00+07:00' });
  });

  test('one that there is not', async () => {
    expect((await machine.post('/extensions/0190a5c0-0000-7000-8000-000000000000/approve')).status).toBe(404);
  });
});

describe('broadcasts', () => {
  test('reach the audience, and each person of it stands in one state', async () => {
    await stp.read();
    const answer = await machine.post('/broadcasts', {
      text: 'Họp giao ban 8h',
      audience: ['STP', 'SNV'],
      requireAck: true,
    });
    expect(answer.status).toBe(201);
    const made = answer.json<{ id: string; people: number; states: Record<string, number> }>();
    expect(made.people).toBe(2);
    expect((await stp.read()).map((seen) => seen.text).join()).toContain('Họp giao ban 8h');
    const seen = (await machine.get(`/broadcasts/${made.id}`)).json<typeof made>();
    expect(Object.values(seen.states).reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test('to nobody is refused', async () => {
    expect((await machine.post('/broadcasts', { text: 'x', audience: ['STC'] })).status).toBe(422);
  });
});

describe('who did it', () => {
  test('a token stands in the audit log by its name, a browser by its person', async () => {
    const admin = await api.machine('admin');
    const coordinator = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thị Mai' });
    const browser = await api.browser(coordinator);
    const actorOf = async (path: string): Promise<unknown> => {
      const subject = path.replace('/assignments/', 'assignment:');
      const { items } = (await admin.get(`/audit?subject=${subject}`)).json<{ items: { actor: object }[] }>();
      return items[0];
    };
    const first = await submitted();
    await machine.post(`${first.path}/accept`);
    expect(await actorOf(first.path)).toMatchObject({
      channel: 'api',
      actor: { name: 'machine coordinator' },
    });
    const second = await submitted();
    await browser.post(`${second.path}/accept`);
    expect(await actorOf(second.path)).toMatchObject({ channel: 'api', actor: { name: 'Nguyễn Thị Mai' } });
  });

  test('a browser’s cookie from another site decides nothing', async () => {
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    const browser = await api.browser(coordinator);
    const { path } = await submitted();
    const forged = await browser.post(`${path}/accept`, undefined, { 'sec-fetch-site': 'cross-site' });
    expect(forged.status).toBe(403);
    expect((await browser.get(path)).json()).toMatchObject({ state: 'submitted' });
  });
});
