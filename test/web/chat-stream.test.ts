import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHub } from '../../src/web/chat/hub.ts';
import { webChat } from '../../src/channels/webchat/index.ts';
import { startWeb, type ChatItem, type TestWeb, type Visitor } from '../harness/web-server.ts';

let web: TestWeb;
let url: string;
beforeAll(async () => {
  web = await startWeb();
  url = await web.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => web.close());

interface Told {
  event: string;
  id?: string;
  data: ChatItem;
}

const open: AbortController[] = [];
afterEach(() => open.splice(0).forEach((each) => each.abort()));

/** An open page: what it is told, pings apart. */
async function page(visitor: Visitor, headers: Record<string, string> = {}, query = '') {
  const abort = new AbortController();
  open.push(abort);
  const response = await fetch(`${url}/api/v1/chat/stream${query}`, {
    headers: { authorization: `Bearer ${visitor.token}`, ...headers },
    signal: abort.signal,
  });
  const told: Told[] = [];
  let pings = 0;
  const waiting: { enough: () => boolean; done: () => void }[] = [];
  const look = (): void => waiting.filter(({ enough }) => enough()).forEach(({ done }) => done());
  const ended = (async () => {
    let rest = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
      const frames = (rest + chunk.value).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1];
        const event = field('event');
        if (event === 'ping') pings++;
        else if (event)
          told.push({ event, id: field('id'), data: JSON.parse(field('data') ?? '{}') as ChatItem });
      }
      look();
    }
  })().catch(() => undefined);
  const when = (enough: () => boolean) =>
    new Promise<void>((done) => (enough() ? done() : void waiting.push({ enough, done })));
  return {
    response,
    told,
    ended,
    /** Waits until so many events came. */
    events: (count: number) => when(() => told.length >= count),
    pinged: () => when(() => pings > 0),
    close: () => abort.abort(),
  };
}

const texts = (told: readonly Told[]): string[] => told.map(({ event, data }) => `${event} ${data.text}`);

test('an open page is told what is new, in order, the echo of one’s own words among it', async () => {
  const lan = await web.join();
  await web.dispatch();
  const seen = await page(lan);
  expect(seen.response.headers.get('content-type')).toMatch('text/event-stream');
  await web.says(lan, 'một');
  await lan.ask('POST', '/chat/messages', { clientId: 'own', text: 'hai' });
  await web.says(lan, 'ba');
  await seen.events(3);
  expect(texts(seen.told)).toEqual(['message một', 'message hai', 'message ba']);
  expect(seen.told[1]?.data).toMatchObject({ from: 'me', clientId: 'own' });
  expect(seen.told.map(({ id, data }) => id === data.id)).toEqual([true, true, true]);
});

test('what an open page was told is sent', async () => {
  const lan = await web.join();
  const seen = await page(lan);
  const id = await web.says(lan, 'x');
  await seen.events(1);
  const state = async () => (await web.database.prisma.delivery.findUniqueOrThrow({ where: { id } })).state;
  await expect.poll(state).toBe('sent');
});

test('edits and removals are told, several at once too', async () => {
  const lan = await web.join();
  await web.dispatch();
  const [first, second] = [await web.says(lan, 'một'), await web.says(lan, 'hai')];
  await lan.messages();
  const seen = await page(lan);
  web.forward(60);
  await web.says(lan, 'hai, sửa trước', { editsId: second });
  web.forward(60);
  await web.says(lan, 'một, sửa sau', { editsId: first });
  web.forward(60);
  await web.says(lan, '', { editsId: second, deletes: true });
  await seen.events(3);
  expect(texts(seen.told).slice(0, 2).sort()).toEqual(['message hai, sửa trước', 'message một, sửa sau']);
  expect(seen.told.at(-1)?.event).toBe('deleted');
});

test('a page that comes back is told what it missed, edits and removals included', async () => {
  const lan = await web.join();
  await web.dispatch();
  const first = await web.says(lan, 'một');
  const known = await lan.messages();
  web.forward(60);
  await web.says(lan, 'một, sửa', { editsId: first });
  await web.says(lan, 'hai');
  const seen = await page(lan, { 'last-event-id': known.at(-1)?.id ?? '0' });
  await seen.events(2);
  expect(texts(seen.told)).toEqual(['message một, sửa', 'message hai']);
});

test('every page of a person is told, and nobody else’s', async () => {
  const [lan, nam] = [await web.join(), await web.join()];
  await web.dispatch();
  const pages = [await page(lan), await page(lan), await page(nam)];
  await web.says(lan, 'cho Lan');
  await web.says(nam, 'cho Nam');
  await Promise.all(pages.map((each) => each.events(1)));
  expect(pages.map((each) => texts(each.told))).toEqual([
    ['message cho Lan'],
    ['message cho Lan'],
    ['message cho Nam'],
  ]);
});

test('what another process wrote is found without a word between the two', async () => {
  const lan = await web.join();
  await web.dispatch();
  const told: string[] = [];
  const { prisma } = web.database;
  const { id, address } = await prisma.identity.findFirstOrThrow({ where: { contactId: lan.contactId } });
  const other = createHub({ prisma, clock: web.now, log: { info() {}, warn() {}, error() {} } });
  const heard = new Promise<void>((done) => {
    other.open({
      identityId: id,
      after: 0n,
      since: web.now(),
      tell: (_, row) => {
        told.push(row.text);
        if (row.text === 'từ nơi khác') done();
      },
    });
  });
  const deliveryId = await web.says(lan, 'x');
  await prisma.webMessage.deleteMany({ where: { deliveryId } });
  await webChat({ prisma, clock: web.now }).send({
    deliveryId,
    address,
    text: 'từ nơi khác',
    buttons: [],
    files: [],
  });
  await heard;
  await other.stop();
  expect(told.filter((text) => text === 'từ nơi khác')).toHaveLength(1);
});

test('a quiet stream is pinged; access that has ended ends it', async () => {
  const lan = await web.join();
  const seen = await page(lan);
  await seen.pinged();
  await web.database.prisma.session.updateMany({
    where: { contactId: lan.contactId },
    data: { endedAt: web.now() },
  });
  await seen.ended;
  await web.says(lan, 'sau khi hết quyền');
  expect(texts(seen.told)).not.toContain('message sau khi hết quyền');
});

test('a page that went away is told nothing more, and what comes waits', async () => {
  const lan = await web.join();
  const seen = await page(lan);
  await seen.pinged();
  seen.close();
  await seen.ended;
  await expect
    .poll(async () => {
      const id = await web.says(lan, 'x');
      return (await web.database.prisma.delivery.findUniqueOrThrow({ where: { id } })).state;
    })
    .toBe('waiting');
});
