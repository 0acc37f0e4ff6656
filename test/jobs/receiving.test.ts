import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelDeps } from '../../src/channels/channel.ts';
import { platformDeps } from '../../src/inbound/platform.ts';
import { watchReceiving } from '../../src/jobs/receiving.ts';
import { noteReceiving } from '../../src/store/channel-state.ts';
import { TestGroup } from '../harness/chat-group.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps } from '../harness/jobs.ts';
import { silentLog } from '../harness/log.ts';

const start = at('2026-11-24 22:00');
let bot: TestBot;
let admin: Chatter;
let coordinator: Chatter;
let focal: Chatter;

beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(async () => {
  await clear(bot, start);
  admin = await bot.person('CAT', { role: 'admin' });
  coordinator = await bot.person('CAT', { role: 'coordinator' });
  focal = await bot.person('STP');
});
afterAll(() => bot.close());

const now = async (fault: string | null): Promise<void> => {
  await noteReceiving(bot.db.prisma, 'telegram', fault, bot.clock.now());
};
/** What everybody has been told since the last look, after one round. */
async function told(): Promise<string[][]> {
  await watchReceiving(jobDeps(bot));
  return Promise.all(
    [admin, coordinator, focal].map(async (person) => (await person.read()).map(({ text }) => text)),
  );
}

describe('nothing comes in', () => {
  test.each([
    ['conflict', 'một chương trình khác đang nhận tin'],
    ['network', 'đặt proxy'],
    ['server', 'máy chủ của nền tảng báo lỗi'],
    ['gremlins', 'chưa rõ'],
  ])('for a while (%s) is told once, also at night, and that it does again', async (fault, reason) => {
    await now(fault);
    expect(await told()).toEqual([[], [], []]);
    bot.clock.forward(4);
    expect(await told()).toEqual([[], [], []]);
    bot.clock.forward(2);
    const [toAdmin, toCoordinator, toFocal] = await told();
    expect(toAdmin?.[0]).toContain('Kênh Telegram không nhận được tin đến từ 22:00 ngày 24/11/2026');
    expect(toAdmin?.[0]).toContain(reason);
    expect([toCoordinator, toFocal]).toEqual([toAdmin, []]);
    bot.clock.forward(60);
    await now(fault);
    expect(await told()).toEqual([[], [], []]);
    await now(null);
    const up = ['Kênh Telegram đã nhận tin đến trở lại.'];
    expect(await told()).toEqual([up, up, []]);
    expect(await told()).toEqual([[], [], []]);
  });

  test('because the token is refused: at once', async () => {
    await now('unauthorized');
    expect((await told())[0]?.[0]).toContain('đặt vào tệp .env');
  });

  test('for a moment is told to nobody, and so is its end', async () => {
    await now('network');
    bot.clock.forward(2);
    expect(await told()).toEqual([[], [], []]);
    await now(null);
    bot.clock.forward(10);
    expect(await told()).toEqual([[], [], []]);
  });
});

describe('a linked group from which the bot was removed', () => {
  let platform: ChannelDeps;
  beforeEach(() => {
    const { env, clock } = bot;
    platform = platformDeps({
      ...{ prisma: bot.db.prisma, env, clock: clock.now, log: silentLog },
      received: () => undefined,
    });
  });

  test('is told to coordinators once a day; it stays linked', async () => {
    await bot.db.prisma.identity.updateMany({
      where: { contactId: focal.contactId },
      data: { channel: 'telegram' },
    });
    const group = new TestGroup(bot);
    await group.says(focal, '/lienketnhom');
    await group.presses(focal, 'Đồng ý');
    await platform.reachable('telegram', group.address, false);
    await platform.reachable('telegram', group.address, true);
    await platform.reachable('telegram', group.address, false);
    const news = (await coordinator.read()).map(({ text }) => text);
    expect(news).toEqual([expect.stringContaining('Nhóm liên kết với Sở Tư pháp không còn nhận được tin')]);
    const row = await bot.db.prisma.identity.findFirstOrThrow({
      where: { address: group.address },
      include: { agency: true },
    });
    expect([row.state, row.agency?.code]).toEqual(['unreachable', 'STP']);
  });

  test('of nobody is told to nobody', async () => {
    await bot.db.prisma.identity.create({
      data: { channel: 'telegram', address: '-77', linkedAt: bot.clock.now() },
    });
    await platform.reachable('telegram', '-77', false);
    expect(await coordinator.read()).toEqual([]);
  });
});
