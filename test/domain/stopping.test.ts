import { describe, expect, test } from 'vitest';
import { saysNo, saysStop } from '../../src/domain/stopping.ts';

describe('words of stopping', () => {
  test.each([
    'thôi',
    'Thôi ạ.',
    'thôi không',
    'thôi không xin nữa',
    'không xin nữa',
    'không cần nữa',
    'thoi bo',
    'bỏ',
    'bỏ qua nhé',
    'hủy',
    'huỷ bỏ',
    'dừng lại',
    'stop',
    'cancel',
    'Never mind',
  ])('"%s" drops the question', (text) => {
    expect(saysStop(text)).toBe(true);
  });

  test.each(['không', 'Không ạ', 'ko', 'no'])('"%s" is no answer where words are asked for', (text) => {
    expect([saysNo(text), saysStop(text)]).toEqual([true, false]);
  });

  test.each([
    'thôi việc',
    'không lùi được tiến độ chung',
    'bỏ phụ lục 2',
    'hủy cuộc họp',
    'đúng',
    'không có số liệu',
    'không xin được kinh phí',
    'dừng thi công',
    'xong',
    '',
  ])('"%s" is something else', (text) => {
    expect([saysNo(text), saysStop(text)]).toEqual([false, false]);
  });
});
