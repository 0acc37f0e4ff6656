import { describe, expect, test } from 'vitest';
import { readLeaderQuestion } from '../../src/domain/questions.ts';
import type { LeaderQuestion } from '../../src/domain/questions.ts';
import { replies } from '../fixtures/phrases/replies.ts';

const of = (agencyText: string): LeaderQuestion => ({ kind: 'status', agencyText });

describe('readLeaderQuestion', () => {
  test.each<[string, LeaderQuestion | undefined]>([
    ['tình hình?', { kind: 'status' }],
    ['den dau roi', { kind: 'status' }],
    ['tiến độ thế nào', { kind: 'status' }],
    ['tổng hợp tình hình', { kind: 'status' }],
    ['tình hình Sở Tư pháp', of('Sở Tư pháp')],
    ['tình hình thực hiện của Sở Xây dựng', of('Sở Xây dựng')],
    ['cho anh xem tình hình Sở Giao thông vận tải với', of('Sở Giao thông vận tải')],
    ['stp đến đâu rồi', of('stp')],
    ['đến đâu rồi stp', of('stp')],
    ['Sở Nội vụ?', of('Sở Nội vụ')],
    ['stc da nop bao cao chua', of('stc')],
    ['ldtbxh chậm mấy ngày', of('ldtbxh')],
    ['sở tư pháp, việc 12 đến đâu', of('sở tư pháp')],
    ['ai chưa báo cáo', { kind: 'silent' }],
    ['con don vi nao chua nop', { kind: 'silent' }],
    ['ai im lặng', { kind: 'silent' }],
    ['ai quá hạn', { kind: 'overdue' }],
    ['có đơn vị nào trễ không', { kind: 'overdue' }],
    ['danh sách quá hạn', { kind: 'overdue' }],
    ['ai vướng', { kind: 'blocked' }],
    ['đang có vướng mắc gì không', { kind: 'blocked' }],
    ['đơn vị nào chưa tiếp nhận', { kind: 'unacknowledged' }],
    ['ai báo cáo rồi', { kind: 'whoReported' }],
    ['bao nhiêu đơn vị đã báo cáo', { kind: 'whoReported' }],
    ['may so nao qua han', { kind: 'overdue' }],
    ['so nao cham nhat', { kind: 'overdue' }],
    ['còn mấy sở chưa nộp', { kind: 'silent' }],
    ['tỷ lệ hoàn thành', { kind: 'status' }],
    ['who is late', { kind: 'overdue' }],
    ['who has not reported', { kind: 'silent' }],
    ["who hasn't reported", { kind: 'silent' }],
    ['việc 12 ai chưa xong', { kind: 'silent', task: 12 }],
    ['ai chưa nhận việc 12', { kind: 'unacknowledged', task: 12 }],
    ['Kế hoạch bảo mật', undefined],
    ['việc 12', { kind: 'task', task: 12 }],
    ['#12 đến đâu rồi', { kind: 'task', task: 12 }],
    ['nhiệm vụ số 12 thế nào?', { kind: 'task', task: 12 }],
    ['việc 12 xong chưa', { kind: 'task', task: 12 }],
    ['việc 12 xong', undefined],
    ['12 xong', undefined],
    ['mẫu báo cáo thế nào ạ', undefined],
    ['báo cáo gửi ở đâu', undefined],
    ['văn bản số 12 đâu', undefined],
    ['anh khỏe không', undefined],
    ['cảm ơn anh', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(readLeaderQuestion(text)).toEqual(expected);
    expect(readLeaderQuestion(text.normalize('NFD'))).toEqual(expected);
  });

  test('a report of an agency is no question of a leader', () => {
    const reports = replies.filter(({ want }) =>
      want.meanings.some((meaning) => meaning === 'done' || meaning === 'received'),
    );
    expect(reports.length).toBeGreaterThan(100);
    expect(
      reports.filter(({ say }) => !say.includes('?') && readLeaderQuestion(say)).map(({ say }) => say),
    ).toEqual([]);
  });
});
