import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBot, type Chatter, type Seen, type TestBot } from '../harness/chat.ts';

/** What answers another office's task, corrects a message or speaks past an open question. */

let bot: TestBot;
let stp: Chatter;
let snv: Chatter;
let task: number;
beforeAll(async () => {
  bot = await startBot({ at: '2026-12-07T02:00:00Z' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  snv = await bot.person('SNV', { name: 'Trần Thị Dung' });
});
afterAll(() => bot.close());
beforeEach(async () => {
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled', nextReminderAt: null } });
  task = await bot.task('Rà soát văn bản', ['STP'], '2026-12-14T17:00:00Z');
  await stp.read();
});
afterEach(async () => void (await bot.db.prisma.dialogue.deleteMany()));

const told = async (person: Chatter, number: number): Promise<Seen> => {
  const found = (await person.all()).findLast(
    (seen) => seen.kind === 'assignment' && seen.text.includes(`#${number} `),
  );
  if (!found) throw new Error(`nothing about #${number}`);
  return found;
};

describe('a reply to a message about another office’s task', () => {
  test('is recorded on no other task, though only one is open', async () => {
    const own = await bot.task('Việc của Sở Nội vụ', ['SNV'], '2026-12-14T17:00:00Z');
    const about = await told(snv, own);
    // The office has been handed on: the message is still there, the task is somebody else's.
    const other = await bot.task('Việc khác của Sở Nội vụ', ['SNV'], '2026-12-14T17:00:00Z');
    const agency = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code: 'STC' } });
    await bot.db.prisma.assignment.updateMany({
      where: { task: { number: own } },
      data: { agencyId: agency.id },
    });
    const refused = 'cơ quan, đơn vị khác nên chưa ghi nhận gì';
    expect(await snv.says('đã hoàn thành rồi', { replyTo: about })).toContain(refused);
    // The command's word alone asks which of their own is meant.
    expect(await snv.says('xong', { replyTo: about })).toContain('nhiệm vụ nào?');
    expect((await bot.assignment(other, 'SNV')).state).toBe('assigned');
    expect((await bot.assignment(own, 'STC')).state).toBe('assigned');
  });
});

describe('an edited message', () => {
  test('corrects its report though a question is open meanwhile', async () => {
    await stp.says(`${task} 60%`, { id: 'e1' });
    expect(await stp.says('/giahan')).not.toBe('');
    expect(await stp.says(`${task} 65%`, { id: 'e1:e2', editOf: 'e1' })).toContain('65%');
    expect((await bot.assignment(task, 'STP')).percent).toBe(65);
  });

  test('with the same words changes nothing and says nothing', async () => {
    await stp.says(`${task} 50%`, { id: 'f1' });
    expect(await stp.says(`${task} 50%`, { id: 'f1:e2', editOf: 'f1' })).toBe('');
    const { percent, reports } = await bot.assignment(task, 'STP');
    expect([percent, reports.length]).toEqual([50, 1]);
  });
});

test('a reply to a message about a task is about that task, whatever question is open', async () => {
  const second = await bot.task('Tổng hợp số liệu', ['STP'], '2026-12-14T17:00:00Z');
  const about = await told(stp, second);
  expect(await stp.says(`/giahan ${task}`)).toContain('ngày nào');
  expect(await stp.says('30% đang làm', { replyTo: about })).toContain(`#${second}`);
  expect((await bot.assignment(second, 'STP')).percent).toBe(30);
  expect((await bot.assignment(task, 'STP')).state).toBe('assigned');
});
