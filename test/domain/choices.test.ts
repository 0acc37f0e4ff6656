import { expect, test } from 'vitest';
import { buttonId, choiceLines, parseButtonId, placeChoices } from '../../src/domain/choices.ts';
import { inlineHtmlText } from '../../src/domain/markup.ts';

const rows = [
  [
    { label: 'Đã nhận', say: '/nhan 12' },
    { label: 'Xác nhận đúng hạn', say: '/xacnhan 12' },
  ],
  [{ label: 'Xem trên mạng', url: 'https://a.vn/12' }],
];

test('buttons carry the digit that a person may type instead', () =>
  expect(placeChoices(rows).map((row) => row.map(({ label, index }) => [label, index]))).toEqual([
    [
      ['1. Đã nhận', 0],
      ['2. Xác nhận đúng hạn', 1],
    ],
    [['3. Xem trên mạng', 2]],
  ]));

test('a single button needs no number', () =>
  expect(placeChoices([[{ label: 'Rút lại', say: '/rutlai' }]])[0]?.[0]).toMatchObject({
    label: 'Rút lại',
    index: 0,
  }));

test('a channel without buttons gets the same digits as lines', () =>
  expect(choiceLines(rows)).toBe('1. Đã nhận · 2. Xác nhận đúng hạn\n3. [Xem trên mạng](https://a.vn/12)'));

test('a tenth choice has no digit, and empty rows take no place', () => {
  const many = [[], Array.from({ length: 11 }, (_, n) => ({ label: `c${n}`, say: `${n}` }))];
  expect(
    placeChoices(many)[0]
      ?.slice(7)
      .map(({ label }) => label),
  ).toEqual(['8. c7', '9. c8', 'c9', 'c10']);
  expect(choiceLines(many).endsWith('9. c8 · c9 · c10')).toBe(true);
});

test("a label with a person's words becomes no markup", () =>
  expect(inlineHtmlText(choiceLines([[{ label: '**x** <b>', say: 'x' }]]))).toBe('1. **x** &lt;b&gt;'));

test.each([
  ['12.0', { deliveryId: 12n, index: 0 }],
  ['12', undefined],
  ['12.x', undefined],
  ['-1.0', undefined],
  ['9'.repeat(30) + '.1', undefined],
])('the button id %s', (id, want) => expect(parseButtonId(id)).toEqual(want));

test('a button id is read as it was written', () =>
  expect(parseButtonId(buttonId(7n, 3))).toEqual({ deliveryId: 7n, index: 3 }));
