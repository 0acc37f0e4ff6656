import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import {
  SendError,
  type BotProfile,
  type Channel,
  type CommandList,
  type ProfileOutcome,
} from '../../src/channels/channel.ts';
import { roles, type Role } from '../../src/domain/roles.ts';
import { botProfile, chatMenus, commandMenus, type MenuOwner } from '../../src/inbound/menus.ts';
import { menuShower } from '../../src/inbound/show-menus.ts';
import { telegramLink } from '../../src/store/introductions.ts';
import { TestGroup } from '../harness/chat-group.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { clear } from '../harness/jobs.ts';

const names = (lists: readonly CommandList[], language: CommandList['language']): string[] =>
  (lists.find((list) => list.language === language)?.list ?? []).map(({ command }) => command);
const person = (held: readonly Role[], language = 'vi'): MenuOwner => ({
  kind: 'person',
  roles: held,
  language,
});
const menuOf = (owner: MenuOwner): CommandList[] => chatMenus(commands, { chat: '5', owner }, 'vi');

/** Design §7, by hand: what each role finds in its menu. */
const all = ['batdau', 'trogiup', 'hoso', 'vangmat', 'ngonngu', 'huy', 'huylienket'];
const agency = [
  ...[
    'nhiemvu',
    'chitiet',
    'nhan',
    'xacnhan',
    'tiendo',
    'xong',
    'rutlai',
    'vuongmac',
    'giahan',
    'henlai',
    'lich',
  ],
  ...['tinhhinh', 'lienketnhom'],
];
const leader = ['tinhhinh', 'quahan', 'theodoi', 'nhac'];
const coordinator = [
  ...[...leader, 'giao', 'themcoquan', 'thongbao', 'duyet', 'tuchoi', 'bosung', 'doihan', 'thuhoi', 'molai'],
  ...['ghiho', 'cangoi', 'phuong', 'hanbaocao', 'rutlai', 'lienketnhom'],
];
const byRole: Record<Role, string[]> = {
  focal: agency,
  head: agency,
  leader,
  coordinator,
  admin: [...coordinator, 'moithamgia', 'lienhe'],
};

describe('the menu', () => {
  test.each(roles)('of %s has that role’s commands and no others', (role) => {
    const shown = names(menuOf(person([role])), 'vi');
    expect(shown.toSorted()).toEqual([...new Set([...byRole[role], ...all])].toSorted());
  });

  test('of several roles has each command once', () => {
    const shown = names(menuOf(person(['focal', 'admin'])), 'vi');
    expect(shown).toEqual([...new Set(shown)]);
    expect(shown).toEqual(expect.arrayContaining(['nhiemvu', 'lienhe']));
  });

  test('of a stranger is how to begin', () => {
    const lists = commandMenus(commands, [], 'vi');
    expect(lists.map(({ scope, language }) => [scope, language])).toEqual([
      ['default', 'vi'],
      ['default', 'en'],
      ['default', ''],
    ]);
    expect([names(lists, 'vi'), names(lists, 'en'), names(lists, '')]).toEqual([
      ['batdau', 'trogiup'],
      ['start', 'help'],
      ['batdau', 'trogiup'],
    ]);
  });

  test('of an agency’s group is what is answered there', () => {
    const shown = names(menuOf({ kind: 'group' }), 'vi');
    expect(shown).toEqual(expect.arrayContaining(['nhiemvu', 'xong', 'lienketnhom', 'huylienket']));
    for (const name of ['tinhhinh', 'hoso', 'giao', 'lienhe']) expect(shown).not.toContain(name);
  });

  test('of nobody is empty, so that the one for all shows again', () => {
    expect(menuOf({ kind: 'nobody' }).map(({ list }) => list)).toEqual([[], [], []]);
  });

  test('is in both languages, and in the person’s own for all others', () => {
    expect(names(menuOf(person(['focal'], 'en')), '')).toEqual(names(menuOf(person(['focal'])), 'en'));
    expect(names(menuOf(person(['focal'], 'fr')), '')).toEqual(names(menuOf(person(['focal'])), 'vi'));
  });

  test('is such as the platforms take', () => {
    for (const { list } of menuOf(person(roles))) {
      expect(list.length).toBeLessThanOrEqual(100);
      for (const { command, description } of list) {
        expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThanOrEqual(3);
        expect(description.length).toBeLessThanOrEqual(256);
        expect(description).not.toMatch(/[*`{}]/);
      }
    }
  });

  test.each(['Theo dõi Đề án 119', 'Đề án '.repeat(200), '🟢'.repeat(200)])('texts fit: %#', (name) => {
    const { texts } = botProfile(commands, name, 'vi');
    expect(texts.map(({ language }) => language)).toEqual(['vi', 'en', '']);
    for (const text of texts) {
      expect(text.name?.length).toBeLessThanOrEqual(64);
      expect(text.description.length).toBeLessThanOrEqual(512);
      expect(text.shortDescription.length).toBeLessThanOrEqual(120);
      expect(
        Object.values(text).every((one: string) => !/[\ud800-\udbff](?![\udc00-\udfff])/.test(one)),
      ).toBe(true);
    }
  });
});

describe('showing it', () => {
  let bot: TestBot;
  let round: () => Promise<void>;
  const asked: BotProfile[] = [];
  /** The bot's name; empty while the platform is not reached. */
  let username = '';
  /** Chats whose list the platform refuses just now. */
  const refused = new Set<string>();

  const channel: Channel = {
    name: 'telegram',
    can: {
      ...{ buttons: true, edit: true, delete: true, files: true },
      ...{ textLength: 4096, perSecond: 30, readReceipts: false },
    },
    send: () => Promise.resolve({ platformId: '1' }),
    username: () => (username ? Promise.resolve(username) : Promise.reject(new SendError({ kind: 'retry' }))),
    setProfile(profile): Promise<ProfileOutcome> {
      asked.push(profile);
      const failed = profile.commands.flatMap(({ scope }) => {
        const what = scope === 'default' ? scope : scope.chat;
        return refused.has(what) ? [{ what, reason: 'refused' }] : [];
      });
      return Promise.resolve({ changed: [], failed });
    },
  };

  /** The chats that were shown a list in this round; 'default' for the one for all. */
  async function shown(): Promise<string[]> {
    asked.length = 0;
    await round();
    return asked.map(({ commands: [first] }) =>
      first?.scope === 'default' ? 'default' : (first?.scope.chat ?? ''),
    );
  }

  beforeAll(async () => {
    bot = await startBot({ at: '2026-11-24T02:00:00Z' });
  });
  beforeEach(async () => {
    await clear(bot, '2026-11-24T02:00:00Z');
    await bot.db.prisma.identity.deleteMany({ where: { contactId: null } });
    refused.clear();
    const { env, clock } = bot;
    const log = { warn: () => undefined };
    round = menuShower({ prisma: bot.db.prisma, env, clock: clock.now, channels: [channel], commands, log });
    username = 'dondoc_bot';
  });
  afterAll(() => bot.close());

  test('nothing before the platform was reached', async () => {
    username = '';
    await bot.person('STP', { channel: 'telegram' });
    expect(await shown()).toEqual([]);
    expect(await telegramLink(bot.db.prisma, 'ABCDE-23456')).toBeUndefined();
  });

  test('once for all and for each person of this channel, then not again', async () => {
    const stp = await bot.person('STP', { channel: 'telegram' });
    await bot.person('SNV', { channel: 'webchat' });
    expect(await shown()).toEqual(['default', stp.address]);
    expect(await telegramLink(bot.db.prisma, 'ABCDE-23456')).toBe(
      'https://t.me/dondoc_bot?start=ABCDE-23456',
    );
    expect(asked[0]?.texts[0]?.name).toBe('Theo dõi Đề án 119');
    expect(asked[1]?.texts).toEqual([]);
    expect(await shown()).toEqual([]);
  });

  test('again when roles or language change, and the list for all when access ends', async () => {
    const { prisma } = bot.db;
    const stp = await bot.person('STP', { channel: 'telegram' });
    await shown();
    await stp.says('/ngonngu en');
    expect(await shown()).toEqual([stp.address]);
    const agency = await prisma.agency.findUniqueOrThrow({ where: { code: 'CAT' } });
    const role = { contactId: stp.contactId, agencyId: agency.id, role: 'coordinator' as const };
    await prisma.contactRole.create({ data: { ...role, rank: 'main', since: bot.clock.now() } });
    expect(await shown()).toEqual([stp.address]);
    expect(names(asked[0]?.commands ?? [], 'vi')).toContain('duyet');
    await stp.says('/huylienket');
    await stp.presses('Unlink');
    expect(await shown()).toEqual([stp.address]);
    expect(asked[0]?.commands.map(({ list }) => list)).toEqual([[], [], []]);
    expect(await shown()).toEqual([]);
  });

  test('in a group while it is linked', async () => {
    const stp = await bot.person('STP', { channel: 'telegram' });
    const group = new TestGroup(bot);
    await shown();
    await group.says(stp, '/lienketnhom');
    await group.presses(stp, 'Đồng ý');
    expect(await shown()).toEqual([group.address]);
    await group.says(stp, '/huylienket');
    await group.presses(stp, 'Hủy liên kết');
    expect(await shown()).toEqual([group.address]);
    expect(asked[0]?.commands.map(({ list }) => list)).toEqual([[], [], []]);
  });

  test('what is refused is tried again after a while, and keeps back nobody else', async () => {
    const first = await bot.person('STP', { channel: 'telegram' });
    const second = await bot.person('SNV', { channel: 'telegram' });
    refused.add(first.address);
    expect(await shown()).toEqual(['default', first.address, second.address]);
    expect(await shown()).toEqual([]);
    refused.clear();
    bot.clock.forward(11);
    expect(await shown()).toEqual([first.address]);
    expect(await shown()).toEqual([]);
  });

  test('all of it once more for another bot', async () => {
    const stp = await bot.person('STP', { channel: 'telegram' });
    await shown();
    username = 'other_bot';
    expect(await shown()).toEqual(['default', stp.address]);
  });
});
