import { writeFile, mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../src/store/seal.ts';
import { startWebBot, type WebBot, type WebPerson } from './harness/web.ts';

/** The whole way once, over HTTP: from the administrator's link to an accepted report and a leader's question. */

let bot: WebBot;
beforeAll(async () => {
  // Wednesday, 09:00 in Bình Dương.
  bot = await startWebBot('2026-11-25T02:00:00Z');
});
afterAll(async () => {
  await mkdir('test/artefacts', { recursive: true });
  await writeFile('test/artefacts/walk.txt', bot.transcript.join('\n\n'));
  await bot.close();
});

test('from an empty machine to an answered reminder', { timeout: 120_000 }, async () => {
  const code = bot.running.administratorLink?.split('/').at(-1) ?? '';
  const admin = await bot.join(code);
  await admin.hears('quản trị viên');
  await expect(bot.join(code)).rejects.toThrow('đã được sử dụng');

  const coordinator = await invitedBy(admin, 'CAT cán bộ theo dõi đồng chí Trần Quốc Bảo');
  const leader = await invitedBy(admin, 'UBND-TINH lãnh đạo đồng chí Nguyễn Hoàng Minh');
  const stp = await invitedBy(admin, 'STP đầu mối đồng chí Lê Văn Cường');
  const snv = await invitedBy(admin, 'SNV đầu mối đồng chí Trần Thị Dung');
  const stc = await invitedBy(admin, 'STC đầu mối bà Phan Thị Kim');

  // The reporting cycle of 2026 is open since 15/11; this task stands beside it.
  const number = await createTask(coordinator);
  for (const person of [stp, snv, stc]) await getsItOnce(person, number);

  await answersByReply(stp, number, 'đã nhận, cam kết đúng hạn', 'sẽ gửi đúng hạn');
  await answersByReply(snv, number, '60% đang rà soát', 'đang thực hiện 60%');
  await answersByReply(stc, number, 'xin gia hạn đến 20/12 vì chờ số liệu', 'xin gia hạn');

  await coordinator.hears('gia hạn');
  expect((await coordinator.presses('Duyệt gia hạn')).text).toContain('20/12/2026');
  await stc.hears('Đã đồng ý gia hạn');

  // "xong" where two tasks are open: the bot asks, the words are kept, a file comes along.
  const file = await stp.uploads('Bao cao ket qua.pdf', '%PDF-1.4 báo cáo');
  const asked = await stp.says('xong', { files: [file] });
  expect(asked.text).toContain('nhiệm vụ nào');
  const done = await stp.presses(`#${number}`, asked);
  expect(done.text).toContain('báo cáo hoàn thành');
  expect(done.text).toContain('1 tệp');

  await coordinator.hears('hoàn thành');
  const returned = await coordinator.says(`/bosung ${number} STP thiếu phụ lục 2`);
  expect(returned.text).toContain('Sở Tư pháp');
  await stp.hears('thiếu phụ lục 2');
  expect((await stp.says(`${number} xong`)).text).toContain('báo cáo hoàn thành');
  await coordinator.hears('hoàn thành');
  await coordinator.says(`/duyet ${number} STP`);
  await stp.hears('hoàn thành trong hạn');

  await letterOnBehalf(coordinator, number);

  const status = await leader.says('tình hình?');
  expect(status.text).toContain('Tình hình thực hiện');
  const silent = await leader.says('ai chưa báo cáo');
  expect(silent.text).toContain('Sở');
  await agrees(leader, status.text);
  expect(await verifyChain(bot.prisma)).toMatchObject({ ok: true });
});

/** The administrator invites in one line; the person comes in with the code, which then is spent. */
async function invitedBy(admin: WebPerson, whom: string): Promise<WebPerson> {
  const { text } = await admin.says(`/moithamgia ${whom}`, { hearing: '/join/' });
  const code = /\/join\/(\S+)/.exec(text)?.[1] ?? '';
  const person = await bot.join(code);
  await expect(bot.join(code)).rejects.toThrow('đã được sử dụng');
  return person;
}

async function createTask(coordinator: WebPerson): Promise<number> {
  await coordinator.says('/giao');
  await coordinator.says('Kế hoạch triển khai Đề án năm 2027');
  await coordinator.says('tất cả các sở');
  const preview = await coordinator.says('trước 15/12');
  expect(preview.text).toContain('15/12/2026');
  await coordinator.presses('Giao');
  const { number } = await bot.prisma.task.findFirstOrThrow({ where: { cycle: null } });
  return number;
}

/** Exactly one message about the task, with both dates. */
async function getsItOnce(person: WebPerson, number: number): Promise<void> {
  const told = await person.hears(`#${number} `);
  expect(told.text).toContain('trước ngày 15/12/2026');
  expect(told.text).toContain('thứ Hai, 14/12/2026');
  const all = (await person.messages()).filter((item) => item.text.startsWith(`Nhiệm vụ #${number} `));
  expect(all).toHaveLength(1);
}

async function answersByReply(
  person: WebPerson,
  number: number,
  words: string,
  recorded: string,
): Promise<void> {
  const told = (await person.messages()).findLast((item) => item.text.includes(`#${number} `));
  expect((await person.says(words, { replyTo: told })).text).toContain(recorded);
}

/** An official letter of Sở Xây dựng, recorded by the coordinator, returned, and accepted in its second version. */
async function letterOnBehalf(coordinator: WebPerson, number: number): Promise<void> {
  const preview = await coordinator.says(`/ghiho SXD ${number} xong theo công văn 123/SXD ngày 24/11`);
  expect(preview.text).toContain('công văn 123/SXD ngày 24/11/2026');
  expect((await coordinator.presses('Ghi')).text).toContain('Sở Xây dựng');
  await coordinator.says(`/bosung ${number} SXD thiếu chữ ký`);
  await coordinator.says(`/ghiho SXD ${number} xong theo công văn 130/SXD ngày 25/11`);
  await coordinator.presses('Ghi');
  expect((await coordinator.says(`/duyet ${number} SXD`)).text).toContain('hoàn thành trong hạn');
}

interface Tracking {
  totals: Record<string, number>;
}

/** What the leader was told and what the API says are the same. */
async function agrees(leader: WebPerson, told: string): Promise<void> {
  const { totals } = await bot.get<Tracking>('/api/v1/tracking', leader.token);
  expect(told).toContain(`${totals['assigned']} nhiệm vụ`);
  expect(told).toContain(`Hoàn thành: ${totals['on_time']} trong hạn, ${totals['late']} quá hạn`);
  expect(told).toContain(`Đang thực hiện: ${totals['in_progress']} trong hạn, ${totals['overdue']} quá hạn`);
  expect(totals).toMatchObject({ assigned: 37, on_time: 2, late: 0, overdue: 0 });
}
