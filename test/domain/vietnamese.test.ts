import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, nfc } from '../../src/domain/vietnamese.ts';

const VIETNAMESE =
  'aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ' +
  'AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴĐ';

describe('fold', () => {
  test.each([
    ['Sở Tư pháp', 'so tu phap'],
    ['ĐÃ NHẬN', 'da nhan'],
    ['Đề nghị đồng chí bổ sung, hoàn thiện', 'de nghi dong chi bo sung, hoan thien'],
    ['Ủy ban Mặt trận Tổ quốc', 'uy ban mat tran to quoc'],
    ['Uỷ ban', 'uy ban'],
    ['Tình hình nghiêm trọng, người nghiện'.normalize('NFD'), 'tinh hinh nghiem trong, nguoi nghien'],
    ['  đã\u00a0nhận \n\t rồi  ạ ', 'da nhan roi a'],
    ['Ðài Phát thanh', 'dai phat thanh'],
    ['to\u0341i', 'toi'],
    ['xong\u200b rồi\ufeff', 'xong roi'],
    ['\u200b', ''],
    ['İ', 'i'],
    ['1️⃣ Đã nhận 👍', '1 da nhan 👍'],
    ['60% · 15/12 · #12', '60% · 15/12 · #12'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(fold(text)).toBe(expected);
  });

  test('every Vietnamese letter becomes one ASCII letter', () => {
    expect(fold(VIETNAMESE)).toMatch(/^[a-z]+$/);
    expect(fold(VIETNAMESE)).toHaveLength([...VIETNAMESE].length);
  });

  test('is the same for composed and decomposed text, and folding twice changes nothing', () => {
    const letters = fc.constantFrom(...VIETNAMESE, ' ', '\n', '1', '/', '👍');
    const text = fc.oneof(fc.string({ unit: letters }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(text, (some) => {
        const folded = fold(some);
        expect(fold(some.normalize('NFD'))).toBe(folded);
        expect(fold(some.normalize('NFC'))).toBe(folded);
        expect(fold(folded)).toBe(folded);
      }),
    );
  });
});

describe('nfc', () => {
  test('composes and changes nothing else', () => {
    const said = ' Đã  NHẬN,\n#12 ạ 👍 ';
    expect(nfc(said.normalize('NFD'))).toBe(said);
    expect(nfc(said)).toBe(said);
  });
});
