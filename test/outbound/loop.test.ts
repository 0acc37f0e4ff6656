import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChannelAbilities } from '../../src/channels/channel.ts';
import { createDispatcher, type Dispatcher, type DispatcherDeps } from '../../src/outbound/dispatch.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { silentLog } from '../harness/log.ts';
import { FakeChannel, outboxWorld, type OutboxWorld } from '../harness/outbox.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

/** A dispatcher that runs by itself, on the clock of this machine. */
async function running(
  can: Partial<ChannelAbilities> = {},
  more: Partial<DispatcherDeps> = {},
): Promise<{
  world: OutboxWorld;
  channel: FakeChannel;
  dispatcher: Dispatcher;
  taken(count: number): Promise<void>;
}> {
  const channel = new FakeChannel('telegram', can, () => performance.now());
  const world = await outboxWorld(database, () => [channel]);
  const dispatcher = createDispatcher({
    prisma: database.prisma,
    channels: [channel],
    clock: world.now,
    filesDir: '/nowhere',
    log: silentLog,
    ...more,
  });
  const waiting: { count: number; done: () => void }[] = [];
  const told = channel.send.bind(channel);
  channel.send = async (message) => {
    const sent = await told(message);
    for (const each of waiting) if (channel.shown.length >= each.count) each.done();
    return sent;
  };
  const taken = (count: number) =>
    new Promise<void>((done) =>
      channel.shown.length >= count ? done() : void waiting.push({ count, done }),
    );
  return { world, channel, dispatcher, taken };
}

test('what is queued while it runs goes out; stopping settles what is under way', async () => {
  const { world, dispatcher, taken } = await running();
  dispatcher.start();
  const lan = await world.someone('telegram');
  const first = await world.queue(lan, 'một');
  dispatcher.wake();
  await taken(1);
  const second = await world.queue(lan, 'hai');
  await taken(2); // not woken: found by itself
  await dispatcher.stop();
  expect([(await world.delivery(first)).state, (await world.delivery(second)).state]).toEqual([
    'sent',
    'sent',
  ]);
});

test('it may be started again after it was stopped', async () => {
  const { world, dispatcher, taken } = await running();
  dispatcher.start();
  await dispatcher.stop();
  const id = await world.queue(await world.someone('telegram'), 'x');
  dispatcher.start();
  await taken(1);
  await dispatcher.stop();
  expect((await world.delivery(id)).state).toBe('sent');
});

test('stopping gives back what was claimed and not begun, at no cost', async () => {
  const { world, channel, dispatcher } = await running({ concurrency: 1 });
  let release = (): void => undefined;
  const begun = new Promise<void>((begin) => {
    channel.answer = async () => {
      begin();
      await new Promise<void>((done) => (release = done));
      return 'taken' as const;
    };
  });
  const rows = [];
  for (let n = 0; n < 3; n++) rows.push(await world.queue(await world.someone('telegram'), 'x'));
  dispatcher.start();
  await begun;
  const stopped = dispatcher.stop();
  release();
  await stopped;
  const states = await Promise.all(rows.map((id) => world.delivery(id)));
  expect(states.map((row) => [row.state, row.attempts])).toEqual([
    ['sent', 1],
    ['queued', 0],
    ['queued', 0],
  ]);
});

test('a process that no longer leads takes nothing', async () => {
  let leads = false;
  const { world, channel, dispatcher, taken } = await running({}, { leads: () => leads });
  const id = await world.queue(await world.someone('telegram'), 'x');
  await dispatcher.runDue();
  expect([channel.tried.length, (await world.delivery(id)).attempts]).toEqual([0, 0]);
  leads = true;
  dispatcher.start();
  await taken(1);
  await dispatcher.stop();
});

test('an answer overtakes a broadcast that is under way, and no second holds more than the limit', async () => {
  const { world, channel, dispatcher, taken } = await running({ perSecond: 20 });
  for (let n = 0; n < 40; n++)
    await world.queue(await world.someone('telegram'), 'thông báo', { kind: 'broadcast' });
  const lan = await world.someone('telegram');
  dispatcher.start();
  await taken(3);
  await world.queue(lan, 'trả lời', { kind: 'answer' });
  dispatcher.wake();
  await taken(41);
  await dispatcher.stop();
  expect(channel.shown.findIndex((each) => each.text === 'trả lời')).toBeLessThan(20);
  const times = channel.tried.map((each) => each.at);
  times.forEach((from, i) => {
    const until = times[i + 20];
    if (until !== undefined) expect(until - from).toBeGreaterThanOrEqual(1000);
  });
});

test('the database gone for a moment loses nothing and ends nothing', async () => {
  const { world, dispatcher, taken } = await running();
  const { prisma } = database;
  let broken = 2;
  const flaky = new Proxy(prisma, {
    get(target, name: keyof typeof prisma) {
      if (name === '$queryRaw' && broken > 0) {
        broken--;
        return () => Promise.reject(new Error('connection refused'));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function'
        ? (...args: unknown[]): unknown => Reflect.apply(value, target, args)
        : value;
    },
  });
  const errors: string[] = [];
  const log = { ...silentLog, error: (_: object, text: string) => void errors.push(text) };
  const channel = new FakeChannel('telegram');
  const other = createDispatcher({
    prisma: flaky,
    channels: [channel],
    clock: world.now,
    filesDir: '/',
    log,
  });
  const id = await world.queue(await world.someone('telegram'), 'x');
  const arrived = new Promise<void>((done) => (channel.answer = () => (done(), 'taken')));
  other.start();
  await arrived;
  await other.stop();
  await dispatcher.stop();
  expect(errors.length).toBeGreaterThan(0);
  expect((await world.delivery(id)).state).toBe('sent');
  await taken(0);
});
