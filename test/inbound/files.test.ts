import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FileUnavailable } from '../../src/channels/channel.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Files lie at the platform when a message is stored; they are fetched before it is handled. */

let bot: TestBot;
let stp: Chatter;
let task: number;
beforeAll(async () => {
  bot = await startBot({ at: '2026-12-07T02:00:00Z' });
  stp = await bot.person('STP', { channel: 'telegram' });
});
afterAll(() => bot.close());
beforeEach(async () => {
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled' } });
  task = await bot.task('Rà soát văn bản', ['STP'], '2026-12-14T17:00:00Z');
  bot.download = async (_channel, ref) => Buffer.from(`bytes of ${ref}`);
});

const pdf = { ref: 'F1', name: 'Báo cáo kết quả.pdf', size: 10 };

describe('files that a person sends on a platform', () => {
  test('come with the report', async () => {
    const said = await stp.says('xong', { attached: [pdf, { ref: 'F2', name: 'Phụ lục 2.xlsx' }] });
    expect(said).toContain('báo cáo hoàn thành');
    expect(said).toContain('Đã lưu 2 tệp kèm theo');
    const files = await bot.db.prisma.file.findMany({ orderBy: { name: 'asc' } });
    expect(files.map(({ name, ownerId }) => [name, ownerId])).toEqual([
      ['Báo cáo kết quả.pdf', stp.contactId],
      ['Phụ lục 2.xlsx', stp.contactId],
    ]);
  });

  test.each([
    ['too large for the platform', 'tooLarge', /"Báo cáo kết quả.pdf" quá lớn.*trang trao đổi/],
    ['gone from it', 'gone', /Chưa tải được tệp "Báo cáo kết quả.pdf".*gửi lại/],
  ] as const)('%s: the words are taken, the file is named with what to do', async (_, fault, want) => {
    bot.download = async () => Promise.reject(new FileUnavailable(fault));
    const said = await stp.says('xong', { attached: [pdf] });
    expect(said).toContain('báo cáo hoàn thành');
    expect(said).toMatch(want);
    expect((await bot.assignment(task, 'STP')).state).toBe('submitted');
  });

  test('of a kind that a machine would run is not kept', async () => {
    const said = await stp.says('xong', { attached: [{ ref: 'F3', name: 'phan-mem.exe' }] });
    expect(said).toContain('"phan-mem.exe" không thuộc loại được nhận');
    expect(await bot.db.prisma.file.count({ where: { name: 'phan-mem.exe' } })).toBe(0);
  });

  test('a line that breaks: the message waits and is handled later, before the next of its chat', async () => {
    bot.download = async () => Promise.reject(new Error('ECONNRESET'));
    await expect(stp.says('60%', { attached: [pdf] })).resolves.toBe('');
    expect((await bot.assignment(task, 'STP')).state).toBe('assigned');
    expect(await stp.says('80%')).toBe('');
    bot.download = async () => Buffer.from('at last');
    bot.clock.forward(1);
    await bot.settle();
    expect((await stp.read()).map(({ text }) => /\d+%/.exec(text)?.[0])).toEqual(['60%', '80%']);
    expect((await bot.assignment(task, 'STP')).percent).toBe(80);
  });

  test('a stranger’s file is not fetched', async () => {
    const stranger = await bot.person('SNV', { channel: 'telegram' });
    await bot.db.prisma.contact.update({ where: { id: stranger.contactId }, data: { active: false } });
    let asked = 0;
    bot.download = async () => {
      asked++;
      return Buffer.from('x');
    };
    await stranger.says('xin chào', { attached: [pdf] });
    expect(asked).toBe(0);
  });

  test('a name that bears a mark of secrecy: nothing is fetched or kept', async () => {
    let asked = 0;
    bot.download = async () => {
      asked++;
      return Buffer.from('x');
    };
    const said = await stp.says('xong', { attached: [{ ref: 'F4', name: 'TOI_MAT ke hoach.pdf' }] });
    expect(said).toContain('độ mật');
    expect(asked).toBe(0);
  });
});
