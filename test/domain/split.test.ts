import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeMarkup, parseMarkup, plainText } from '../../src/domain/markup.ts';
import { splitMarkup } from '../../src/domain/split.ts';

const bare = (text: string): string => text.replace(/\s+/g, ' ').trim();

describe('rows', () => {
  test.each<[string, string, number, string[]]>([
    ['short enough', 'Đã ghi nhận.', 20, ['Đã ghi nhận.']],
    ['between paragraphs', 'một hai ba\n\nbốn năm\nsáu bảy', 24, ['một hai ba\n\nbốn năm', 'sáu bảy']],
    [
      'at the paragraph, where the part is half full',
      'một hai ba\n\nbốn năm\nsáu',
      20,
      ['một hai ba', 'bốn năm\nsáu'],
    ],
    ['between lines', 'một hai\nba bốn', 8, ['một hai', 'ba bốn']],
    ['between words', 'một hai ba bốn', 8, ['một hai', 'ba bốn']],
    ['never before a comma', 'một **hai**, ba', 6, ['một', '**hai**,', 'ba']],
    ['bold is closed and opened again', '**một hai ba**', 8, ['**một hai**', '**ba**']],
    ['an item goes on without its dash', '- một hai ba bốn', 10, ['- một hai', 'ba bốn']],
    ['a link stays whole', 'xem [ở đây](https://a.vn) nhé', 22, ['xem', '[ở đây](https://a.vn)', 'nhé']],
    ['code keeps its marks', '`một hai ba`', 8, ['`một hai`', '`ba`']],
    ['a word longer than a part', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ["a person's signs stay escaped", '\\*\\*một hai\\*\\* ba', 9, ['\\*\\*một', 'hai\\*\\* ba']],
    ['a dash that is no item', 'một\n\\- hai ba', 7, ['một', '\\- hai', 'ba']],
  ])('%s', (_, markup, limit, want) => expect(splitMarkup(markup, limit)).toEqual(want));
});

const word = fc.stringMatching(/^[a-zăâđêôơưộẩỹ,.*`[\]\\()-]{1,9}$/u);
const phrase = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
const piece = fc.oneof(
  phrase.map(escapeMarkup),
  phrase.map((text) => `**${escapeMarkup(text)}**`),
  phrase.map((text) => `\`${escapeMarkup(text)}\``),
  phrase.map((text) => `[${escapeMarkup(text)}](https://a.vn/x)`),
);
const line = fc
  .tuple(fc.boolean(), fc.array(piece, { maxLength: 5 }))
  .map(([item, pieces]) => (item && pieces.length ? '- ' : '') + pieces.join(' '));
const markup = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n'));

describe('properties', () => {
  test('every part keeps to the limit', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 12, max: 300 }), (text, limit) => {
        for (const part of splitMarkup(text, limit))
          expect(plainText(part).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('the words are the same, in the same order, and none is cut, where every word fits', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 110, max: 300 }), (text, limit) => {
        const parts = splitMarkup(text, limit).map(plainText);
        // A list's dash is written once, a part may begin with a word that is one: told apart by nobody here.
        const dashless = (all: string): string => bare(all.replace(/(?<=^|\s)-(?=\s)/gm, ''));
        expect(dashless(parts.join('\n'))).toBe(dashless(plainText(text)));
      }),
    );
  });

  test('what was bold, code or a link still is, and nothing else', () => {
    fc.assert(
      fc.property(markup, fc.integer({ min: 110, max: 200 }), (text, limit) => {
        const marked = (source: string): string =>
          parseMarkup(source)
            .flatMap((block) => block.inlines)
            .filter((inline) => inline.kind !== 'text')
            .flatMap((inline) => inline.text.split(/\s+/).map((each) => `${inline.kind}:${each}`))
            .filter((each) => !each.endsWith(':'))
            .join(' ');
        expect(marked(splitMarkup(text, limit).join('\n'))).toBe(marked(text));
      }),
    );
  });

  test('letters with their marks and pictures of several code points are never cut apart', () => {
    const letters = fc.array(fc.constantFrom('e\u0302\u0323', 'ộ', '👩‍👩‍👧', '🇻🇳', 'a'), {
      minLength: 20,
      maxLength: 60,
    });
    const segmenter = new Intl.Segmenter('vi');
    fc.assert(
      fc.property(letters, fc.integer({ min: 12, max: 30 }), (all, limit) => {
        const text = all.join('');
        const want = [...segmenter.segment(text)].map(({ segment }) => segment);
        const got = splitMarkup(text, limit).flatMap((part) =>
          [...segmenter.segment(part)].map(({ segment }) => segment),
        );
        expect(got).toEqual(want);
      }),
    );
  });
});
