import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReplies, readReply } from '../../src/domain/reply.ts';
import type { Reading } from '../../src/domain/reply.ts';
import { calendar, inForce, now, zone } from '../fixtures/phrases/context.ts';
import { line } from '../fixtures/phrases/line.ts';
import { replies } from '../fixtures/phrases/replies.ts';

const ctx = { now, zone, calendar, inForce };
const read = (text: string): Reading => readReply(text, ctx);

describe('one reply', () => {
  test.each([
    // Done, and what only looks like it.
    ['12 xong', '~12 done'],
    ['đã ký và gửi rồi ạ', 'done'],
    ['Kính gửi Công an tỉnh. Sở Nội vụ xin báo cáo: đã hoàn thành nhiệm vụ số 12.', '#12 done'],
    ['đã gửi báo cáo số 45/BC-STP ngày 20/11/2026', 'done'],
    ['báo cáo 6 tháng đầu năm đã xong', 'done'],
    ['xong rồi, đã gửi công văn số 123/STP-VP ngày 20/11', 'done'],
    ['12 xong, đã bổ sung phụ lục 2', '~12 done'],
    ['đã báo cáo bằng công văn số 45/BC-STP', 'done'],
    ['đã gửi công văn', '?'],
    ['đã bổ sung phụ lục 2', '?'],
    ['chưa xong, đã gửi công văn', '?'],
    ['đã gửi giấy mời, xong việc chuẩn bị', '?'],
    ['xong rồi, đã gửi công văn xin gia hạn', '? extend'],
    ['chuwa xong', 'progress'],
    ['chu7a xong', 'progress'],
    ['chua xog', 'progress'],
    ['hoang thanh roi', 'done'],
    ['dda xong roofi', 'done'],
    ['song rồi', 'done'],
    ['họp xong rồi', '?'],
    ['xong rồi em gửi', '?'],
    ['xong em báo cáo ngay', '?'],
    ['các phường đã xong', '?'],
    ['đã xong 12 hồ sơ', '?'],
    ['xong rồi nhưng chưa ký', '?'],
    ['báo cáo xong rồi, chờ lãnh đạo ký', '?'],
    ['chưa rà soát, tổng hợp xong', 'progress'],
    ['tuần sau mới xong', '?'],
    ['làm cho xong', '?'],
    ['xong đâu mà xong', '?'],
    ['đã xong chưa nhỉ', '? question'],
    // Shares.
    ['đến nay đạt 70%', 'progress 70'],
    ['tuần trước 50%, nay 70%', 'progress 70'],
    ['còn 30% nữa', 'progress 70'],
    ['bảy lăm phần trăm', 'progress 75'],
    ['chưa được 60%', 'progress'],
    ['dự kiến đạt 80%', '?'],
    ['tăng 20%', '?'],
    ['60-70%', 'progress 60'],
    ['7% đang rà soát 1e345678', 'progress 7'],
    // Hindrance.
    ['đã xử lý xong vướng mắc', 'unblocked'],
    ['vướng mắc đã được giải quyết', 'unblocked'],
    ['đề nghị tháo gỡ vướng mắc', 'blocked'],
    ['chưa gỡ được', 'blocked'],
    ['không có vướng mắc gì', 'unblocked'],
    ['có gì vướng em báo', ''],
    ['vướng gì thì báo', ''],
    ['hỗ trợ hộ khó khăn', ''],
    ['có vướng nhưng nay đã gỡ', 'unblocked'],
    // More time.
    ['12 gia hạn 20/12 vì thiếu người', '~12 extend 2026-12-21T00:00 (thiếu người)'],
    ['chưa xong xin thêm 3 ngày', 'extend 2026-12-18T00:00'],
    ['vướng kinh phí, xin gia hạn đến 20/12', 'blocked + extend 2026-12-21T00:00'],
    ['chưa có số liệu nên xin gia hạn đến 20/12', 'extend 2026-12-21T00:00 (chưa có số liệu)'],
    ['cho em gia hạn đến 20/12 được không ạ', 'extend 2026-12-21T00:00'],
    ['xin gia hạn 30/2', 'extend nonexistent'],
    ['nếu không kịp em xin gia hạn', '?'],
    ['đã được gia hạn đến 20/12', '?'],
    ['không cần gia hạn', ''],
    ['xin nghỉ phép từ 20/12', ''],
    ['gia hạn được mấy ngày', 'question'],
    // Promise and receipt.
    ['đã nhận, cam kết đúng hạn', 'received + confirm'],
    ['có vướng nhưng vẫn kịp', 'blocked + confirm'],
    ['dự kiến xong trước hạn', '?'],
    ['khó mà kịp', '?'],
    ['sẽ xong trước 20/12', '?'],
    ['đã nhận kinh phí', '?'],
    ['đã nhận được báo cáo của em chưa ạ', 'question'],
    ['dạ em đang họp', ''],
    ['dang uy da hop', ''],
  ])('%s', (text, expected) => {
    expect(line(read(text))).toBe(expected);
  });
});

describe('numbers', () => {
  test.each([
    ['việc 12, 15 đã xong', '#12 #15 done'],
    ['#12/15 xong', '#12 #15 done'],
    ['văn bản số 12 đã gửi', 'done'],
    ['đã nhận công văn 1234', 'received'],
    ['phòng 305 đã nhận', 'received'],
    ['đã gửi ngày 12', 'done'],
    ['1️⃣', 'option 1'],
    ['dạ 3 ạ', 'option 3'],
    ['0', ''],
    ['12', '~12'],
    ['2026', ''],
    ['0912345678', ''],
    ['60% 12', '~12 progress 60'],
  ])('%s', (text, expected) => {
    expect(line(read(text))).toBe(expected);
  });

  const quantity = fc.constantFrom(
    'ngày',
    'hồ sơ',
    'phường',
    'triệu',
    'người',
    'văn bản',
    'file',
    'cơ sở',
    'hộ dân',
  );
  const place = fc.constantFrom(
    'điều',
    'khoản',
    'công văn số',
    'văn bản số',
    'QĐ',
    'tháng',
    'phụ lục',
    'phòng',
    'tổ',
  );
  const around = fc.constantFrom('đã kiểm tra', 'còn', 'có', 'được', 'xong', 'đang làm');
  const number = fc.integer({ min: 11, max: 999 });

  test('of quantities, documents, places and dates never name a task', () => {
    fc.assert(
      fc.property(around, number, quantity, place, fc.boolean(), (before, some, noun, kind, counted) => {
        const { tasks, bare } = read(
          counted ? `${before} ${some} ${noun}` : `${before} theo ${kind} ${some}`,
        );
        expect([...tasks, ...bare]).toEqual([]);
      }),
    );
  });

  test('written as a task number are always found', () => {
    const naming = fc.constantFrom('#', 'việc ', 'nhiệm vụ số ', 'nv', 'NV ', 'nhiem vu ', 'viec so ');
    fc.assert(
      fc.property(
        naming,
        number,
        fc.constantFrom('xong', 'đã nhận', 'vướng kinh phí'),
        (name, some, said) => {
          expect(read(`${name}${some} ${said}`).tasks).toEqual([some]);
          expect(read(`${said}, ${name}${some}`).tasks).toEqual([some]);
        },
      ),
    );
  });
});

describe('several tasks in one message', () => {
  test.each([
    ['12 xong, 15 60%', ['~12 done', '~15 progress 60']],
    ['xong 12, đang làm 15', ['~12 done', '~15 progress']],
    ['xong 12, 15 60%', ['~12 done', '~15 progress 60']],
    ['đã xong 12, 15 đang làm', ['~12 done', '~15 progress']],
    ['12 xong còn 15 đang làm', ['~12 done', '~15 progress']],
    ['12-60%, 15-80%', ['~12 progress 60', '~15 progress 80']],
    ['- 12: xong\n- 15: 60%\n- 17: chưa', ['~12 done', '~15 progress 60', '~17 ?']],
    ['12 vướng kinh phí, 15 xin gia hạn 20/12', ['~12 blocked', '~15 extend 2026-12-21T00:00']],
    ['12 và 15 đã xong', ['~12 ~15 done']],
    ['xong cả 12 và 15', ['~12 ~15 done']],
    ['đã nhận 12, 15, đang làm', ['~12 ~15 received + progress']],
    ['xong 12 hôm qua 15', ['~12 ~15 ?']],
  ])('%s', (text, expected) => {
    expect(readReplies(text, ctx).map(line)).toEqual(expected);
  });

  test('taken as one, what differs is asked back', () => {
    expect(read('12 xong, 15 60%')).toMatchObject({ bare: [12, 15], unsure: true });
    expect(read('12 xong, 15 xong')).toMatchObject({ bare: [12, 15], unsure: false });
  });
});

describe('the note', () => {
  test.each([
    ['12 xong', ''],
    ['đã nhận, cam kết đúng hạn', ''],
    ['em gửi báo cáo rồi anh nhé', ''],
    ['60% đang rà soát', 'đang rà soát'],
    ['khoảng 70%', 'khoảng 70%'],
    ['đã xong từ tuần trước', 'đã xong từ tuần trước'],
    ['12 xong, đã gửi qua trục liên thông', 'đã gửi qua trục liên thông'],
    ['vướng kinh phí', 'kinh phí'],
    ['chưa có số liệu nên chưa làm được', 'chưa có số liệu nên chưa làm được'],
    ['xin gia hạn đến 20/12 vì chờ số liệu', ''],
    ['Kính gửi Công an tỉnh, mẫu báo cáo lấy ở đâu ạ?', 'mẫu báo cáo lấy ở đâu'],
    ['việc 15 là gì', 'việc 15 là gì'],
    ['dạ ai phụ trách ạ', 'ai phụ trách'],
    ['hết vướng kinh phí nhưng vướng nhân sự', 'hết vướng kinh phí nhưng vướng nhân sự'],
  ])('%s', (text, expected) => {
    expect(read(text).note).toBe(expected);
  });
});

describe('whatever is said', () => {
  const strip = (text: string): string =>
    text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
  const outcome = (text: string): string => {
    const { note: _note, ...rest } = read(text);
    return rest.unsure
      ? `${rest.tasks.join()}/${rest.bare.join()} ?`
      : line({ ...rest, note: '' })
          .replace(/\(.*/s, '')
          .trim();
  };
  const subject = fc.constantFrom('', 'em ', 'bên em ', 'Sở Tư pháp ', 'báo cáo ', 'đơn vị ');
  const finished = fc.constantFrom(
    'xong',
    'đã xong',
    'xong rồi',
    'hoàn thành',
    'đã hoàn thành',
    'làm xong rồi',
    'đã gửi báo cáo',
    'nộp rồi',
    'done',
  );
  const tail = fc.constantFrom('', ' ạ', ' anh ạ', ' nhé', ' rồi ạ');
  const hedge = fc.constantFrom(
    ...[
      'chưa',
      'không',
      'ko',
      'sẽ',
      'sắp',
      'gần',
      'chắc',
      'có lẽ',
      'hình như',
      'nghe nói',
      'tưởng',
      'nếu',
      'khi nào',
      'mai',
    ],
    ...['tuần sau', 'cố gắng', 'phải', 'mong', 'để', 'chờ', 'dự kiến', 'đang', 'chưa chắc', 'khó', 'giá mà'],
  );

  test('a completion behind a denial, a plan or a doubt is never recorded', () => {
    fc.assert(
      fc.property(hedge, subject, finished, tail, fc.boolean(), (before, who, verb, after, plain) => {
        const said = `${before} ${who}${verb}${after}`;
        const { meanings } = read(plain ? strip(said) : said);
        expect(meanings.map(({ kind }) => kind)).not.toContain('done');
      }),
      { numRuns: 400 },
    );
  });

  test('the same completion without one is recorded', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'em ', 'Sở Tư pháp '), finished, tail, (who, verb, after) => {
        expect(line(read(`${who}${verb}${after}`))).toBe('done');
      }),
    );
  });

  const phrase = fc.constantFrom(...replies.map(({ say }) => say));

  test('composed or decomposed, in capitals or not', () => {
    fc.assert(
      fc.property(phrase, (text) => {
        expect(read(text.normalize('NFD'))).toEqual(read(text.normalize('NFC')));
        expect(outcome(text.toUpperCase())).toBe(outcome(text));
      }),
      { numRuns: 400 },
    );
  });

  test('courtesy changes nothing that is recorded', () => {
    const recorded = replies
      .map(({ say }) => say)
      .filter((say) => /\p{L}{3}/u.test(say) && /^[^?]*$/.test(say));
    const courtesy = fc.constantFrom<(text: string) => string>(
      (text) => `Dạ thưa anh, ${text}`,
      (text) => `${text} ạ`,
      (text) => `${text} anh ạ`,
      (text) => `${text}. Trân trọng cảm ơn.`,
    );
    fc.assert(
      fc.property(fc.constantFrom(...recorded), courtesy, (text, polite) => {
        const plainly = read(text);
        fc.pre(plainly.meanings.length > 0 && !plainly.unsure && text !== 'dạ');
        expect(outcome(polite(text))).toBe(outcome(text));
      }),
      { numRuns: 400 },
    );
  });

  test('without diacritics the same, less, or asked back', () => {
    const kinds = (text: string) => {
      const { meanings, unsure } = read(text);
      return unsure ? [] : meanings.map(({ kind }) => kind);
    };
    fc.assert(
      fc.property(phrase, (text) => {
        const marked = read(text);
        fc.pre(!marked.unsure);
        const allowed = new Set(marked.meanings.map(({ kind }) => kind));
        expect(kinds(strip(text)).filter((kind) => !allowed.has(kind))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('any text at all is read without failing, and nothing unsure looks done', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const { meanings, unsure } = read(text);
        expect(unsure && meanings.some(({ kind }) => kind === 'done')).toBe(false);
      }),
    );
  });
});
