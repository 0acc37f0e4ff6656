import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accept } from '../../src/decisions/accept.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** What leaders, coordinators and agencies ask about the state of the work, and what they are told. */

let bot: TestBot;
let leader: Chatter;
let stp: Chatter;
let snv: Chatter;
let sxd: Chatter;
let mttq: Chatter;
let report: number;
let review: number;

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-10T02:00:00Z' });
  leader = await bot.person('UBND-TINH', { role: 'leader', name: 'Nguyễn Văn An' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  snv = await bot.person('SNV', { name: 'Trần Thị Dung' });
  sxd = await bot.person('SXD', { name: 'Phạm Văn Em' });
  mttq = await bot.person('MTTQ', { name: 'Võ Thị Giang' });
  report = await bot.task('Báo cáo kết quả năm 2026', ['STP', 'SNV', 'SXD', 'MTTQ'], '2026-11-15T17:00:00Z');
  review = await bot.task('Rà soát văn bản', ['STP', 'SXD'], '2026-12-20T17:00:00Z');
  await sxd.says(`${report} vướng mắc chưa có số liệu quý IV`);
  await stp.says(`${report} xong, theo báo cáo số 45/BC-STP`);
  await bot.decides(async (scope) => accept(scope, (await bot.assignment(report, 'STP')).id));
  await stp.says(`${review} 60% đang rà soát`);
  bot.clock.to('2026-11-25T01:00:00Z');
}, 60_000);
afterAll(() => bot.close());

describe('a leader asks for everything', () => {
  test('tình hình? gives the figures, the longest overdue and who is silent, by name', async () => {
    const answer = await leader.says('tình hình?');
    expect(answer.split('\n')).toEqual([
      'Tình hình thực hiện, tính đến 08:00 ngày 25/11/2026 · 28 cơ quan, đơn vị, 6 nhiệm vụ',
      'Hoàn thành: 1 trong hạn, 0 quá hạn · Đang thực hiện: 2 trong hạn, 3 quá hạn',
      `Quá hạn lâu nhất: Sở Nội vụ, #${report} (10 ngày) · Có vướng mắc: 1 · Chưa tiếp nhận: Sở Nội vụ (#${report}), Ủy ban MTTQ tỉnh (#${report}), Sở Xây dựng (#${review})`,
      'Có cập nhật trong tuần: 0/28 cơ quan, đơn vị',
    ]);
  });

  test('/tinhhinh is the same answer', async () => {
    expect(await leader.says('/tinhhinh')).toBe(await leader.says('tình hình?'));
  });

  test('the web chat has the link to the page, another channel none without a public address', async () => {
    await leader.says('/tinhhinh');
    expect((await leader.newest()).buttons).toContain('Xem bảng theo dõi');
    const far = await bot.person('UBND-TINH', { role: 'leader', channel: 'telegram' });
    await far.says('/tinhhinh');
    expect((await far.newest()).buttons).not.toContain('Xem bảng theo dõi');
  });

  test.each(['ai chưa báo cáo', 'những đơn vị nào chưa báo cáo?', '/tinhhinh ai chưa báo cáo'])(
    '%s: who was not heard of at all, and who answered without reporting',
    async (words) => {
      const lines = (await leader.says(words)).split('\n');
      expect(lines[0]).toBe(
        'Chưa báo cáo hoàn thành: 4/4 cơ quan, đơn vị theo các nhiệm vụ đang mở, tính đến 08:00 ngày 25/11/2026',
      );
      expect(lines[1]).toBe(`Chưa có phản hồi: Sở Nội vụ (#${report}), Ủy ban MTTQ tỉnh (#${report})`);
      expect(lines[2]).toBe(
        `Đã phản hồi, chưa báo cáo: Sở Tư pháp (#${review}), Sở Xây dựng (#${report}, #${review})`,
      );
    },
  );

  test('ai đã báo cáo', async () => {
    expect(await leader.says('ai đã báo cáo?')).toContain(`Sở Tư pháp (#${report})`);
  });

  test('ai vướng mắc shows the words of the agency', async () => {
    expect(await leader.says('ai vướng mắc?')).toContain('chưa có số liệu quý IV');
  });

  test('ai chưa tiếp nhận names them with their tasks', async () => {
    const answer = await leader.says('ai chưa nhận việc?');
    expect(answer).toContain(
      `Sở Nội vụ (#${report}), Ủy ban MTTQ tỉnh (#${report}), Sở Xây dựng (#${review})`,
    );
  });

  test('the topics are buttons under the overall answer', async () => {
    await leader.says('/tinhhinh');
    expect(await leader.presses('Ai quá hạn')).toContain('Quá hạn: 3 nhiệm vụ của 3 cơ quan, đơn vị');
  });
});

describe('a leader asks for one agency', () => {
  test.each(['Sở Tư pháp đến đâu rồi?', 'stp den dau roi', 'tình hình Sở Tư pháp', '/tinhhinh STP', 'STP'])(
    '%s',
    async (words) => {
      const lines = (await leader.says(words)).split('\n');
      expect(lines[0]).toBe('Sở Tư pháp: tình hình, tính đến 08:00 ngày 25/11/2026 · 2 nhiệm vụ');
      expect(lines[1]).toBe('Hoàn thành: 1 trong hạn, 0 quá hạn · Đang thực hiện: 1 trong hạn, 0 quá hạn');
      expect(lines[2]).toContain(`#${review} Rà soát văn bản`);
      expect(lines[2]).toContain('đang thực hiện 60%');
    },
  );

  test('of a body that is asked, not told, nothing is said to be quá hạn', async () => {
    const answer = await leader.says('tình hình mặt trận');
    expect(answer).not.toMatch(/quá hạn/i);
    expect(answer).toContain('1 đã qua thời hạn đề nghị');
  });

  test('where two agencies fit, it asks with buttons, and a press answers', async () => {
    const answer = await leader.says('bên lao động đến đâu rồi');
    expect(answer).toContain('Đề nghị chọn');
    const question = await leader.newest();
    expect(question.buttons).toHaveLength(2);
    expect(await leader.presses(question.buttons[0] ?? '')).toContain('tình hình, tính đến');
  });

  test('an agency with nobody to tell is said to have no contact', async () => {
    expect(await leader.says('/tinhhinh STC')).toContain('Chưa có đầu mối');
  });
});

describe('/quahan', () => {
  test('lists the longest overdue first, each agency with its tasks, and buttons to press', async () => {
    const answer = await leader.says('/quahan');
    const lines = answer.split('\n');
    expect(lines[0]).toBe('Quá hạn: 3 nhiệm vụ của 3 cơ quan, đơn vị, tính đến 08:00 ngày 25/11/2026');
    expect(lines.slice(1).filter((line) => !line.startsWith('- '))).toEqual([
      'Sở Nội vụ',
      'Sở Xây dựng',
      'Ủy ban MTTQ tỉnh',
    ]);
    expect((await leader.newest()).buttons).toEqual([
      'Nhắc Sở Nội vụ',
      'Nhắc Sở Xây dựng',
      'Nhắc Ủy ban MTTQ tỉnh',
    ]);
  });

  test('is not for an agency', async () => {
    expect(await snv.says('/quahan')).toContain('không thuộc quyền');
  });
});

describe('an agency asks', () => {
  test('and sees its own state only', async () => {
    const answer = await snv.says('/tinhhinh');
    expect(answer).toContain('Sở Nội vụ: tình hình');
    expect(answer).not.toContain('28 cơ quan');
    expect(answer).not.toContain('Sở Xây dựng');
  });

  test('of another agency it learns nothing, not even that it exists', async () => {
    const other = await snv.says('/tinhhinh Sở Xây dựng');
    await snv.says('/huy');
    const nobody = await snv.says('/tinhhinh Sở Không Có');
    await snv.says('/huy');
    expect(other).toBe(nobody);
    expect(other).not.toContain('nhiệm vụ');
  });

  test('a body that is asked reads its state without a word that its manner forbids', async () => {
    const answer = await mttq.says('/tinhhinh');
    expect(answer).not.toMatch(/quá hạn|nhắc|đôn đốc|yêu cầu/i);
    expect(answer).toContain('đã qua thời hạn đề nghị');
  });
});

describe('what is not understood', () => {
  test('is kept, said so, and shown by example', async () => {
    const answer = await leader.says('hôm nay trời đẹp');
    expect(answer).toContain('được lưu lại');
    expect(answer).toContain('ai chưa báo cáo');
    const kept = await bot.db.prisma.inboundMessage.findFirstOrThrow({ where: { text: 'hôm nay trời đẹp' } });
    expect(kept.failure).toBe('not understood');
  });
});

describe('after a reorganisation', () => {
  test('a question by the old name is answered under the new one', async () => {
    const { prisma } = bot.db;
    const agency = await prisma.agency.findUniqueOrThrow({ where: { code: 'SGTVT' } });
    await prisma.agencyName.create({
      data: {
        agencyId: agency.id,
        code: agency.code,
        name: agency.name,
        shortName: agency.shortName,
        aliases: agency.aliases,
        until: '2026-11-20',
      },
    });
    await prisma.agency.update({
      where: { id: agency.id },
      data: { code: 'SHT', name: 'Sở Hạ tầng', shortName: 'Sở Hạ tầng', aliases: [] },
    });
    const answer = await leader.says('sở giao thông vận tải đến đâu rồi?');
    expect(answer).toContain('Sở Giao thông vận tải từ ngày 20/11/2026 là Sở Hạ tầng.');
    expect(answer).toContain('Sở Hạ tầng: tình hình');
    expect(await leader.says('tình hình Sở Hạ tầng')).not.toContain('từ ngày');
  });

  test('of a body that is no more, the successor answers', async () => {
    const { prisma } = bot.db;
    const from = await prisma.agency.findUniqueOrThrow({ where: { code: 'STTTT' } });
    const to = await prisma.agency.findUniqueOrThrow({ where: { code: 'SVHTTDL' } });
    await prisma.agency.update({ where: { id: from.id }, data: { endedOn: '2026-11-22' } });
    await prisma.succession.create({
      data: {
        actId: from.id,
        kind: 'merge',
        on: '2026-11-22',
        fromId: from.id,
        toId: to.id,
        details: {},
        createdAt: bot.clock.now(),
        appliedAt: bot.clock.now(),
      },
    });
    const answer = await leader.says('tình hình Sở Thông tin và Truyền thông');
    expect(answer).toContain(`từ ngày 22/11/2026 là ${to.name}.`);
    expect(answer).toContain(`${to.name}: tình hình`);
  });
});
