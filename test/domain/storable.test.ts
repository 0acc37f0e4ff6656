import { expect, test } from 'vitest';
import { storable } from '../../src/domain/storable.ts';

test.each([
  ['Đã xong 60% 😀', 'Đã xong 60% 😀'],
  ['xong\0 việc', 'xong việc'],
  ['a\ud800b', 'a\ufffdb'],
  ['\udc00', '\ufffd'],
  ['', ''],
])('%j', (text, want) => {
  expect(storable(text)).toBe(want);
  expect(() => JSON.parse(JSON.stringify(storable(text)))).not.toThrow();
});
