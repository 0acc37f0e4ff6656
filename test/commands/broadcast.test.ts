import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { broadcast } from '../../src/decisions/broadcast.ts';
import { refreshBroadcasts } from '../../src/jobs/broadcast-progress.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Notices to many. A working Wednesday, 09:00. */
const morning = '2026-11-25T02:00:00Z';

let bot: TestBot;
let ha: Chatter;
let stp: Chatter;
let snv: Chatter;
let head: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: morning });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường', channel: 'telegram' });
  snv = await bot.person('SNV', { name: 'Phạm Thị Mai', channel: 'telegram' });
  head = await bot.person('SNV', { name: 'Trần Giám', role: 'head', channel: 'telegram' });
  const mute = await bot.person('SXD', { name: 'Trần Vân' });
  await bot.db.prisma.identity.deleteMany({ where: { contactId: mute.contactId } });
});
afterAll(() => bot.close());
beforeEach(() => bot.clock.to(morning));
afterEach(async () => void (await bot.db.prisma.dialogue.deleteMany()));

/** Lets what is due go out: deliveries and their notices stand as sent. */
async function goOut(): Promise<void> {
  const now = bot.clock.now();
  await bot.db.prisma.$executeRaw`
    WITH out AS (UPDATE "Delivery" SET state = 'sent', "sentAt" = ${now}, "platformId" = 'p' || id
      WHERE state = 'queued' AND "notBefore" <= ${now} RETURNING id)
    UPDATE "Notice" n SET state = 'sent', "stateAt" = ${now}
    FROM "DeliveryNotice" l JOIN out ON out.id = l."deliveryId" WHERE n.id = l."noticeId" AND n.state = 'queued'`;
}

/** Sends a notice to Sở Tư pháp and Sở Nội vụ; what the author is shown. */
async function send(text: string, more: { ack?: boolean } = {}): Promise<string> {
  await ha.says(`/thongbao STP, SNV: ${text}`);
  if (more.ack) await ha.presses('Yêu cầu báo đã nhận');
  return ha.presses('Gửi');
}

const noticeStates = async (): Promise<Record<string, number>> => {
  const { id } = await bot.db.prisma.broadcast.findFirstOrThrow({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const rows = await bot.db.prisma.notice.groupBy({
    by: ['state'],
    where: { broadcastId: id },
    _count: true,
  });
  return Object.fromEntries(rows.map((row) => [row.state, row._count]));
};

describe('sending', () => {
  test('step by step, previewed, then its progress', async () => {
    expect(await ha.says('/thongbao')).toContain('Nội dung thông báo?');
    expect(await ha.says('Họp sơ kết lúc 08:00 ngày 02/12.')).toContain('Gửi cho cơ quan, đơn vị nào?');
    const preview = await ha.says('stp, snv, sxd');
    expect(preview).toContain('"Họp sơ kết lúc 08:00 ngày 02/12."');
    expect(preview).toContain('Gửi 3 cơ quan, đơn vị: Sở Tư pháp, Sở Nội vụ, Sở Xây dựng.');
    expect(preview).toContain('Người nhận: 3.');
    expect(preview).toContain('Chưa có kênh nhận tin (1): Trần Vân (Sở Xây dựng)');
    expect(preview).toContain('Không yêu cầu báo đã nhận.');
    expect(await stp.read()).toEqual([]);
    const shown = await ha.presses('Gửi');
    expect(shown).toContain('Thông báo đang gửi: 0/3 người');
    expect(shown).toContain('3 người: 2 chờ gửi · 1 chưa có kênh');
    const told = await stp.newest();
    expect(told.text).toBe('Thông báo · Công an tỉnh\nHọp sơ kết lúc 08:00 ngày 02/12.');
    expect(told.buttons).toEqual([]);
    expect(await noticeStates()).toEqual({ queued: 2, no_channel: 1 });
  });

  test('heads too where they are named', async () => {
    const preview = await ha.says('/thongbao SNV, thủ trưởng: Họp giao ban.');
    expect(preview).toContain('Đến các đầu mối và thủ trưởng.');
    expect(preview).toContain('Người nhận: 2.');
    await ha.presses('Gửi');
    expect((await head.newest()).text).toContain('Họp giao ban.');
  });

  test('words of its author are no markup', async () => {
    await send('Theo **mẫu** [này](https://example.com)');
    expect((await stp.newest()).text).toContain('Theo **mẫu** [này](https://example.com)');
  });

  test('nobody to hear it is refused', async () => {
    await ha.says('/thongbao STC: Không ai nhận');
    expect(await ha.presses('Gửi')).toContain('chưa có ai để nhận');
  });

  test('one notice a person and their sum is the audience, for hundreds too', async () => {
    const { prisma } = bot.db;
    await prisma.$executeRaw`INSERT INTO "Contact" (id, name, language, "createdAt")
      SELECT gen_random_uuid(), 'Người ' || g, CASE WHEN g % 10 = 0 THEN 'en' ELSE 'vi' END, now() FROM generate_series(1, 400) g`;
    await prisma.$executeRaw`INSERT INTO "ContactRole" (id, "contactId", "agencyId", role, since)
      SELECT gen_random_uuid(), c.id, a.id, 'focal', now() FROM "Contact" c, "Agency" a
      WHERE c.name LIKE 'Người %' AND a.code IN ('STNMT', 'SGTVT')`;
    await prisma.$executeRaw`INSERT INTO "Identity" (id, channel, address, "contactId", "linkedAt")
      SELECT gen_random_uuid(), 'telegram', 'nguoi' || row_number() OVER (), id, now() FROM "Contact" WHERE name LIKE 'Người %'
        AND name NOT LIKE '%7'`;
    const agencies = await prisma.agency.findMany({ where: { code: { in: ['STNMT', 'SGTVT'] } } });
    const { id, counts } = await bot.decides((scope) =>
      broadcast(scope, {
        text: 'Chung',
        agencyIds: agencies.map((one) => one.id),
        audience: [],
        requireAck: true,
      }),
    );
    expect(counts).toMatchObject({ total: 400, queued: 360, noChannel: 40 });
    const deliveries = await prisma.delivery.findMany({
      where: { about: { path: ['broadcastId'], equals: id } },
    });
    expect(deliveries).toHaveLength(360);
    expect(deliveries.filter((row) => row.text.includes('Please choose'))).toHaveLength(40);
    expect(await prisma.deliveryNotice.count({ where: { notice: { broadcastId: id } } })).toBe(360);
  });
});

describe('receipt', () => {
  test('by the button: once is enough, and the author sees it', async () => {
    await send('Đề nghị cử người dự họp.', { ack: true });
    await goOut();
    expect(await stp.presses('Đã nhận')).toContain('đồng chí đã nhận thông báo');
    expect(await stp.presses('Đã nhận')).toContain('Đã ghi nhận trước đó');
    expect(await noticeStates()).toEqual({ acknowledged: 1, sent: 1 });
    bot.clock.forward(1);
    await refreshBroadcasts(bot.db.prisma, bot.env, bot.clock.now());
    expect((await ha.newest()).text).toContain('2 người: 1 đã xác nhận · 1 đã gửi');
    expect(await ha.presses('Ai chưa nhận')).toContain('- Sở Nội vụ: Phạm Thị Mai, đã gửi, chưa xác nhận');
  });

  test('in words as a reply, also beside an open question, which stays open', async () => {
    await send('Đề nghị báo đã nhận.', { ack: true });
    await goOut();
    const seen = await stp.newest();
    const task = await bot.task('Việc khác', ['STP'], '2026-12-14T17:00:00Z');
    await stp.says(`/giahan ${task}`);
    expect(await stp.says('đã nhận ạ', { replyTo: seen })).toContain('đã nhận thông báo');
    expect(await stp.says('20/12')).toContain('lý do');
    expect((await bot.assignment(task, 'STP')).state).toBe('assigned');
  });

  test('other words go on to the author; a report on a task goes its own way', async () => {
    await send('Họp lúc 08:00.');
    await goOut();
    const seen = await stp.newest();
    expect(await stp.says('Có cần mang theo số liệu không?', { replyTo: seen })).toContain(
      'Đã chuyển nội dung này đến Nguyễn Thu Hà',
    );
    const passed = (await ha.newest()).text;
    expect(passed).toContain('Có cần mang theo số liệu không?');
    expect(passed).toContain('Lê Văn Cường');
    const task = await bot.task('Việc riêng', ['STP'], '2026-12-14T17:00:00Z');
    expect(await stp.says(`#${task} 60%`, { replyTo: seen })).toContain('đang thực hiện 60%');
  });

  test('somebody to whom it was not sent cannot answer it', async () => {
    const other = await bot.person('TD');
    const { id } = await bot.db.prisma.broadcast.findFirstOrThrow({
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    const { acknowledgeBroadcast } = await import('../../src/decisions/broadcast.ts');
    const actor = {
      kind: 'contact' as const,
      id: other.contactId,
      name: other.name,
      channel: 'webchat',
      offices: [],
    };
    await expect(bot.decides((scope) => acknowledgeBroadcast({ ...scope, actor }, id))).rejects.toMatchObject(
      {
        code: 'broadcastUnknown',
      },
    );
  });
});

describe('while it runs', () => {
  test('corrected in place: who has it sees the new text, who waits gets it', async () => {
    await send('Tập huấn lúc 08:00.', { ack: true });
    await bot.db.prisma.$executeRaw`UPDATE "Delivery" SET state = 'sent', "platformId" = 'x' || id
      WHERE address = ${stp.address} AND state = 'queued'`;
    const { id } = (await stp.all()).findLast((seen) => seen.kind === 'broadcast') ?? { id: 0n };
    await ha.presses('Đính chính');
    expect(await ha.says('Tập huấn lúc 14:00.')).toContain('"Tập huấn lúc 14:00."');
    await ha.presses('Đính chính');
    const edit = await bot.db.prisma.delivery.findFirstOrThrow({ where: { editsId: id } });
    expect(edit.text).toContain('Tập huấn lúc 14:00.');
    expect(edit.text).toContain('đính chính lúc 09:00');
    const waiting = (await snv.all()).filter((seen) => seen.text.includes('Tập huấn lúc'));
    expect(waiting.at(-1)?.text).toContain('Tập huấn lúc 14:00.');
    expect(waiting.filter((seen) => seen.text.includes('08:00.'))).toEqual([]);
    // Back to the first wording: the message that was edited is edited again.
    await ha.says('/thongbao đính chính');
    bot.clock.forward(1);
    await ha.says('Tập huấn lúc 08:00.');
    await ha.presses('Đính chính');
    expect(await bot.db.prisma.delivery.count({ where: { editsId: id } })).toBe(2);
  });

  test('recalled after a preview: nothing of it stands', async () => {
    await send('Nội dung nhầm', { ack: true });
    await goOut();
    expect(await ha.presses('Thu hồi')).toContain('Không khôi phục lại được');
    expect(await ha.presses('Thu hồi')).toContain('Đã thu hồi. 2 tin đã gửi đang được thay');
    const last = await stp.newest();
    expect(last.text).toContain('Thông báo đã thu hồi');
    expect(last.text).not.toContain('nhầm');
    expect(last.buttons).toEqual([]);
    expect(await ha.says('/thongbao thu hồi')).toContain('đã được thu hồi');
    expect(await ha.says('/thongbao đính chính')).toContain('đã được thu hồi');
  });

  test('its progress is edited in place, at most once in five seconds, and takes no digit from a newer list', async () => {
    await send('Theo dõi tiến độ');
    const shown = (await ha.all()).findLast((seen) => seen.text.startsWith('Thông báo đang gửi'));
    await goOut();
    const task = await bot.task('Danh sách mới', ['STP'], '2026-12-14T17:00:00Z');
    await stp.says(`#${task} xong`);
    await ha.says('/duyet');
    bot.clock.forward(1);
    const refresh = () => refreshBroadcasts(bot.db.prisma, bot.env, bot.clock.now());
    expect(await refresh()).toBeGreaterThan(0);
    expect(await refresh()).toBe(0);
    const edits = await bot.db.prisma.delivery.findMany({ where: { editsId: shown?.id } });
    expect(edits.map((row) => row.text)).toEqual([expect.stringContaining('Thông báo đã gửi xong: 2 người')]);
    await ha.read();
    expect(await ha.says('1')).toContain('Đã xác nhận');
  });
});

test.each(['focal', 'head', 'leader'] as const)('a %s may send none', async (role) => {
  const other = await bot.person(role === 'leader' ? 'UBND-TINH' : 'STP', { role });
  expect(await other.says('/thongbao tất cả: Tin')).toContain('không thuộc quyền');
});

test('in English', async () => {
  const john = await bot.person('CAT', { role: 'coordinator', language: 'en' });
  const mary = await bot.person('VKS', { language: 'en' });
  expect(await john.says('/broadcast VKS: Meeting at 8')).toContain('This notice will be sent:');
  await john.presses('Ask for receipt');
  expect(await john.presses('Send')).toContain('Notice going out: 0/1 people');
  expect(await mary.presses('Received')).toContain('you have received the notice');
});

/** On a Friday evening: last, for the newest notice is the one that is meant. */
describe('in quiet time', () => {
  test('held by quiet time, unless KHẨN', async () => {
    bot.clock.to('2026-11-27T12:00:00Z');
    expect(await ha.says('/thongbao STP: Tin thường')).toContain('sẽ gửi lúc 07:30 thứ Hai, 30/11/2026');
    expect(await ha.presses('Gửi')).toContain('Thông báo chờ gửi lúc 07:30 thứ Hai, 30/11/2026');
    await ha.says('/thongbao STP: Tin gấp');
    await ha.says('khẩn');
    expect(await ha.presses('Gửi')).toContain('Thông báo đang gửi');
    expect((await stp.newest()).text).toContain('KHẨN · Thông báo');
  });

  test('stopped: what has not gone out does not go, what has stays', async () => {
    bot.clock.to('2026-11-27T12:00:00Z');
    await send('Tin sẽ dừng');
    expect(await ha.presses('Dừng gửi')).toMatch(/Đã dừng\. \d người chưa gửi/);
    expect(Object.keys(await noticeStates())).toEqual(['withdrawn']);
    bot.clock.to('2026-11-30T02:00:00Z');
    expect((await stp.read()).filter((seen) => seen.text.includes('Tin sẽ dừng'))).toEqual([]);
    expect(await ha.says('/thongbao dừng')).toContain('không còn phần nào để dừng');
  });
});
