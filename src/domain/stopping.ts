import { fold } from './vietnamese.ts';

/** Words by which a person drops the question that is open, and nothing else: the whole message must be such words. */

const courtesy = new Set('a nhe nha em anh chi oi da vang nua di roi dong chi please thanks'.split(' '));
const more = '(?:can|xin|gui|bao|lam|tra loi|xin gia han|gia han|thu hoi|gui nua)';
const whole = new RegExp(
  `^(?:thoi )*(?:thoi|bo|bo qua|huy|huy bo|dung lai|ngung|ngung lai|thoat|de sau|stop|cancel|quit|exit|skip it|` +
    `never ?mind|forget it|(?:khong|ko|k|khoi) ${more}|thoi (?:khong|ko|k|no))$`,
);
const no = /^(?:khong|ko|no|nope)$/;

const wordsOf = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .split(/\s+/)
    .filter((word) => word && !courtesy.has(word))
    .join(' ');

/** "thôi", "bỏ qua", "thôi không xin nữa", "never mind". */
export const saysStop = (text: string): boolean => whole.test(wordsOf(text));

/** "không", where something is asked that is no yes or no: the person has nothing to say to it. */
export const saysNo = (text: string): boolean => no.test(wordsOf(text));
