import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../../src/store/seal.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from '../harness/telegram/index.ts';
import { startWebBot, type WebBot, type WebPerson } from '../harness/web.ts';

/** The whole way once in Telegram: from `/start CODE` to an accepted report and a leader's question. */

let platform: FakeTelegram;
let bot: WebBot;
beforeAll(async () => {
  platform = await startTelegram({ enforceLimits: true });
  // Wednesday, 09:00 in Bình Dương.
  bot = await startWebBot('2026-11-25T02:00:00Z', {
    TELEGRAM_BOT_TOKEN: platform.token,
    TELEGRAM_API_ROOT: platform.url,
  });
  platform.clock = () => bot.clock.now();
});
afterAll(async () => {
  await mkdir('test/artefacts', { recursive: true });
  await writeFile('test/artefacts/walk-telegram.txt', platform.transcript.join('\n\n'));
  await bot.close();
  await platform.close();
  expect(platform.breaches).toEqual([]);
  expect(platform.limited).toBe(0);
});

test('from an invitation to an accepted report', { timeout: 120_000 }, async () => {
  const admin = await bot.join(bot.running.administratorLink?.split('/').at(-1) ?? '');
  const coordinator = await enrols(admin, 'Trần Quốc Bảo', 'CAT cán bộ theo dõi đồng chí Trần Quốc Bảo');
  const leader = await enrols(admin, 'Nguyễn Hoàng Minh', 'UBND-TINH lãnh đạo đồng chí Nguyễn Hoàng Minh');
  const stp = await enrols(admin, 'Lê Văn Cường', 'STP đầu mối đồng chí Lê Văn Cường');
  const snv = await enrols(admin, 'Trần Thị Dung', 'SNV đầu mối đồng chí Trần Thị Dung');
  const stc = await enrols(admin, 'Phan Thị Kim', 'STC đầu mối bà Phan Thị Kim');

  const number = await createsTask(coordinator);
  for (const person of [stp, snv, stc]) await getsItOnce(person, number);

  await answersByReply(stp, number, 'đã nhận, cam kết đúng hạn', 'sẽ gửi đúng hạn');
  await answersByReply(snv, number, '60% đang rà soát', 'đang thực hiện 60%');
  await answersByReply(stc, number, 'xin gia hạn đến 20/12 vì chờ số liệu', 'xin gia hạn');
  await coordinator.hears('Xin gia hạn');
  coordinator.presses('Duyệt gia hạn');
  expect((await coordinator.hears('Đã đồng ý gia hạn')).text).toContain('20/12/2026');
  await stc.hears('Đã đồng ý gia hạn');

  // "xong" where two tasks are open: the bot asks with buttons; the words and the file are kept.
  stp.sendsDocument('Bao cao ket qua.pdf', Buffer.from('%PDF-1.4 báo cáo'), 'xong');
  await stp.hears('nhiệm vụ nào');
  stp.presses(`#${number}`);
  expect((await stp.hears('báo cáo hoàn thành')).text).toContain('1 tệp');
  await coordinator.hears('Báo cáo hoàn thành');
  await coordinator.asks(`/bosung ${number} STP thiếu phụ lục 2`, {
    hearing: 'Đã đề nghị Sở Tư pháp bổ sung',
  });
  await stp.hears('thiếu phụ lục 2');
  await stp.asks(`${number} xong, đã bổ sung phụ lục 2`, { hearing: 'báo cáo hoàn thành' });
  await coordinator.hears('Báo cáo hoàn thành');
  coordinator.presses('Duyệt hoàn thành');
  await stp.hears('hoàn thành trong hạn');

  await coordinator.asks(`/ghiho SXD ${number} xong theo công văn 123/SXD ngày 25/11`, { hearing: 'Ghi hộ' });
  coordinator.presses('Ghi');
  await coordinator.hears('Đã ghi hộ Sở Xây dựng');

  const status = await leader.asks('tình hình?', { hearing: 'Tình hình thực hiện' });
  await leader.asks('ai chưa báo cáo', { hearing: 'Chưa báo cáo hoàn thành' });
  await agrees(admin, status.text);
  expect(await verifyChain(bot.prisma)).toMatchObject({ ok: true });
});

test('an edited message corrects the report', async () => {
  const person = await enrols(await newAdmin(), 'Vũ Thị Mai', 'SGTVT đầu mối đồng chí Vũ Thị Mai');
  const said = person.says('12 40%');
  await person.hears('đang thực hiện 40%');
  person.edits(said, '12 45% đang khảo sát');
  expect((await person.hears('45%')).text).toContain('đang khảo sát');
  const row = await bot.prisma.assignment.findFirstOrThrow({
    where: { agency: { code: 'SGTVT' }, percent: { not: null } },
  });
  expect(row.percent).toBe(45);
});

test('partly in a group of the agency', { timeout: 60_000 }, async () => {
  const admin = await newAdmin();
  const ttt = await enrols(admin, 'Ngô Văn Hải', 'STTTT đầu mối đồng chí Ngô Văn Hải');
  const boss = await enrols(admin, 'Đặng Thị Lan', 'CAT cán bộ theo dõi đồng chí Đặng Thị Lan');
  const stranger = platform.person({ name: 'Nhân viên văn phòng' });
  const group = platform.group('Sở TT&TT · Đề án 119', [ttt, boss, stranger]);
  group.adds('bot');
  const inGroup = { in: group };

  await ttt.asks('/lienketnhom STTTT', { ...inGroup, hearing: 'Mọi thành viên của nhóm này sẽ thấy' });
  ttt.presses('Đồng ý', undefined, inGroup);
  await ttt.hears('Đã liên kết nhóm với', inGroup);

  // What is given to the agency comes to its contact and, as a copy, into the group.
  await boss.asks('/giao Chuyên mục tuyên truyền quý I cho STTTT trước 20/12', { hearing: 'Giao nhiệm vụ' });
  boss.presses('Giao');
  await boss.hears('Đã giao #');
  await ttt.hears('Chuyên mục tuyên truyền quý I');
  const copy = await ttt.hears('Chuyên mục tuyên truyền quý I', inGroup);

  // "Đã nhận" alone is answered by a thumb, anything more by one line that can be taken back.
  const received = ttt.says('đã nhận', { ...inGroup, replyTo: copy });
  const thumbed = await ttt.seesChange((each) => each.reaction !== undefined, inGroup);
  expect(thumbed).toMatchObject({ id: received.id, reaction: '👍' });
  const recorded = await ttt.asks('30% đang biên tập', {
    ...inGroup,
    replyTo: copy,
    hearing: 'đang thực hiện 30%',
  });
  expect(recorded.buttons.flat().map(({ label }) => label)).toEqual(['Rút lại']);

  // What is wider than the agency goes to who asked; a stranger's words are neither answered nor kept.
  boss.says('/tinhhinh', inGroup);
  await boss.hears('Tình hình thực hiện');
  await boss.hears('Đã trả lời riêng', inGroup);
  const stored = await bot.prisma.inboundMessage.count();
  stranger.says('/tinhhinh', inGroup);
  stranger.says('xong', { ...inGroup, replyTo: copy });
  await ttt.asks('/nhiemvu', { ...inGroup, hearing: 'Chuyên mục tuyên truyền quý I' });
  expect(await bot.prisma.inboundMessage.count()).toBe(stored + 1);
});

/** The administrator invites in one line; the person opens the bot with the code, which then is spent. */
async function enrols(admin: WebPerson, name: string, line: string): Promise<TelegramPerson> {
  const { text } = await admin.says(`/moithamgia ${line}`, { hearing: 'bắt đầu: ' });
  const code = /bắt đầu: (\S+) \(/.exec(text)?.[1] ?? '';
  const person = platform.person({ name, language: 'vi' });
  person.starts(code);
  await person.hears('Kính chào');
  const stranger = platform.person({ name: 'Người lạ' });
  stranger.starts(code);
  await stranger.hears('đã được sử dụng');
  return person;
}

/** A second administrator, over the web. */
const newAdmin = (): Promise<WebPerson> => bot.invited('CAT', 'admin', 'Phạm Thị Hạnh');

async function createsTask(coordinator: TelegramPerson): Promise<number> {
  await coordinator.asks('/giao', { hearing: 'Nội dung nhiệm vụ?' });
  await coordinator.asks('Kế hoạch triển khai Đề án năm 2027', { hearing: 'Giao cho cơ quan' });
  await coordinator.asks('tất cả các sở', { hearing: 'Thời hạn?' });
  const preview = await coordinator.asks('trước 15/12', { hearing: 'Giao nhiệm vụ' });
  expect(preview.text).toContain('15/12/2026');
  coordinator.presses('Giao');
  await coordinator.hears('Đã giao #');
  const { number } = await bot.prisma.task.findFirstOrThrow({ where: { cycle: null } });
  return number;
}

/** Exactly one message about the task, with both dates. */
async function getsItOnce(person: TelegramPerson, number: number): Promise<void> {
  const told = await person.hears(`#${number} `);
  expect(told.text).toContain('trước ngày 15/12/2026');
  expect(told.text).toContain('thứ Hai, 14/12/2026');
  const about = person.sees().filter((each) => each.text.startsWith(`Nhiệm vụ #${number} `));
  expect(about).toHaveLength(1);
}

async function answersByReply(
  person: TelegramPerson,
  number: number,
  words: string,
  recorded: string,
): Promise<void> {
  const told = person.sees().findLast((each) => each.from === 'bot' && each.text.includes(`#${number} `));
  await person.asks(words, { replyTo: told, hearing: recorded });
}

interface Tracking {
  totals: Record<string, number>;
}

/** What the leader was told and what the API says are the same. */
async function agrees(admin: WebPerson, told: string): Promise<void> {
  const { totals } = await bot.get<Tracking>('/api/v1/tracking', admin.token);
  expect(told).toContain(`${totals['assigned']} nhiệm vụ`);
  expect(told).toContain(`Hoàn thành: ${totals['on_time']} trong hạn, ${totals['late']} quá hạn`);
  expect(totals).toMatchObject({ assigned: 37, on_time: 1, late: 0, overdue: 0 });
}
