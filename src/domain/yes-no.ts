import { fold } from './vietnamese.ts';

const yes = new Set('co gui ok oke okie okay yes y send vang da uh chuan confirm'.split(' '));
const yesPhrases = new Set([
  'dong y',
  'xac nhan',
  'gui di',
  'gui luon',
  'gui ngay',
  'chac chan',
  'co a',
  'vang a',
  'da gui',
]);
const no = new Set('khong ko k no n huy cancel thoi'.split(' '));
const noPhrases = new Set([
  'khong gui',
  'dung lai',
  'bo qua',
  'thoi khoi',
  'huy bo',
  'ko gui',
  'dung gui',
  'khong dong y',
]);

/** "gửi", "đồng ý", "ok" → true; "không", "thôi", "hủy" → false; anything else, or a mixture → undefined. */
export function readYesNo(text: string): boolean | undefined {
  const words = fold(text)
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== 'a' && word !== 'nhe' && word !== 'em' && word !== 'anh');
  const said = words.join(' ');
  if (noPhrases.has(said) || (words.length > 0 && words.every((word) => no.has(word)))) return false;
  if (yesPhrases.has(said) || (words.length === 1 && yes.has(said))) return true;
  return undefined;
}
