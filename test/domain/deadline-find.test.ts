import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDeadline, parseDeadline } from '../../src/domain/deadline.ts';
import type { DateContext } from '../../src/domain/deadline.ts';
import { addDays, dayOf, endOf, formatDay } from '../../src/domain/time.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import { calendar, inForce, localText, now, zone } from '../fixtures/phrases/context.ts';

/** Tuesday, 24/11/2026, 09:00; in force: trước ngày 15/12/2026. */
const context: DateContext = { now, zone, calendar, inForce };

const found = (text: string, options?: { asked?: boolean }): [string, string] | undefined => {
  const hit = findDeadline(text, context, options);
  if (!hit) return undefined;
  const words = text.normalize('NFC').slice(hit.start, hit.end);
  return [hit.deadline ? localText(hit.deadline.dueAt) : (hit.fault ?? ''), words];
};

describe('a date that is asked for', () => {
  test.each([
    ['xin gia hạn đến 20/12 vì chờ số liệu', '2026-12-21T00:00', 'đến 20/12'],
    ['xin gia han 20/12 vi cho so lieu', '2026-12-21T00:00', '20/12'],
    [
      '12 xin gia hạn đến hết ngày 20/12/2026 do chưa có số liệu',
      '2026-12-21T00:00',
      'đến hết ngày 20/12/2026',
    ],
    ['gia hạn việc 12 đến trước ngày 20/12', '2026-12-20T00:00', 'đến trước ngày 20/12'],
    ['chưa xong, xin thêm 5 ngày ạ', '2026-12-20T00:00', 'thêm 5 ngày'],
    ['xin gia hạn 10 ngày', '2026-12-25T00:00', '10 ngày'],
    ['xin phép nộp trễ 3 hôm', '2026-12-18T00:00', '3 hôm'],
    ['xin lùi từ 15/12 sang 20/12', '2026-12-21T00:00', 'sang 20/12'],
    ['hạn 15/12 không kịp, xin 20/12', '2026-12-21T00:00', '20/12'],
    ['không thể xong trước 15/12, đề nghị gia hạn đến 20/12', '2026-12-21T00:00', 'đến 20/12'],
    ['xin gia hạn đến 20/12 do ngày 18/12 sở mới họp', '2026-12-21T00:00', 'đến 20/12'],
    ['do 18/12 mới họp nên xin gia hạn đến 20/12', '2026-12-21T00:00', 'đến 20/12'],
    ['Công văn số 45/CV-STP ngày 10/12/2026 xin gia hạn đến 20/12', '2026-12-21T00:00', 'đến 20/12'],
    ['đã rà soát 10/12 phường, còn lại xin đến 20/12', '2026-12-21T00:00', 'đến 20/12'],
    ['xin gia hạn báo cáo tháng 11 đến 20/12', '2026-12-21T00:00', 'đến 20/12'],
    ['xin gia hạn tới thứ 6 tuần sau', '2026-12-05T00:00', 'tới thứ 6 tuần sau'],
    ['sẽ báo cáo trước 17h hôm nay', '2026-11-24T17:00', 'trước 17h hôm nay'],
    ['xin gia hạn trước Tết', '2027-02-05T00:00', 'trước Tết'],
    ['thứ 6 em nộp', '2026-11-28T00:00', 'thứ 6'],
    ['20/12', '2026-12-21T00:00', '20/12'],
  ])('%s', (text, due, words) => {
    expect(found(text)).toEqual([due, words]);
  });

  test('needs no asking word where the date itself is what was asked for', () => {
    expect(found('10 ngày chờ số liệu')).toBeUndefined();
    expect(found('10 ngày chờ số liệu', { asked: true })).toEqual(['2026-12-25T00:00', '10 ngày']);
    expect(found('5/12 chờ số liệu', { asked: true })).toEqual(['2026-12-06T00:00', '5/12']);
  });
});

describe('a date that is asked back', () => {
  test.each([
    ['gia hạn đến 31/11', 'nonexistent'],
    ['gia hạn đến 15/11/2026', 'past'],
    ['gia hạn vài ngày', 'ambiguous'],
    ['xin gia hạn 3-5 ngày', 'ambiguous'],
    ['xin gia hạn đến khoảng 20/12', 'ambiguous'],
    ['xin gia hạn đến 20/12 hoặc 25/12', 'ambiguous'],
    ['xin gia hạn sau Tết', 'ambiguous'],
    ['xin gia hạn trước Tết 1 tuần', 'ambiguous'],
    ['xin gia hạn vì đến 20/12 mới có số liệu', 'ambiguous'],
    ['đợi số liệu đến hết tháng 11, xin gia hạn', 'ambiguous'],
    ['xin gia hạn đến 20/12/2026 (thứ Bảy)', 'ambiguous'],
    ['gia hạn thêm 1 tuần, đến 30/12', 'ambiguous'],
  ])('%s: %s', (text, fault) => {
    expect(found(text)?.[0]).toBe(fault);
  });
});

describe('no deadline', () => {
  test.each([
    'đã làm 60%',
    'tăng đến 15.12%',
    '12/45 phường đã xong',
    'đã xong 12/45 phường',
    'đã làm 1/2 công việc',
    '1/2 công việc',
    'xong 1/2',
    'hoàn thành 5/12',
    'đạt 5/12 chỉ tiêu',
    'tiến độ 3/4',
    'số 119/QĐ-UBND',
    'theo Quyết định số 119/QĐ-UBND ngày 19/01/2024',
    'công văn 45/CV-STP ngày 10/12 đã gửi',
    'văn bản số 123/STP-VP ngày 20/12/2026',
    '0912.345.678',
    'sđt 0912-345-678 gọi em',
    '0274 3822 222',
    'vướng mục 2/3',
    'kinh phí 15.12 tỷ',
    'không kịp 15/12',
    'cam kết đúng hạn 15/12',
    'quá hạn 15/12 rồi',
    'tính đến 30/11 đạt 60%',
    'đến hôm nay vẫn chưa có số liệu',
    'đã gửi báo cáo ngày 20/11',
    'báo cáo quý 4 đã xong',
    'xin gia hạn báo cáo tháng 11',
    'số liệu tháng 11 chưa có',
    'không cần gia hạn đến 20/12',
    'ngày mai họp',
    'chị Mai gửi rồi',
    'hôm nay em làm được 60%',
    'xin gia hạn',
    'còn mấy ngày nữa',
    'xong',
    '',
  ])('%s', (text) => {
    expect(found(text)).toBeUndefined();
  });
});

describe('whatever stands around it', () => {
  const day = fc.integer({ min: 1, max: 170 }).map((n) => addDays(dayOf(now, zone), n));
  const lead = fc.constantFrom(
    'xin gia hạn đến ',
    'đề nghị gia hạn ',
    'xin lùi sang ',
    '#12 xin gia hạn đến ngày ',
    'chưa xong, xin đến ',
  );
  const reason = fc.constantFrom(
    '',
    ' vì chờ số liệu',
    ' do 45 phường chưa gửi',
    ' ạ',
    ', việc 15 xong',
    ' để rà soát lại 60% nội dung',
  );

  test('the date is found, and its wording alone reads back', () => {
    fc.assert(
      fc.property(day, lead, reason, fc.boolean(), (when, before, after, plain) => {
        fc.pre(endOf(when, zone).getTime() !== inForce.getTime());
        const said = `${before}${formatDay(when).slice(0, 5)}${after}`;
        const text = plain ? fold(said) : said;
        const hit = findDeadline(text, context);
        expect(hit?.deadline?.dueAt).toEqual(endOf(when, zone));
        const again = parseDeadline(text.slice(hit?.start, hit?.end), context);
        expect(again.ok && again.deadline).toEqual(hit?.deadline);
      }),
    );
  });

  test('decomposed text gives offsets into the composed one', () => {
    const text = 'đã rà soát, xin gia hạn đến thứ sáu tuần sau vì chờ số liệu';
    expect(findDeadline(text.normalize('NFD'), context)).toEqual(findDeadline(text, context));
  });

  test('offsets lie within the text, and what is found is to come', () => {
    const words = fc.constantFrom(
      ...'xin gia hạn đến trước 20/12 5/12 31/11 thêm 5 ngày tuần sau vì không chưa xong phường số % , . việc 12 Tết mới có'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (all) => {
        const text = all.join(' ');
        const hit = findDeadline(text, context);
        if (!hit) return;
        expect(hit.start).toBeGreaterThanOrEqual(0);
        expect(hit.end).toBeGreaterThan(hit.start);
        expect(hit.end).toBeLessThanOrEqual(text.length);
        expect(hit.deadline === undefined).toBe(hit.fault !== undefined);
        if (hit.deadline) expect(hit.deadline.dueAt.getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 500 },
    );
  });
});
