/**
 * The text of a message in composed form (NFC), so that the same word typed on
 * any phone compares equal; nothing else is changed. Some phones and macOS file
 * names send decomposed letters (NFD).
 */
export const nfc = (text: string): string => text.normalize('NFC');

/**
 * Text made comparable for search and parsing: no diacritics, đ → d, lower
 * case, every run of white space one blank, none at the ends. Composed and
 * decomposed text give the same. Punctuation, digits and signs stay; zero-width
 * characters go. Never shown to people and never stored in place of the text.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(MARKS_AND_ZERO_WIDTH, '')
    .replace(D_WITH_STROKE, 'd')
    .toLowerCase()
    // Some capitals (İ) lower-case to a letter with a mark.
    .replace(MARKS_AND_ZERO_WIDTH, '')
    .replace(/\s+/gu, ' ')
    .trim();

// Soft hyphen, zero-width space and joiners, direction and word marks, byte order mark.
const MARKS_AND_ZERO_WIDTH = /[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu;
// đ Đ; and ð Ð Ɖ, which look the same in capitals and stand in old files.
const D_WITH_STROKE = /[đĐðÐƉ]/gu;
