import { afterEach, describe, expect, test } from 'vitest';
import type { TelegramPerson } from '../../harness/telegram/index.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let lan: TelegramPerson;
afterEach(async () => {
  await stage.close();
  expect(stage.platform.breaches).toEqual([]);
});

async function open(): Promise<void> {
  stage = await openStage();
  lan = stage.platform.person({ name: 'Lan' });
}
const texts = () => stage.inbox.map(({ text }) => text);
const methods = () => stage.platform.requests.map(({ method }) => method);

describe('groups', () => {
  const inGroup = async (options: { supergroup?: boolean } = {}) => {
    await open();
    stage.contacts.add(String(lan.id));
    const mai = stage.platform.person({ name: 'Mai' });
    const group = stage.platform.group('Sở Tư pháp', [lan, mai], options);
    stage.platform.privacy = false;
    group.adds('bot');
    await stage.channel.start?.();
    return { mai, group };
  };
  const done = async () => {
    lan.starts('hết');
    await stage.until(() => texts().includes('/start hết'));
    return texts().filter((text) => text !== '/start hết');
  };

  test('only what is meant for the bot, and only from contacts', async () => {
    const { mai, group } = await inGroup();
    await stage.channel.send(stage.outbound(String(group.id)));
    const ours = lan.newest(group);
    lan.says('trưa nay ăn gì', { in: group });
    mai.says('/tinhhinh', { in: group });
    lan.says('/tinhhinh@other_bot', { in: group });
    lan.says('/tinhhinh@dondoc_bot', { in: group });
    lan.says('12 xong', { in: group, replyTo: ours });
    mai.says('13 xong', { in: group, replyTo: ours });
    lan.says('@dondoc_bot 12 60%', { in: group });
    expect(await done()).toEqual(['/tinhhinh', '12 xong', '12 60%']);
    expect(stage.inbox[0]).toMatchObject({ address: String(group.id), sender: String(lan.id) });
  });

  test('a press of somebody who is no contact is answered and not stored', async () => {
    const { mai, group } = await inGroup();
    const buttons = [[{ id: '12.0', label: 'Đã nhận', numbered: '' }]];
    await stage.channel.send(stage.outbound(String(group.id), { buttons }));
    mai.presses('Đã nhận', undefined, { in: group });
    lan.presses('Đã nhận', undefined, { in: group });
    await done();
    expect(stage.inbox.filter((each) => each.button).map((each) => each.sender)).toEqual([String(lan.id)]);
  });

  test('a group that moves, from both sides', async () => {
    const { group } = await inGroup();
    const { from, to } = group.becomesSupergroup();
    await done();
    expect(new Set(stage.moved)).toEqual(new Set([`${from} → ${to}`]));
  });

  test('who may be written to', async () => {
    const { group } = await inGroup();
    lan.starts();
    group.kicks('bot');
    lan.blocks();
    lan.unblocks();
    await done();
    expect(stage.reachable).toEqual([
      `${group.id} true`,
      `${group.id} false`,
      `${lan.id} false`,
      `${lan.id} true`,
    ]);
  });

  test('a secret is taken out of the chat where the bot may', async () => {
    const { group } = await inGroup({ supergroup: true });
    stage.secret = 'MẬT';
    lan.starts();
    const alone = lan.says('Độ: MẬT');
    const kept = lan.says('/ghichu MẬT một', { in: group });
    await stage.until(() => texts().includes('/ghichu MẬT một'));
    await expect.poll(() => methods().includes('getChatMember')).toBe(true);
    group.promotes();
    const removed = lan.says('/ghichu MẬT hai', { in: group });
    await lan.until((seen) => (seen.some(({ id }) => id === removed.id) ? undefined : true), { in: group });
    await lan.until((seen) => (seen.some(({ id }) => id === alone.id) ? undefined : true));
    expect(lan.sees(group).map(({ id }) => id)).toContain(kept.id);
  });
});
