import { describe, expect, test } from 'vitest';
import { call, result, updates, withPlatform } from './calls.ts';
import type { FakeTelegram } from './index.ts';
import type { TgMessage } from './wire.ts';

const say = (platform: FakeTelegram, chat_id: number, text: string, more: object = {}) =>
  result<TgMessage>(platform, 'sendMessage', { chat_id, text, ...more });

const buttons = (...labels: string[]) => ({
  reply_markup: { inline_keyboard: [labels.map((text, index) => ({ text, callback_data: `d.${index}` }))] },
});

const noted = (chat_id: number) => ({ chat_id, text: 'x' });

describe('private chats', () => {
  test(
    'commands and mentions are marked as Telegram marks them',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An', language: 'vi', username: 'an_stp' });
      an.starts('MA123');
      an.says('nhờ @dondoc_bot xem /12 và https://a.vn');
      const [start, ask] = await updates(platform);
      expect(start?.message).toMatchObject({
        message_id: 1,
        text: '/start MA123',
        entities: [{ type: 'bot_command', offset: 0, length: 6 }],
        from: { id: an.id, is_bot: false, first_name: 'An', username: 'an_stp', language_code: 'vi' },
        chat: { id: an.id, type: 'private' },
      });
      expect(ask?.message?.entities?.map(({ type }) => type)).toEqual(['mention', 'bot_command', 'url']);
    }),
  );

  test(
    'what the bot says is heard, with buttons that press; what was said before is not new',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      an.starts();
      await say(platform, an.id, 'Chào đồng chí');
      an.says('12 xong');
      const hearing = an.hears('Đã ghi');
      await say(platform, an.id, 'Xin chờ');
      await say(platform, an.id, 'Đã ghi: #12', buttons('Rút lại', 'Việc của tôi'));
      expect((await hearing).buttons.flat().map(({ label }) => label)).toEqual(['Rút lại', 'Việc của tôi']);
      await expect(an.hears('Đã ghi', { timeout: 1 })).rejects.toThrow(
        'An hears nothing of "Đã ghi": nothing new',
      );
      const press = an.presses('Rút');
      expect((await updates(platform)).at(-1)?.callback_query).toMatchObject({
        id: press.id,
        data: 'd.0',
        message: { message_id: 5, text: 'Đã ghi: #12' },
      });
      expect(() => an.presses('Huỷ')).toThrow('An sees no button "Huỷ"');
      await result(platform, 'answerCallbackQuery', { callback_query_id: press.id });
    }),
  );

  test(
    'edits, removals and reactions are seen',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      const said = an.starts();
      const { message_id } = await say(platform, an.id, 'Đang làm', buttons('Dừng'));
      const edit = (text: string, more: object = {}) =>
        call(platform, 'editMessageText', { chat_id: an.id, message_id, text, ...more });
      const change = an.seesChange((message) => message.edited);
      expect(await edit('Xong', buttons('Xem'))).toMatchObject({ ok: true });
      expect(await change).toMatchObject({ text: 'Xong', buttons: [[{ label: 'Xem' }]] });
      expect(await edit('Xong', buttons('Xem'))).toMatchObject({
        error_code: 400,
        description: expect.stringContaining('message is not modified') as string,
      });
      expect(await edit('Xong')).toMatchObject({ ok: true, result: { text: 'Xong' } });
      expect(an.newest().buttons).toEqual([]);

      const reaction = [{ type: 'emoji', emoji: '👍' }];
      await result(platform, 'setMessageReaction', { chat_id: an.id, message_id: said.id, reaction });
      expect(an.sees()[0]?.reaction).toBe('👍');

      await result(platform, 'deleteMessage', { chat_id: an.id, message_id });
      expect(an.sees().map((message) => message.text)).toEqual(['/start']);
      expect(await call(platform, 'deleteMessage', { chat_id: an.id, message_id })).toMatchObject({
        description: 'Bad Request: message to delete not found',
      });
      expect(await edit('zz')).toMatchObject({ description: 'Bad Request: message to edit not found' });
      expect(platform.breaches).toEqual([]);
      expect(platform.ledger.calls.map(({ deed, text }) => [deed, text])).toEqual([
        ['send', 'Đang làm'],
        ['edit', 'Xong'],
        ['edit', 'Xong'],
        ['react', '👍'],
        ['delete', undefined],
      ]);
    }),
  );

  test(
    'who never started, blocked, or is gone cannot be written to',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      const answered = async () => (await call(platform, 'sendMessage', noted(an.id))).description ?? 'sent';
      expect(await answered()).toBe("Forbidden: bot can't initiate conversation with a user");
      an.starts();
      expect(await answered()).toBe('sent');
      an.blocks();
      expect(await answered()).toBe('Forbidden: bot was blocked by the user');
      an.unblocks();
      expect(await answered()).toBe('sent');
      an.deletesAccount();
      expect(await answered()).toBe('Forbidden: user is deactivated');
      expect(await call(platform, 'sendMessage', noted(12))).toMatchObject({
        error_code: 400,
        description: 'Bad Request: chat not found',
      });
      const changes = (await updates(platform)).flatMap((update) => update.my_chat_member ?? []);
      expect(changes.map(({ new_chat_member: { status } }) => status)).toEqual(['kicked', 'member']);
      expect(platform.breaches).toEqual([]);
    }),
  );

  test(
    'files are sent, several as an album with one caption, and a message is corrected',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      an.starts();
      const file = (name: string) => ({ name, bytes: Buffer.from(name) });
      const said = an.says('12 xong', { files: [file('a.pdf'), file('b.pdf')] });
      an.edits(said, '13 xong');
      an.sendsPhoto(Buffer.from('ảnh'), 'hiện trường');
      const [, a, b, edited, photo] = await updates(platform);
      expect([a?.message?.caption, b?.message?.caption]).toEqual(['12 xong', undefined]);
      expect(a?.message?.media_group_id).toBe(b?.message?.media_group_id);
      expect(edited?.edited_message).toMatchObject({ message_id: said.id, caption: '13 xong' });
      expect(edited?.edited_message?.edit_date).toBeTypeOf('number');
      expect(photo?.message?.photo?.at(-1)?.file_size).toBe(Buffer.byteLength('ảnh'));
    }),
  );

  test(
    'the commands of the narrowest scope are offered, and what the bot tells of itself is read by language',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An', language: 'vi' });
      const john = platform.person({ name: 'John', language: 'en' });
      const set = (command: string, more: object) =>
        result(platform, 'setMyCommands', { commands: [{ command, description: 'x' }], ...more });
      await set('help', {});
      await set('tro_giup', { language_code: 'vi' });
      expect([an.commands(), john.commands()]).toEqual([['tro_giup'], ['help']]);
      await set('duyet', { scope: { type: 'chat', chat_id: an.id } });
      expect([an.commands(), john.commands()]).toEqual([['duyet'], ['help']]);
      await result(platform, 'setMyName', { name: 'Theo dõi Đề án 119' });
      await result(platform, 'setMyName', { name: 'Project 119', language_code: 'en' });
      expect([platform.profile('vi').name, platform.profile('en').name]).toEqual([
        'Theo dõi Đề án 119',
        'Project 119',
      ]);
    }),
  );
});

describe('groups', () => {
  async function withGroup(platform: FakeTelegram, options = {}) {
    const an = platform.person({ name: 'An' });
    const group = platform.group('Sở Tư pháp', [an], options);
    group.adds('bot');
    const next = await updates(platform);
    await updates(platform, { offset: (next.at(-1)?.update_id ?? 0) + 1 });
    return { an, group, joined: next };
  }

  test(
    'the bot is told that it was added, and in privacy mode only of what is meant for it',
    withPlatform(async (platform) => {
      const { an, group, joined } = await withGroup(platform);
      expect(joined.map((update) => update.my_chat_member?.new_chat_member.status)).toEqual([
        'member',
        undefined,
      ]);
      const { message_id } = await say(platform, group.id, 'Nhắc #12');
      an.says('chào mọi người', { in: group });
      an.says('/vieccuatoi', { in: group });
      an.says('/vieccuatoi@other_bot', { in: group });
      an.says('/vieccuatoi@Dondoc_Bot 1', { in: group });
      an.says('nhờ @dondoc_bot', { in: group });
      an.says('xong', { in: group, replyTo: { id: message_id, chat: group.id } });
      const told = async () => (await updates(platform)).map((update) => update.message?.text);
      const all = ['/vieccuatoi', '/vieccuatoi@Dondoc_Bot 1', 'nhờ @dondoc_bot', 'xong'];
      expect(await told()).toEqual(all);
      platform.privacy = false;
      an.says('chuyện riêng', { in: group });
      expect(await told()).toEqual([...all, 'chuyện riêng']);
    }),
  );

  test(
    'kicked, it is told so and may not write; added again, it may',
    withPlatform(async (platform) => {
      const { group } = await withGroup(platform);
      group.kicks('bot');
      expect(await call(platform, 'sendMessage', noted(group.id))).toMatchObject({
        error_code: 403,
        description: 'Forbidden: bot was kicked from the group chat',
      });
      group.adds('bot');
      await say(platform, group.id, 'x');
      await result(platform, 'leaveChat', { chat_id: group.id });
      expect(await call(platform, 'sendMessage', noted(group.id))).toMatchObject({
        description: 'Forbidden: bot is not a member of the group chat',
      });
    }),
  );

  test(
    'a group that becomes a supergroup says its new id twice over',
    withPlatform(async (platform) => {
      const { an, group } = await withGroup(platform);
      const { from, to } = group.becomesSupergroup();
      expect(await call(platform, 'sendMessage', noted(from))).toMatchObject({
        error_code: 400,
        description: 'Bad Request: group chat was upgraded to a supergroup chat',
        parameters: { migrate_to_chat_id: to },
      });
      await say(platform, to, 'ở nhóm mới');
      expect((await an.hears('ở nhóm mới', { in: group })).chat).toBe(to);
      const told = (await updates(platform)).map(({ message }) => [
        message?.chat.id,
        message?.migrate_to_chat_id ?? message?.migrate_from_chat_id,
      ]);
      expect(told).toEqual([
        [from, to],
        [to, from],
      ]);
    }),
  );

  test(
    'a closed topic takes nothing, neither named nor by a reply',
    withPlatform(async (platform) => {
      const { an, group } = await withGroup(platform, { forum: true });
      const topic = group.opensTopic('Đề án 119');
      const sent = await say(platform, group.id, 'x', { message_thread_id: topic });
      expect(sent).toMatchObject({ message_thread_id: topic, is_topic_message: true });
      const said = an.says('/vieccuatoi', { in: group, topic });
      expect(said.topic).toBe(topic);
      group.closesTopic(topic);
      for (const more of [{ message_thread_id: topic }, { reply_parameters: { message_id: said.id } }]) {
        expect(await call(platform, 'sendMessage', { ...noted(group.id), ...more })).toMatchObject({
          description: 'Bad Request: TOPIC_CLOSED',
        });
      }
      await say(platform, group.id, 'ngoài chủ đề');
    }),
  );
});

test(
  'the transcript reads as a conversation',
  withPlatform(async (platform) => {
    const an = platform.person({ name: 'An' });
    an.starts('MA1');
    await say(platform, an.id, 'Chào đồng chí', buttons('Việc của tôi'));
    expect(platform.transcript).toEqual([
      'An:\n    /start MA1',
      'Bot → An:\n    Chào đồng chí\n    [Việc của tôi]',
    ]);
  }),
);
