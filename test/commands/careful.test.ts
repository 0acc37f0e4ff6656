import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Nothing is recorded that was not meant: closed tasks, stray numbers, changed minds, words against their command. */
const morning = '2026-11-24T02:00:00Z';
const due = '2026-12-14T17:00:00Z';

let bot: TestBot;
let stp: Chatter;
let ha: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: morning });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
});
afterAll(() => bot.close());
beforeEach(async () => {
  bot.clock.forward(60);
  await bot.db.prisma.dialogue.deleteMany();
  await bot.db.prisma.extension.updateMany({ where: { state: 'pending' }, data: { state: 'withdrawn' } });
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled', extensionAskedAt: null } });
});

const reportsOf = async (number: number) => (await bot.assignment(number, 'STP')).reports.length;
const stateOf = async (number: number) => (await bot.assignment(number, 'STP')).state;

/** Tasks numbered from 10 on, so that their numbers are read as numbers of tasks. */
async function tasks(...titles: string[]): Promise<number[]> {
  for (;;) {
    const number = await bot.task('Đệm', ['SNV'], due);
    await bot.db.prisma.assignment.updateMany({ where: { task: { number } }, data: { state: 'cancelled' } });
    if (number >= 10) break;
  }
  const numbers: number[] = [];
  for (const title of titles) numbers.push(await bot.task(title, ['STP'], due));
  await stp.read();
  return numbers;
}

async function completed(number: number): Promise<void> {
  await stp.says(`#${number} xong, báo cáo 45/BC-STP`);
  await ha.says(`/duyet ${number} STP`);
  expect(await stateOf(number)).toBe('completed');
  await stp.read();
}

describe('a task that is named and is over', () => {
  test.each(['60%', 'chưa xong', 'xong', 'có vướng mắc kinh phí', 'xin gia hạn 20/12 vì bận'])(
    '"16 %s" is said to be over, and goes to no other task',
    async (words) => {
      const [open = 0, over = 0] = await tasks('Việc đang mở', 'Việc đã xong');
      await completed(over);
      expect(await stp.says(`${over} ${words}`)).toContain(`#${over} đã được xác nhận hoàn thành`);
      expect(await reportsOf(open)).toBe(0);
    },
  );

  test('is offered no other task either, where several are open', async () => {
    const [first = 0, second = 0, over = 0] = await tasks('Việc một', 'Việc hai', 'Việc đã xong');
    await completed(over);
    const answer = await stp.says(`${over} xong`);
    expect(answer).toContain(`#${over} đã được xác nhận hoàn thành`);
    expect(answer).not.toContain('nhiệm vụ nào');
    expect([await reportsOf(first), await reportsOf(second)]).toEqual([0, 0]);
  });

  test('and what is said of another task in the same message is recorded', async () => {
    const [open = 0, over = 0] = await tasks('Việc đang mở', 'Việc đã xong');
    await completed(over);
    const answer = await stp.says(`${open} 60%, ${over} xong`);
    expect(answer).toContain('đang thực hiện 60%');
    expect(answer).toContain(`#${over} đã được xác nhận hoàn thành`);
  });

  test('withdrawn is said to be withdrawn', async () => {
    const [, over = 0] = await tasks('Việc đang mở', 'Việc thu hồi');
    await bot.db.prisma.assignment.updateMany({
      where: { task: { number: over } },
      data: { state: 'cancelled' },
    });
    expect(await stp.says(`${over} 50%`)).toContain('đã được thu hồi');
  });
});

describe('a number that is no task of theirs', () => {
  test('may be a percentage: it is asked, and a press records it', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    const answer = await stp.says('99 đang rà soát');
    expect(answer).toContain('Không có nhiệm vụ #99');
    expect(await reportsOf(open)).toBe(0);
    expect(await stp.presses(`#${open} Việc duy nhất: 99%`)).toContain('đang thực hiện 99%');
  });

  test('as the answer to a task message, too', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    const told = (await stp.all()).findLast((seen) => seen.text.includes('Việc duy nhất'));
    expect(await stp.says('đạt 98', { replyTo: told })).toContain('chưa ghi nhận gì');
    expect(await reportsOf(open)).toBe(0);
    expect(await stp.presses('Tiến độ 98%')).toContain('đang thực hiện 98%');
  });

  test('of which something is done asks which task is meant', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    expect(await stp.says('987 xong')).toContain('Không có nhiệm vụ #987');
    expect(await stateOf(open)).toBe('assigned');
    expect(await stp.presses('Việc duy nhất')).toContain('báo cáo hoàn thành');
  });
});

describe('while a reason or a difficulty is asked for', () => {
  test.each(['thôi', 'thôi không xin nữa', 'không', 'thôi bỏ', 'hủy', 'bỏ qua ạ', 'never mind'])(
    '"%s" drops the request',
    async (words) => {
      const [open = 0] = await tasks('Việc duy nhất');
      expect(await stp.says('xin gia hạn 20/12')).toContain('lý do');
      expect(await stp.says(words)).toContain('Đã hủy');
      expect((await bot.assignment(open, 'STP')).extensions).toEqual([]);
    },
  );

  test.each(['xong rồi', 'tình hình?', 'nhiệm vụ', 'đã nhận'])('"%s" is asked about', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says('xin gia hạn 20/12');
    expect(await stp.says(words)).toContain('là câu trả lời cho câu hỏi trên hay là tin mới');
    expect((await bot.assignment(open, 'STP')).extensions).toEqual([]);
  });

  test('a report of another task can be sent as one', async () => {
    const [first = 0, second = 0] = await tasks('Việc một', 'Việc hai');
    await stp.says(`#${first} xin gia hạn 20/12`);
    expect(await stp.says(`${second} 60%`)).toContain('tin mới');
    expect(await stp.presses('Tin mới')).toContain('đang thực hiện 60%');
    expect((await bot.assignment(first, 'STP')).extensions).toEqual([]);
  });

  test('or be the answer after all', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says('xin gia hạn 20/12');
    await stp.says('xong rồi');
    expect(await stp.presses('Câu trả lời')).toContain('xin gia hạn');
    expect((await bot.assignment(open, 'STP')).extensions.map((one) => one.reason)).toEqual(['xong rồi']);
  });

  test.each(['chưa xong phần rà soát', 'chờ Sở Tài chính gửi số liệu', 'các phường chưa báo cáo'])(
    'the reason "%s" is taken at once',
    async (words) => {
      await tasks('Việc duy nhất');
      await stp.says('xin gia hạn 20/12');
      expect(await stp.says(words)).toContain('Đã ghi nhận');
    },
  );

  test.each(['không có', 'hết rồi', 'không có gì'])('"/vuongmac": "%s" is no difficulty', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says('/vuongmac');
    expect(await stp.says(words)).toContain('chưa ghi nhận gì');
    expect((await bot.assignment(open, 'STP')).blocked).toBe(false);
  });

  test('"/tiendo": "chưa biết" is no progress', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says('/tiendo');
    expect(await stp.says('chưa biết')).toContain('Đề nghị cho biết tiến độ');
    expect(await reportsOf(open)).toBe(0);
    expect(await stp.says('60% đang rà soát')).toContain('đang thực hiện 60%');
  });

  test('a coordinator who thinks better of it denies nothing', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says('xin gia hạn 20/12 vì chờ số liệu');
    await ha.says(`/tuchoi ${open} STP`);
    expect(await ha.says('thôi')).toContain('Đã hủy');
    await ha.says(`/tuchoi ${open} STP`);
    expect(await ha.says('không lùi được tiến độ chung')).toContain('Sẽ trả lời không đồng ý');
    expect((await bot.assignment(open, 'STP')).extensionAskedAt).not.toBeNull();
    expect(await ha.presses('Không đồng ý')).toContain('Đã trả lời không đồng ý');
  });
});

describe('words against their command', () => {
  test.each([
    '/xong N chưa xong',
    '/xong N mới được 50%',
    '/xong N xin gia hạn 20/12 vì bận',
    '/nhan N chưa nhận được',
    '/xacnhan N không chắc',
    '/vuongmac N hết rồi',
  ])('"%s" is asked back', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    expect(await stp.says(words.replace('N', String(open)))).toContain('chưa ghi nhận gì');
    expect(await reportsOf(open)).toBe(0);
  });

  test.each(['160', '-5', '60-70', '120%'])('"/tiendo N %s" is no percentage', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    expect(await stp.says(`/tiendo ${open} ${words}`)).toContain('không phải là một tỷ lệ');
    expect(await reportsOf(open)).toBe(0);
  });

  test.each([
    ['/xong N theo báo cáo số 45/BC-STP', 'submitted'],
    ['/nhan N đồng chí Cường phụ trách', 'acknowledged'],
    ['/tiendo N đang rà soát', 'in_progress'],
  ])('"%s" is what it says', async (words, state) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(words.replace('N', String(open)));
    expect(await stateOf(open)).toBe(state);
  });
});

describe('while it is asked which task is meant', () => {
  test.each([
    ['A xong B chưa', 'báo cáo hoàn thành'],
    ['#A 60%', 'đang thực hiện 60%'],
    ['A xong', 'báo cáo hoàn thành'],
    ['xacnhan #A', 'đúng hạn'],
    ['A xin gia hạn đến 31/11', 'không có trong lịch'],
  ])('"%s" is a message of its own', async (words, says) => {
    const [a = 0, b = 0] = await tasks('Việc một', 'Việc hai');
    expect(await stp.says('xong')).toContain('nhiệm vụ nào');
    const answer = await stp.says(words.replace('A', String(a)).replace('B', String(b)));
    expect(answer).toContain(says);
    expect(answer).not.toContain('Không có nhiệm vụ');
  });

  test('where nothing is open no question is', async () => {
    expect(await stp.says('/nhan')).toContain('không còn nhiệm vụ nào đang mở');
    expect(await bot.db.prisma.dialogue.count()).toBe(0);
    expect(await stp.says('/xacnhan 9999')).toContain('Không có nhiệm vụ #9999');
    expect(await bot.db.prisma.dialogue.count()).toBe(0);
  });
});

describe('questions of a contact', () => {
  test.each(['tình hình?', 'hạn là khi nào', 'thời hạn nộp bao giờ ạ'])(
    '"%s" lists the own tasks',
    async (words) => {
      await tasks('Việc một', 'Việc hai');
      const answer = await stp.says(words);
      expect(answer).toContain('2 nhiệm vụ đang mở');
      expect(answer).toContain('15/12/2026');
    },
  );
});

describe('after a completion', () => {
  test.each(['xong', '/nhan N', '/xacnhan N', 'đã nhận'])('"%s" says that it waits', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(`#${open} xong`);
    const before = await reportsOf(open);
    const answer = await stp.says(words.replace('N', String(open)));
    expect(answer).toContain('báo cáo hoàn thành, chờ xác nhận');
    expect(await reportsOf(open)).toBe(before);
    expect(await stp.presses('Rút lại')).toContain('báo cáo hoàn thành');
    expect(await stateOf(open)).not.toBe('submitted');
  });

  test('"60%" is kept as a note, and Rút lại takes the completion back', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(`#${open} xong`);
    expect(await stp.says(`#${open} 60% còn phụ lục`)).toContain('làm ghi chú');
    await stp.presses('Rút lại');
    expect(await stateOf(open)).not.toBe('submitted');
  });
});

describe('taking back', () => {
  test('names what it takes back, and shows first what is not the last thing said', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(`#${open} 60%`);
    expect(await stp.says('rút lại')).toContain('Đã rút lại báo cáo ghi nhận lúc');
    await stp.says(`#${open} 70%`);
    await stp.says(`#${open} xin gia hạn đến 31/11 vì chờ số liệu`);
    const answer = await stp.says('/rutlai');
    expect(answer).toContain('tiến độ 70%');
    expect(answer).toContain('?');
    expect((await bot.assignment(open, 'STP')).percent).toBe(70);
    expect(await stp.presses('Gửi')).toContain('Đã rút lại');
    expect((await bot.assignment(open, 'STP')).percent).not.toBe(70);
  });
});

describe('while something is shown before it is sent', () => {
  test('a report is heard, and nothing was sent', async () => {
    const [open = 0, other = 0] = await tasks('Việc một', 'Việc hai');
    await stp.says(`#${open} 60%`);
    bot.clock.forward(20);
    expect(await stp.says('/rutlai')).toContain('Rút lại báo cáo về');
    expect(await stp.says(`${other} 50%`)).toContain('đang thực hiện 50%');
    expect((await bot.assignment(open, 'STP')).percent).toBe(60);
  });
});

describe('a date that cannot be', () => {
  test.each([
    ['thiếu phụ lục 2 trước 1/1/2020', 'đã qua'],
    ['thiếu phụ lục 2, hạn 31/11', 'không có trong lịch'],
  ])('"/bosung … %s" returns nothing', async (words, says) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(`#${open} xong`);
    expect(await ha.says(`/bosung ${open} STP ${words}`)).toContain(says);
    expect(await stateOf(open)).toBe('submitted');
  });

  test('an extension to an earlier date is refused at once, with the date in force', async () => {
    await tasks('Việc duy nhất');
    const answer = await stp.says('xin gia hạn tới cuối tháng');
    expect(answer).toContain('15/12/2026');
    expect(answer).not.toContain('lý do');
  });
});

describe('words for which there is a command', () => {
  test.each(['sai rồi', 'nhầm', 'em báo nhầm ạ'])('"%s" after a record offers Rút lại', async (words) => {
    const [open = 0] = await tasks('Việc duy nhất');
    await stp.says(`#${open} xong`);
    const answer = await stp.says(words);
    expect(answer).toContain('báo cáo hoàn thành');
    expect(await stateOf(open)).toBe('submitted');
    expect(await stp.presses('Rút lại')).toContain('Đã rút lại');
    expect(await stateOf(open)).not.toBe('submitted');
  });

  test('"tôi nghỉ phép đến 20/12" offers /vangmat', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    expect(await stp.says('tôi nghỉ phép đến 20/12')).toContain('Báo vắng mặt');
    expect(await reportsOf(open)).toBe(0);
    expect(await stp.presses('Báo vắng mặt')).toContain('đến hết 20/12/2026');
    await stp.says('/vangmat đã về');
  });

  test('/huylienket asks with words of its own', async () => {
    await stp.says('/huylienket');
    expect((await stp.newest()).buttons).toEqual(['Hủy liên kết', 'Giữ']);
    expect(await stp.presses('Giữ')).toContain('Đã hủy, chưa có gì');
  });

  test('"ai chưa báo cáo" offers to press all', async () => {
    await bot.task('Hai nơi', ['STP', 'SNV'], due);
    await ha.says('ai chưa báo cáo');
    expect(await ha.presses('Nhắc tất cả')).toContain('2 cơ quan, đơn vị');
  });
});

describe('"đã nhận" behind a broadcast that asks for it', () => {
  const acknowledged = () =>
    bot.db.prisma.notice.count({
      where: { contactId: stp.contactId, kind: 'broadcast', state: 'acknowledged' },
    });

  async function broadcast(): Promise<void> {
    bot.clock.forward(1);
    await ha.says('/thongbao STP: Họp sơ kết lúc 08:00 ngày 02/12');
    await ha.presses('Yêu cầu báo đã nhận');
    await ha.presses('Gửi');
    bot.clock.forward(1);
    await stp.read();
  }

  test('is the receipt of the broadcast, and of no task', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await broadcast();
    const before = await acknowledged();
    expect(await stp.says('đã nhận')).toContain('đã nhận thông báo');
    expect(await acknowledged()).toBe(before + 1);
    expect(await stateOf(open)).toBe('assigned');
  });

  test('is asked about where the person has written since', async () => {
    const [open = 0] = await tasks('Việc duy nhất');
    await broadcast();
    await stp.says(`/chitiet ${open}`);
    expect(await stp.says('đã nhận')).toContain('Đã nhận thông báo hay nhiệm vụ nào?');
    expect(await stp.presses('Việc duy nhất')).toContain('đã tiếp nhận');
    await stp.presses('Họp sơ kết');
    expect(await stateOf(open)).toBe('acknowledged');
  });

  test('is of the task that came after it', async () => {
    await broadcast();
    const [open = 0] = await tasks('Việc mới');
    await stp.says('đã nhận');
    expect(await stateOf(open)).toBe('acknowledged');
  });
});

describe('a body that is asked and not told', () => {
  test('is asked respectfully to supplement what is opened again', async () => {
    const hpn = await bot.person('HPN');
    const task = await bot.task('Phụ nữ tham gia', ['HPN'], due);
    await hpn.says('xác nhận đúng hạn');
    expect((await hpn.newest()).text).toContain('sẽ gửi đúng hạn');
    await hpn.says(`#${task} xong`);
    await ha.says(`/duyet ${task} HPN`);
    await ha.says(`/molai ${task} HPN thiếu số liệu`);
    await ha.presses('Mở lại');
    const told = (await hpn.newest()).text;
    expect(told).toContain('Trân trọng đề nghị đồng chí bổ sung');
    expect(told).toContain('"thiếu số liệu"');
  });
});
