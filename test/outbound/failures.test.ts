import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelAbilities, SendFailure } from '../../src/channels/channel.ts';
import { claim } from '../../src/store/dispatch.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { FakeChannel, outboxWorld, type Answer, type OutboxWorld } from '../harness/outbox.ts';

let database: TestDatabase;
let world: OutboxWorld;
let telegram: FakeChannel;
let zalo: FakeChannel;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

/** An empty world with two channels. */
async function two(can: Partial<ChannelAbilities> = {}): Promise<void> {
  telegram = new FakeChannel('telegram', can);
  zalo = new FakeChannel('zalo_oa');
  world = await outboxWorld(database, () => [telegram, zalo]);
}

const gone: SendFailure = { kind: 'recipientGone', reason: 'blocked' };
const fail = (channel: FakeChannel, answer: Answer): void => void (channel.answer = () => answer);
const work = (channel: FakeChannel): void => void (channel.answer = () => 'taken');
/** Fails the first tries of each message. */
const failFirst = (channel: FakeChannel, times: number, answer: Answer): void =>
  void (channel.answer = (_, tries) => (tries <= times ? answer : 'taken'));

async function later(...seconds: number[]): Promise<void> {
  for (const each of seconds) {
    world.forward(each);
    await world.dispatcher.runDue();
  }
}

describe('a failure for now', () => {
  test('is tried again with growing pauses, and nothing is lost', async () => {
    await two();
    failFirst(telegram, 3, { kind: 'retry' });
    const id = await world.queue(await world.someone('telegram'), 'x');
    await world.dispatcher.runDue();
    expect(await world.delivery(id)).toMatchObject({ state: 'queued', attempts: 1, failure: 'retry' });
    await later(1.4);
    expect(telegram.tried).toHaveLength(1);
    await later(0.1, 3, 6);
    expect(await world.delivery(id)).toMatchObject({
      state: 'sent',
      attempts: 4,
      failure: null,
      doubtful: false,
    });
  });

  test('goes to the next channel after eight tries, and the address is not given up', async () => {
    await two();
    fail(telegram, { kind: 'retry' });
    const lan = await world.someone('telegram', 'zalo_oa');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await world.dispatcher.runDue();
    await later(2, 4, 8, 16, 32, 64, 128);
    expect(telegram.tried).toHaveLength(8);
    expect(zalo.textsTo('1')).toEqual(['x']);
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'unanswered' });
    expect(await world.noticeState(notice)).toBe('sent');
    const identity = await world.prisma.identity.findUniqueOrThrow({ where: { id: lan.identities[0]?.id } });
    expect(identity.state).toBe('active');
  });

  test('a message in its chat that is due may go before it', async () => {
    await two();
    telegram.answer = (message, tries) =>
      message.text === 'một' && tries === 1 ? { kind: 'retry' } : 'taken';
    const lan = await world.someone('telegram');
    await world.queue(lan, 'một');
    await world.queue(lan, 'hai');
    await world.dispatcher.runDue();
    await later(2);
    expect(telegram.textsTo('1')).toEqual(['hai', 'một']);
  });
});

describe('429', () => {
  test('of one chat is kept to the second and holds back nobody else', async () => {
    await two();
    telegram.answer = (message, tries) =>
      message.address === '1' && tries === 1 && message.text === 'a'
        ? { kind: 'retryAfter', seconds: 17 }
        : 'taken';
    const lan = await world.someone('telegram');
    const nam = await world.someone('telegram');
    const id = await world.queue(lan, 'a');
    await world.queue(lan, 'b', { kind: 'answer', notBefore: new Date(world.now().getTime() + 1000) });
    await world.queue(nam, 'c');
    await world.dispatcher.runDue();
    expect(telegram.shown.map((each) => each.text)).toEqual(['c']);
    await later(16.9);
    expect(telegram.tried).toHaveLength(2);
    await later(0.1);
    expect(telegram.textsTo('1')).toEqual(['b', 'a']);
    expect(await world.delivery(id)).toMatchObject({ attempts: 1 });
  });

  test('of the whole bot holds everybody, also after a restart', async () => {
    await two();
    failFirst(telegram, 1, { kind: 'retryAfter', seconds: 30, whole: true });
    await world.queue(await world.someone('telegram'), 'a');
    await world.dispatcher.runDue();
    await world.queue(await world.someone('telegram'), 'b', { kind: 'answer' });
    await world.dispatcher.runDue();
    expect(telegram.tried).toHaveLength(1);
    const restarted = world.restart();
    world.forward(29.9);
    await restarted.runDue();
    expect(telegram.tried).toHaveLength(1);
    work(telegram);
    world.forward(0.1);
    await restarted.runDue();
    expect(telegram.tried.map((each) => each.text)).toEqual(['a', 'b', 'a']);
  });
});

describe('a lost answer', () => {
  test('is sent once more after a minute, and marked', async () => {
    await two();
    failFirst(telegram, 1, 'takenAndAnswerLost');
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await world.dispatcher.runDue();
    expect(await world.noticeState(notice)).toBe('doubtful');
    await later(59);
    expect(telegram.tried).toHaveLength(1);
    await later(1);
    expect(telegram.textsTo('1')).toEqual(['x', 'x']);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', doubtful: true });
    expect(await world.noticeState(notice)).toBe('sent');
  });

  test('twice is the end: never a third time', async () => {
    await two();
    fail(telegram, 'takenAndAnswerLost');
    const lan = await world.someone('telegram', 'zalo_oa');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await world.dispatcher.runDue();
    await later(60, 60, 600, 6000);
    expect(telegram.tried).toHaveLength(2);
    expect(zalo.tried).toHaveLength(0);
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'unknown', doubtful: true });
    expect(await world.noticeState(notice)).toBe('doubtful');
  });

  test('the platform is asked first where it can tell', async () => {
    await two();
    failFirst(telegram, 1, 'takenAndAnswerLost');
    const asked: bigint[] = [];
    Object.assign(telegram, {
      wasSent: async (message: { deliveryId: bigint }) => {
        asked.push(message.deliveryId);
        const found = telegram.shown.find((each) => each.deliveryId === message.deliveryId);
        return found && { platformId: found.platformId };
      },
    });
    const id = await world.queue(await world.someone('telegram'), 'x');
    await world.dispatcher.runDue();
    await later(60);
    expect(asked).toEqual([id]);
    expect(telegram.textsTo('1')).toEqual(['x']);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', platformId: 'telegram-100' });
  });

  test('does not count where sending twice shows once', async () => {
    await two({ idempotent: true });
    failFirst(telegram, 1, { kind: 'unknown' });
    const id = await world.queue(await world.someone('telegram'), 'x');
    await world.dispatcher.runDue();
    await later(2);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', doubtful: false });
  });
});

describe('after a crash', () => {
  const crash = async (): Promise<void> => {
    await claim(world.prisma, { channel: 'telegram', now: world.now(), limit: 10, except: [] });
  };

  test('a row found half sent is sent once more after a minute, and marked', async () => {
    await two();
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    await crash();
    await later(60);
    expect(telegram.tried).toHaveLength(0);
    await later(5);
    expect(telegram.textsTo('1')).toEqual(['x']);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', doubtful: true });
    expect(await world.noticeState(notice)).toBe('sent');
  });

  test('the chat goes on after it, in order, and other chats did not wait', async () => {
    await two();
    const lan = await world.someone('telegram');
    await world.queue(lan, 'một');
    await crash();
    await world.queue(lan, 'hai');
    await world.queue(await world.someone('telegram'), 'khác');
    await world.dispatcher.runDue();
    expect(telegram.shown.map((each) => each.text)).toEqual(['khác']);
    await later(65);
    expect(telegram.textsTo('1')).toEqual(['một', 'hai']);
  });

  test('a row that was in doubt before is closed, never sent a third time', async () => {
    await two();
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'x', { noticeIds: [notice] });
    fail(telegram, 'takenAndAnswerLost');
    await world.dispatcher.runDue();
    world.forward(60);
    await crash();
    await later(65, 600);
    expect(telegram.tried).toHaveLength(1);
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'unknown', doubtful: true });
    expect(await world.noticeState(notice)).toBe('doubtful');
  });

  test('where sending twice shows once the row is simply sent again, soon', async () => {
    await two({ idempotent: true });
    const id = await world.queue(await world.someone('telegram'), 'x');
    await crash();
    await later(6);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', doubtful: false });
  });
});

describe('a person who is gone', () => {
  test('gets the message on the next channel, in their own order; the address is marked', async () => {
    await two();
    fail(telegram, gone);
    const lan = await world.someone('telegram', 'zalo_oa');
    const notice = await world.notice(lan);
    const buttons = [[{ label: 'Đã nhận', say: '/nhan 12' }]];
    const id = await world.queue(lan, 'x', { noticeIds: [notice], buttons });
    await world.dispatcher.runDue();
    expect(zalo.textsTo('1')).toEqual(['x']);
    expect(zalo.shown[0]?.buttons).toHaveLength(1);
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'blocked' });
    expect(await world.noticeState(notice)).toBe('sent');
    const identity = await world.prisma.identity.findUniqueOrThrow({ where: { id: lan.identities[0]?.id } });
    expect(identity).toMatchObject({ state: 'unreachable', stateReason: 'blocked' });
    expect(world.told).toEqual([]);
  });

  test('with no channel left the notice has failed and coordinators are told, once', async () => {
    await two();
    fail(telegram, gone);
    fail(zalo, gone);
    const lan = await world.someone('telegram', 'zalo_oa');
    const notice = await world.notice(lan);
    await world.queue(lan, 'x', { noticeIds: [notice] });
    await world.dispatcher.runDue();
    await later(600);
    expect([telegram.tried.length, zalo.tried.length]).toEqual([1, 1]);
    expect(await world.noticeState(notice)).toBe('failed');
    expect(world.told).toEqual([`unreachable ${lan.contactId} blocked`]);
  });

  test('is not told of by a message about somebody unreachable', async () => {
    await two();
    fail(telegram, gone);
    await world.queue(await world.someone('telegram'), 'x', { kind: 'system' });
    await world.dispatcher.runDue();
    expect(world.told).toEqual([]);
  });

  test('is not tried again on an address that is known not to work', async () => {
    await two();
    const lan = await world.someone('telegram', 'zalo_oa');
    await world.prisma.identity.update({
      where: { id: lan.identities[0]?.id },
      data: { state: 'unreachable' },
    });
    await world.queue(lan, 'x');
    await world.dispatcher.runDue();
    expect(telegram.tried).toHaveLength(0);
    expect(zalo.textsTo('1')).toEqual(['x']);
  });

  test('an answer is tried there all the same, and getting through makes the address good again', async () => {
    await two();
    const lan = await world.someone('telegram', 'zalo_oa');
    const where = { id: lan.identities[0]?.id };
    await world.prisma.identity.update({ where, data: { state: 'unreachable', stateReason: 'blocked' } });
    await world.queue(lan, 'x', { kind: 'answer' });
    await world.dispatcher.runDue();
    expect(telegram.textsTo('1')).toEqual(['x']);
    expect(await world.prisma.identity.findUniqueOrThrow({ where })).toMatchObject({
      state: 'active',
      stateReason: null,
    });
  });

  test('an edit follows the message to the channel where it went', async () => {
    await two();
    fail(telegram, gone);
    const lan = await world.someone('telegram', 'zalo_oa');
    const id = await world.queue(lan, 'bản một');
    await world.dispatcher.runDue();
    await world.queue(lan, 'bản hai', { editsId: id, kind: 'answer' });
    await world.dispatcher.runDue();
    expect(zalo.textsTo('1')).toEqual(['bản hai']);
    expect(telegram.tried).toHaveLength(1);
  });

  test('a group has no other channel', async () => {
    await two();
    fail(telegram, gone);
    const agency = await world.prisma.agency.upsert({
      where: { code: 'STP' },
      create: { code: 'STP', name: 'Sở Tư pháp', shortName: 'Sở Tư pháp', aliases: [] },
      update: {},
    });
    const { id } = await world.prisma.identity.create({
      data: { channel: 'telegram', address: '-5', agencyId: agency.id, linkedAt: world.now() },
    });
    const row = await world.queue(
      { contactId: '', identities: [{ id, channel: 'telegram', address: '-5' }] },
      'x',
    );
    await world.dispatcher.runDue();
    expect(await world.delivery(row)).toMatchObject({ state: 'failed', failure: 'blocked' });
    expect(world.told).toEqual([]);
  });
});

test('a text that the platform will never take is given up, and its notice has failed with the reason', async () => {
  await two();
  fail(telegram, { kind: 'messageRefused', reason: 'bad markup' });
  const lan = await world.someone('telegram', 'zalo_oa');
  const notice = await world.notice(lan);
  await world.queue(lan, 'x', { noticeIds: [notice] });
  await world.dispatcher.runDue();
  await later(600);
  expect([telegram.tried.length, zalo.tried.length]).toEqual([1, 0]);
  expect(await world.prisma.notice.findUniqueOrThrow({ where: { id: notice } })).toMatchObject({
    state: 'failed',
    failure: 'bad markup',
  });
});

describe('a channel that is down', () => {
  /** Five people with both channels and one with Telegram alone, each with a message. */
  async function outage(failure: SendFailure) {
    await two();
    fail(telegram, failure);
    const people = [];
    for (let n = 0; n < 5; n++) people.push(await world.someone('telegram', 'zalo_oa'));
    people.push(await world.someone('telegram'));
    const rows = [];
    for (const person of people)
      rows.push(await world.queue(person, 'x', { noticeIds: [await world.notice(person)] }));
    await world.dispatcher.runDue();
    return rows;
  }
  const states = async (rows: readonly bigint[]) => {
    const found = await world.prisma.delivery.findMany({
      where: { id: { in: [...rows] } },
      orderBy: { id: 'asc' },
    });
    return found.map((row) => row.state);
  };

  test('is told of once; rows wait without losing attempts, and it comes back by itself', async () => {
    const rows = await outage({ kind: 'retry' });
    expect(world.told).toEqual(['down telegram failing']);
    const tried = telegram.tried.length;
    await later(5, 10, 20, 30, 30, 30, 30);
    expect(telegram.tried.length - tried).toBe(7);
    const attempts = await world.prisma.delivery.findMany({ where: { id: { in: rows } } });
    expect(Math.max(...attempts.map((row) => row.attempts))).toBeLessThanOrEqual(1);
    expect(zalo.tried).toHaveLength(0);
    work(telegram);
    await later(30, 30);
    expect(await states(rows)).toEqual(Array(6).fill('sent'));
    expect(new Set(telegram.shown.map((each) => each.address)).size).toBe(6);
    expect(telegram.shown).toHaveLength(6);
    expect(world.told).toEqual(['down telegram failing', 'up telegram']);
  });

  test('a dead token counts at once', async () => {
    const rows = await outage({ kind: 'channelDown', reason: '401' });
    expect(world.told).toEqual(['down telegram 401']);
    expect(await states(rows)).toEqual(Array(6).fill('queued'));
    expect(
      await world.prisma.channelState.findUniqueOrThrow({ where: { channel: 'telegram' } }),
    ).toMatchObject({
      reason: '401',
      downSince: world.now(),
    });
  });

  test('after ten minutes messages move where they can and the old rows are closed; the others wait on', async () => {
    const rows = await outage({ kind: 'channelDown', reason: '401' });
    await later(595);
    expect(zalo.tried).toHaveLength(0);
    await later(5, 31);
    expect(zalo.shown).toHaveLength(5);
    expect(await states(rows)).toEqual([...Array.from({ length: 5 }, () => 'withdrawn'), 'queued']);
    const notices = await world.prisma.notice.groupBy({
      by: ['state'],
      _count: true,
      orderBy: { state: 'asc' },
    });
    expect(notices.map((each) => [each.state, each._count])).toEqual([
      ['queued', 1],
      ['sent', 5],
    ]);
    expect(world.told).toEqual(['down telegram 401']);
    work(telegram);
    await later(31);
    expect(telegram.shown.map((each) => each.address)).toEqual(['6']);
  });

  test('a message that must not leave says nothing of the channel', async () => {
    await outage({ kind: 'channelDown', reason: '401' });
    await world.queue(await world.someone('telegram'), 'Độ mật: Mật', { kind: 'answer' });
    await later(5);
    expect(world.told).toEqual(['down telegram 401']);
  });

  test('a restart does not forget it', async () => {
    await outage({ kind: 'channelDown', reason: '401' });
    world.forward(600);
    const restarted = world.restart();
    await restarted.runDue();
    world.forward(31);
    await restarted.runDue();
    expect(zalo.shown).toHaveLength(5);
    expect(world.told).toEqual(['down telegram 401']);
  });

  test('a message that fails for itself does not keep a channel down', async () => {
    await outage({ kind: 'retry' });
    telegram.answer = (message) => (message.address === '1' ? { kind: 'retry' } : 'taken');
    await later(5, 10, 20, 30);
    expect(world.told).toEqual(['down telegram failing', 'up telegram']);
    expect(telegram.shown).toHaveLength(5);
  });
});
