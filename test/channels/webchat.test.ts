import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webChat } from '../../src/channels/webchat/index.ts';
import { plainText } from '../../src/domain/markup.ts';
import { createDispatcher, type Dispatcher } from '../../src/outbound/dispatch.ts';
import { moveUnreached } from '../../src/jobs/unreached.ts';
import { workCalendar } from '../../src/domain/working-days.ts';
import { claim } from '../../src/store/dispatch.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { markShown, postFromPerson, readChat } from '../../src/store/web-chat.ts';
import { channelContract, type Subject } from '../harness/channel-contract.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { silentLog } from '../harness/log.ts';
import { FakeChannel, outboxWorld, type OutboxWorld, type Someone } from '../harness/outbox.ts';

let database: TestDatabase;
let world: OutboxWorld;
let telegram: FakeChannel;
let posted: string[] = [];
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

const chat = () =>
  webChat({
    prisma: database.prisma,
    clock: () => world.now(),
    onPosted: (identityId) => void posted.push(identityId),
  });

/** An empty world whose channels are the web chat itself and a fake Telegram. */
async function open(): Promise<Dispatcher> {
  telegram = new FakeChannel('telegram');
  posted = [];
  world = await outboxWorld(database, () => [telegram]);
  return createDispatcher({
    prisma: database.prisma,
    channels: [chat(), telegram],
    clock: world.now,
    ticks: () => world.now().getTime(),
    random: () => 0.5,
    sleep: async () => undefined,
    filesDir: '/nowhere',
    log: silentLog,
    hooks: { onUnreachable: async (contactId, reason) => void world.told.push(`${contactId} ${reason}`) },
  });
}

const mailbox = (lan: Someone): string => lan.identities.find((each) => each.channel === 'webchat')?.id ?? '';
const page = (lan: Someone, after?: bigint) => readChat(database.prisma, mailbox(lan), { after, limit: 50 });
const shown = (lan: Someone, upTo: bigint) => markShown(database.prisma, mailbox(lan), upTo, world.now());

async function subject(): Promise<Subject> {
  await open();
  const lan = await world.someone('webchat');
  const channel = chat();
  return {
    channel,
    address: lan.identities[0]?.address ?? '',
    delivery: () => world.queue(lan, 'x'),
    seen: async () =>
      (await page(lan)).map((row) => ({
        platformId: row.id.toString(),
        text: plainText(row.text),
        buttons: (row.buttons ?? []).flat(),
        files: row.fileIds,
      })),
  };
}

channelContract('webchat', {
  make: subject,
  failures: [
    {
      name: 'a mailbox that was closed → recipientGone',
      arrange: async ({ address }) =>
        void (await database.prisma.identity.updateMany({ where: { address }, data: { state: 'revoked' } })),
      want: 'recipientGone',
    },
    {
      name: 'no such mailbox → recipientGone',
      arrange: (each) => void Object.assign(each, { address: 'nobody' }),
      want: 'recipientGone',
    },
    {
      name: 'the database gone → retry',
      arrange: (each) => {
        const broken = new Proxy(database.prisma, {
          get: () => () => Promise.reject(new Error('connection refused')),
        });
        each.channel = webChat({ prisma: broken, clock: () => new Date(0) });
      },
      want: 'retry',
    },
  ],
});

describe('waiting and shown', () => {
  test('a message waits until an open page has shown it; then it is sent, and so is its notice', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await dispatcher.runDue();
    expect([(await world.delivery(id)).state, await world.noticeState(notice)]).toEqual([
      'waiting',
      'queued',
    ]);
    expect(posted).toEqual([mailbox(lan)]);
    const [item] = await page(lan);
    await shown(lan, item?.id ?? 0n);
    expect([(await world.delivery(id)).state, await world.noticeState(notice)]).toEqual(['sent', 'sent']);
  });

  test('a page that shows it before the dispatcher has settled it loses nothing', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat');
    const id = await world.queue(lan, 'x');
    const [row] = await claim(database.prisma, {
      channel: 'webchat',
      now: world.now(),
      limit: 1,
      except: [],
    });
    const { address = '' } = lan.identities[0] ?? {};
    const sent = await chat().send({ deliveryId: row?.id ?? 0n, address, text: 'x', buttons: [], files: [] });
    await shown(lan, BigInt(sent.platformId));
    expect((await world.delivery(id)).state).toBe('sent');
    world.forward(60);
    await dispatcher.runDue();
    expect((await world.delivery(id)).state).toBe('sent');
    expect(await page(lan)).toHaveLength(1);
  });

  test('what was shown does not take back what the person did', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat');
    const notice = await world.notice(lan);
    await world.queue(lan, 'x', { noticeIds: [notice] });
    await dispatcher.runDue();
    await database.prisma.notice.update({ where: { id: notice }, data: { state: 'answered' } });
    await shown(lan, 1_000_000n);
    expect(await world.noticeState(notice)).toBe('answered');
  });

  test('after a crash between sending and settling the message stands there once', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat');
    const id = await world.queue(lan, 'x');
    const [row] = await claim(database.prisma, {
      channel: 'webchat',
      now: world.now(),
      limit: 1,
      except: [],
    });
    const { address = '' } = lan.identities[0] ?? {};
    await chat().send({ deliveryId: row?.id ?? 0n, address, text: 'x', buttons: [], files: [] });
    world.forward(6);
    await dispatcher.runDue();
    expect(await page(lan)).toHaveLength(1);
    expect(await world.delivery(id)).toMatchObject({ state: 'waiting', doubtful: false });
  });
});

describe('order', () => {
  test('who has read up to an id misses nothing, however many write at once', async () => {
    await open();
    const lan = await world.someone('webchat');
    const { address = '' } = lan.identities[0] ?? {};
    const ids = [];
    for (let n = 0; n < 30; n++) ids.push(await world.queue(lan, `${n}`));
    const channel = chat();
    let writing = true;
    const read: bigint[] = [];
    const reader = (async () => {
      for (let after = 0n; writing || (await page(lan, after)).length > 0;) {
        for (const row of await page(lan, after)) {
          read.push(row.id);
          after = row.id;
        }
      }
    })();
    const writers = ids.map((deliveryId, n) =>
      n % 2
        ? channel.send({ deliveryId, address, text: `${n}`, buttons: [], files: [] })
        : postFromPersonInTurn(lan, `${n}`),
    );
    await Promise.all(writers);
    writing = false;
    await reader;
    expect(read).toHaveLength(30);
    expect(new Set(read).size).toBe(30);
  });

  const postFromPersonInTurn = (lan: Someone, clientId: string) =>
    database.prisma.$transaction((db) =>
      postFromPerson(db, { identityId: mailbox(lan), clientId, text: clientId, fileIds: [] }, world.now()),
    );

  test('the same client id twice is one message, also at the same time', async () => {
    await open();
    const lan = await world.someone('webchat');
    const all = await Promise.all([1, 2, 3].map(() => postFromPersonInTurn(lan, 'a')));
    expect(all.filter((each) => each.first)).toHaveLength(1);
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
  });
});

describe('unreached', () => {
  const unreached = () =>
    moveUnreached({
      prisma: database.prisma,
      env: {
        zone: 'Asia/Ho_Chi_Minh',
        locale: 'vi',
        calendar: workCalendar([]),
        localUrl: 'http://localhost',
        secretKey: 'x'.repeat(32),
        filesDir: '/nowhere',
      },
      clock: world.now,
      log: silentLog,
      channels: ['webchat', 'telegram'],
    });

  test('after four working hours a message goes on to the next channel; the old row is closed', async () => {
    const dispatcher = await open(); // 09:00 on a Wednesday
    const lan = await world.someone('webchat', 'telegram');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await dispatcher.runDue();
    world.forward(4 * 3600 - 60);
    expect(await unreached()).toBe(0);
    world.forward(60);
    expect(await unreached()).toBe(1);
    expect(await unreached()).toBe(0);
    await dispatcher.runDue();
    expect(telegram.shown.map((each) => each.text)).toEqual(['x']);
    expect(await world.delivery(id)).toMatchObject({ state: 'withdrawn', failure: 'notShown' });
    expect(await world.noticeState(notice)).toBe('sent');
  });

  test('the night and the weekend do not count', async () => {
    const dispatcher = await open();
    world.forward(2.5 * 86_400 - 3600 * 2.5); // Friday, 18:30
    const lan = await world.someone('webchat', 'telegram');
    await world.queue(lan, 'x');
    await dispatcher.runDue();
    world.forward(2.6 * 86_400); // Monday, 08:54
    expect(await unreached()).toBe(0);
    world.forward(3 * 3600);
    expect(await unreached()).toBe(1);
  });

  test('with no other channel the person goes on the call list; who looks later has it after all', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await dispatcher.runDue();
    world.forward(4 * 3600);
    await unreached();
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'notShown' });
    expect(await database.prisma.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({
      state: 'failed',
      failure: 'notShown',
    });
    expect(world.told).toEqual([]);
    await shown(lan, 1_000_000n);
    expect([(await world.delivery(id)).state, await world.noticeState(notice)]).toEqual(['sent', 'sent']);
  });

  test('answers and what was shown stay where they are', async () => {
    const dispatcher = await open();
    const lan = await world.someone('webchat', 'telegram');
    await world.queue(lan, 'nhắc');
    await world.queue(lan, 'trả lời', { kind: 'answer' });
    await dispatcher.runDue();
    const [, reminder] = await page(lan);
    expect(reminder?.text).toBe('nhắc');
    world.forward(1);
    await shown(lan, reminder?.id ?? 0n);
    await enqueue(
      database.prisma,
      {
        identity: { ...(lan.identities[0] ?? { id: '', channel: 'webchat', address: '' }) },
        kind: 'answer',
        text: 'y',
        notBefore: world.now(),
      },
      world.now(),
    );
    await dispatcher.runDue();
    world.forward(5 * 3600);
    expect(await unreached()).toBe(0);
  });
});

test('an edit and a removal are told as changes, and a removed message is shown no more', async () => {
  const dispatcher = await open();
  const lan = await world.someone('webchat');
  const id = await world.queue(lan, 'bản một');
  await dispatcher.runDue();
  world.forward(10);
  await world.queue(lan, 'bản hai', { editsId: id });
  await dispatcher.runDue();
  const [item] = await page(lan);
  expect(item).toMatchObject({ text: 'bản hai', editedAt: world.now() });
  await world.queue(lan, '', { editsId: id, deletes: true });
  await dispatcher.runDue();
  expect(await page(lan)).toEqual([]);
  expect(posted).toHaveLength(3);
});
