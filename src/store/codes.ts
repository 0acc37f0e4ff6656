import { createHmac, randomBytes, randomInt } from 'node:crypto';

/** Codes that people type and tokens that machines carry: random, stored as a keyed hash only. */

/** No 0/O, 1/I/L: read out over the telephone without doubt. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const codeLength = 10;

/** "ABCDE-FGHJK": ten letters and digits, about 49 bits, in two groups. */
export function newCode(): string {
  const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** A token of 256 bits for sessions and the API, with a prefix that tells its kind in a leak. */
export const newToken = (kind: 'dds' | 'ddt' | 'ddf'): string =>
  `${kind}_${randomBytes(32).toString('base64url')}`;

/** A code as typed: case, blanks and the hyphen do not matter. */
const tidy = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '');

export const looksLikeCode = (text: string): boolean => {
  const code = tidy(text);
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter));
};

/** What is stored of a code. */
export const hashCode = (secretKey: string, code: string): string =>
  createHmac('sha256', secretKey)
    .update(`code:${tidy(code)}`)
    .digest('hex');

/** What is stored of a token. */
export const hashToken = (secretKey: string, token: string): string =>
  createHmac('sha256', secretKey).update(`token:${token}`).digest('hex');
