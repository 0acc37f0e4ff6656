import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSeal, keyboard } from '../../../src/channels/telegram/buttons.ts';
import { escapeMarkup } from '../../../src/domain/markup.ts';
import { parseHtml } from '../../harness/telegram/html.ts';
import { renderCaption, renderText, fitsCaption, isBlank } from '../../../src/channels/telegram/render.ts';

const seal = createSeal('a secret key of ours');
const chat = '7000000001';

describe('what a button carries', () => {
  test('comes back as the id, in its chat', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 63n - 1n), fc.integer({ min: 0, max: 999 }), (delivery, index) => {
        const id = `${delivery}.${index}`;
        const data = seal.data(id, chat);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(seal.buttonId(data, chat)).toBe(id);
      }),
    );
  });

  test('the same after a restart, another with another key', () => {
    const data = seal.data('12.0', chat);
    expect(createSeal('a secret key of ours').buttonId(data, chat)).toBe('12.0');
    expect(createSeal('a secret key of others').buttonId(data, chat)).toBeUndefined();
  });

  const good = seal.data('12.0', chat);
  test.each([
    ['in another chat', good, '7000000002'],
    ['in a group', good, '-7000000001'],
    ['with another index', good.replace('12.0', '12.1'), chat],
    ['of another delivery', good.replace('12.0', '13.0'), chat],
    ['with another mac', `12.0:${'A'.repeat(16)}`, chat],
    ['without a mac', '12.0', chat],
    ['with a mac cut short', good.slice(0, -1), chat],
    ['with more behind', `${good}A`, chat],
    ['of old: a line break behind', `${good}\n`, chat],
    ['empty', '', chat],
  ])('is nobody’s button %s', (_, data, where) => expect(seal.buttonId(data, where)).toBeUndefined());

  test('whatever somebody makes up is nobody’s button', () => {
    fc.assert(fc.property(fc.string({ maxLength: 64 }), (data) => seal.buttonId(data, chat) === undefined));
  });
});

describe('the keyboard', () => {
  const button = (id: string, label: string, url?: string) => ({ id, label, numbered: `1. ${label}`, url });
  const made = (rows: Parameters<typeof keyboard>[0], links = true) => keyboard(rows, chat, { seal, links });

  test('keeps rows and labels', () => {
    const rows = [[button('9.0', 'Đã nhận'), button('9.1', 'Có vướng mắc')], [button('9.2', 'Xin gia hạn')]];
    const inline = made(rows)?.inline_keyboard ?? [];
    expect(inline.map((row) => row.map((each) => each.text))).toEqual([
      ['Đã nhận', 'Có vướng mắc'],
      ['Xin gia hạn'],
    ]);
  });

  test.each([
    ['https://theodoi.example.gov.vn/x', true],
    ['http://192.168.1.5:3000/x', true],
    ['http://localhost:3000/x', false],
    ['http://máy-chủ/x', false],
    ['javascript:alert(1)', false],
    ['tg://user?id=1', false],
    ['no address', false],
  ])('an address as a button: %s is shown: %s', (url, shown) => {
    const inline = made([[button('9.0', 'Xem', url), button('9.1', 'Đã nhận')]])?.inline_keyboard;
    expect(inline?.[0]).toHaveLength(shown ? 2 : 1);
    if (shown) expect(inline?.[0]?.[0]).toEqual({ text: 'Xem', url });
  });

  test('nothing left is no keyboard', () => {
    expect(made([])).toBeUndefined();
    expect(made([[button('9.0', 'Xem', 'http://localhost')]])).toBeUndefined();
    expect(made([[button('9.0', 'Xem', 'https://a.vn')]], false)).toBeUndefined();
  });
});

describe('texts', () => {
  const markup = '**Nhiệm vụ #12** <b>&amp;\n- một\n[xem](https://a.vn/?x=1&y="2")';

  test('as HTML with everything of others escaped, and plain', () => {
    expect(renderText(markup, false)).toEqual({
      text: '<b>Nhiệm vụ #12</b> &lt;b&gt;&amp;amp;\n• một\n<a href="https://a.vn/?x=1&amp;y=&quot;2&quot;">xem</a>',
      parse_mode: 'HTML',
    });
    expect(renderText(markup, true)).toEqual({
      text: 'Nhiệm vụ #12 <b>&amp;\n- một\nxem: https://a.vn/?x=1&y="2"',
    });
    expect(renderCaption('**a**', false)).toEqual({ caption: '<b>a</b>', parse_mode: 'HTML' });
  });

  test('whatever the markup, Telegram reads the HTML; people’s words come out as they wrote them', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '*',
          '`',
          '[',
          ']',
          '(',
          ')',
          '<',
          '>',
          '&',
          '\\',
          '\n',
          '- ',
          'https://a.vn',
          '"',
          'đ',
        ),
      }),
    );
    fc.assert(
      fc.property(odd, (text) => {
        parseHtml(renderText(text, false).text);
        const words = `x${text}x`;
        expect(parseHtml(renderText(escapeMarkup(words), false).text).text).toBe(words);
      }),
      { numRuns: 1000 },
    );
  });

  test('the caption’s limit is 1,024 units of what is read', () => {
    expect(fitsCaption(`**${'đ'.repeat(1024)}**`)).toBe(true);
    expect(fitsCaption('😀'.repeat(513))).toBe(false);
    expect([isBlank(' \n '), isBlank('a')]).toEqual([true, false]);
  });
});
