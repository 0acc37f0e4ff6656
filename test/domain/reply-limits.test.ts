import { describe, expect, test } from 'vitest';
import { readReply } from '../../src/domain/reply.ts';
import type { Reading } from '../../src/domain/reply.ts';
import { calendar, inForce, now, zone } from '../fixtures/phrases/context.ts';
import { line } from '../fixtures/phrases/line.ts';

const ctx = { now, zone, calendar, inForce };
const read = (text: string): Reading => readReply(text, ctx);

describe('what only looks like a report of this task', () => {
  test.each([
    // Another task, or one of several.
    ['việc kia xong rồi', '?'],
    ['việc khác xong rồi', '?'],
    ['xong việc khác rồi, việc này chưa', '?'],
    ['việc đầu xong, việc sau chưa', '?'],
    ['một việc xong rồi', '?'],
    ['đã nhận việc khác', '?'],
    ['việc này xong rồi', 'done'],
    ['cả hai việc xong rồi', 'done'],
    // A period gone by.
    ['báo cáo năm ngoái đã gửi', '?'],
    ['báo cáo tháng trước xong rồi', '?'],
    ['16 đã xong năm 2025', '~16 ?'],
    ['năm 2025 đạt 60%', '?'],
    ['đã gửi báo cáo năm 2026', 'done'],
    ['xong từ tuần trước', 'done'],
    // A part, a step, an exception.
    ['16 xong... một phần', '~16 ?'],
    ['xong, trừ phụ lục', '?'],
    ['16 xong 15 hội nghị', '~16 ?'],
    ['đã hoàn thành 3 lớp', '?'],
    ['1 xong', '?'],
    ['rà soát xong', '?'],
    ['đã hoàn thành rà soát', '?'],
    ['đã thực hiện xong', 'done'],
    ['đã có công văn 1234/HCCB-VP gửi CAT', '?'],
    ['đã có báo cáo số 12/BC-STP gửi Công an tỉnh', 'done'],
    ['đã gửi cho sở tài chính', '?'],
    // Taken back in the same breath.
    ['đã gửi nhưng chưa đủ phụ lục', '?'],
    ['đã gửi báo cáo nhưng bị trả lại', '?'],
    ['xong nhưng quên gửi', '?'],
    ['đã gửi bản mềm, bản giấy chưa', '?'],
    ['đã tổng hợp xong, mai gửi', '?'],
    ['xong rồi, chờ đóng dấu', '?'],
    ['xong rồi, tuần sau nộp', '?'],
    // Denied, put off, said by or of somebody else.
    ['đâu đã xong', 'progress'],
    ['còn lâu mới xong', '?'],
    ['anh Hùng xong rồi', '?'],
    ['16 cứ coi như xong', '~16 ?'],
    ['16 ghi là xong giúp em', '~16 ?'],
    ['16 từ chối nhận', '~16 ?'],
    ['anh Hùng đã đồng ý gia hạn 20/12', '?'],
    // How far from the plan is not how far along.
    ['chậm 20%', '?'],
    ['hoàn thành vượt 20%', '?'],
    ['-5%', '?'],
    ['70% chứ không phải 60%', '?'],
    ['- 12: 5%', '~12 progress 5'],
    // What is said last of hindrances holds; two days are asked about.
    ['hết vướng kinh phí nhưng vướng nhân sự', 'blocked'],
    ['vướng kinh phí nhưng hết vướng nhân sự', '? unblocked'],
    ["can't finish", 'blocked'],
    ['can’t finish', 'blocked'],
    ['xin gia hạn 20/12 và 25/12 vì bận', 'extend (bận)'],
    ['xin gia hạn từ 15/12 đến 20/12 vì bận', 'extend 2026-12-21T00:00 (bận)'],
    // A number against another.
    ['13 chứ không phải 12 xong', '~13 ~12 ?'],
    ['16 xong, nhầm 15', '~16 ~15 ?'],
    ['không phải 12, 13 xong', '~12 ~13 ?'],
    ['16 hôm nay mới xong 1 ít', '~16 progress'],
  ])('%s', (text, expected) => {
    expect(line(read(text))).toBe(expected);
  });

  const own = ['STP', 'Sở Tư pháp tỉnh Bình Dương', 'Sở Tư pháp'];
  test.each([
    ['Sở Tư pháp đã hoàn thành', 'done'],
    ['STP đã gửi báo cáo', 'done'],
    ['sở tư pháp xong rồi', 'done'],
    ['Sở đã hoàn thành', 'done'],
    ['đơn vị đã hoàn thành', 'done'],
    ['sở tài chính xong rồi', '?'],
    ['STC đã gửi báo cáo', '?'],
    ['báo cáo của Sở Tài chính đã gửi', '?'],
    ['phía UBND tỉnh đã hoàn thành', '?'],
    ['Sở Tài chính 60%', '?'],
    ['Sở Tài chính chưa cấp kinh phí', 'blocked'],
  ])('%s, said by Sở Tư pháp', (text, expected) => {
    expect(line(readReply(text, { ...ctx, own }))).toBe(expected);
  });

  test('the report on last year is no other report until the end of March', () => {
    const on = (month: string) => new Date(`2027-${month}-15T09:00:00+07:00`);
    expect(line(readReply('báo cáo năm 2026 đã gửi', { ...ctx, now: on('01') }))).toBe('done');
    expect(line(readReply('báo cáo năm 2026 đã gửi', { ...ctx, now: on('05') }))).toBe('?');
  });
});

describe('a percentage without its sign', () => {
  test.each([
    ['12 60 đang rà soát', [12], 60, true],
    ['12 đạt 80', [12], 80, true],
    ['12 60', [12, 60], 60, true],
    ['hoàn thành 80', [80], 80, true],
    ['tiến độ 80', [], 80, true],
    ['80 rồi', [80], 80, true],
    ['60', [60], 60, false],
    ['xong 80', [80], 80, false],
    ['12 60%', [12], undefined, false],
    ['12 60 hồ sơ', [12], undefined, false],
    ['2026', [], undefined, false],
  ])('%s', (text, bare, maybePercent, unsure) => {
    const reading = read(text);
    expect([reading.bare, reading.maybePercent, reading.unsure]).toEqual([bare, maybePercent, unsure]);
  });

  test('is kept with the words', () => {
    expect(read('12 60 đang rà soát').note).toBe('60 đang rà soát');
  });
});
