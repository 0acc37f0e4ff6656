import { describe, expect, test } from 'vitest';
import { countedMoment, readPastDay, readSource, sourceNamed } from '../../src/domain/source.ts';

const zone = 'Asia/Ho_Chi_Minh';

describe('the source of what is recorded on behalf', () => {
  test.each([
    [
      'xong theo công văn 123/STP ngày 10/12',
      { source: 'letter', documentNumber: '123/STP', day: '10/12', rest: 'xong' },
    ],
    [
      'xong theo CV số 45/STP-VP ngày 10/12/2026, kèm phụ lục',
      { source: 'letter', documentNumber: '45/STP-VP', day: '10/12/2026', rest: 'xong , kèm phụ lục' },
    ],
    [
      'theo văn bản 9/STP ngày 5 tháng 12 năm 2026: 60%',
      { source: 'letter', documentNumber: '9/STP', day: '5 tháng 12 năm 2026', rest: '60%' },
    ],
    ['60% theo báo cáo số 45/BC-STP', { source: 'letter', documentNumber: '45/BC-STP', rest: '60%' }],
    ['xong, đã gửi báo cáo', { rest: 'xong, đã gửi báo cáo' }],
    [
      'xin gia hạn đến 20/12 vì chờ số liệu theo công văn 7/STP ngày 9/12',
      {
        source: 'letter',
        documentNumber: '7/STP',
        day: '9/12',
        rest: 'xin gia hạn đến 20/12 vì chờ số liệu',
      },
    ],
    ['xong qua điện thoại', { source: 'phone', rest: 'xong' }],
    ['đã nhận, gọi điện hôm qua', { source: 'phone', day: 'hôm qua', rest: 'đã nhận' }],
    ['80% theo email ngày 9/12', { source: 'email', day: '9/12', rest: '80%' }],
    ['xong tại cuộc họp giao ban ngày 7/12', { source: 'meeting', day: '7/12', rest: 'xong' }],
    ['đang họp dân', { rest: 'đang họp dân' }],
    [
      'done by letter 12/STP of 20/11',
      { source: 'letter', documentNumber: '12/STP', day: '20/11', rest: 'done' },
    ],
  ])('%s', (text, want) => {
    expect(readSource(text)).toEqual(want);
    expect(readSource(text.normalize('NFD'))).toEqual(want);
  });

  test.each([
    ['công văn', 'letter'],
    ['Cong van', 'letter'],
    ['gọi điện', 'phone'],
    ['thư điện tử', 'email'],
    ['e-mail', 'email'],
    ['cuộc họp', 'meeting'],
    ['không nhớ', undefined],
  ])('named by a word: %s', (text, want) => expect(sourceNamed(text)).toBe(want));
});

describe('a day that has been', () => {
  test.each([
    ['10/12', '2026-12-16', { day: '2026-12-10' }],
    ['ngày 10/12/2026', '2026-12-16', { day: '2026-12-10' }],
    ['10-12-26', '2026-12-16', { day: '2026-12-10' }],
    ['5 tháng 12', '2026-12-16', { day: '2026-12-05' }],
    ['16/12', '2026-12-16', { day: '2026-12-16' }],
    ['hôm qua', '2026-12-01', { day: '2026-11-30' }],
    ['20/12', '2027-01-05', { day: '2026-12-20' }],
    ['17/12', '2026-12-16', { fault: 'ahead' }],
    ['20/12/2027', '2026-12-16', { fault: 'ahead' }],
    ['31/11', '2026-12-16', { fault: 'nonexistent' }],
    ['hôm nào đó', '2026-12-16', { fault: 'unreadable' }],
  ] as const)('%s, said on %s', (text, today, want) => expect(readPastDay(text, today)).toEqual(want));
});

describe('the moment that counts', () => {
  const now = new Date('2026-12-16T08:00:00Z'); // 15:00
  test.each([
    ['a letter of a day before: noon', '2026-12-14', 'letter', '2026-12-14T05:00:00.000Z'],
    ['a call of a day before: noon too', '2026-12-14', 'phone', '2026-12-14T05:00:00.000Z'],
    ['a letter of today, after noon: noon', '2026-12-16', 'letter', '2026-12-16T05:00:00.000Z'],
    ['a call of today: now', '2026-12-16', 'phone', '2026-12-16T08:00:00.000Z'],
  ] as const)('%s', (_, day, source, want) =>
    expect(countedMoment(day, source, now, zone).toISOString()).toBe(want),
  );

  test('never one to come: a letter of today, before noon, counts from now', () => {
    const early = new Date('2026-12-16T02:00:00Z');
    expect(countedMoment('2026-12-16', 'letter', early, zone)).toEqual(early);
  });
});
