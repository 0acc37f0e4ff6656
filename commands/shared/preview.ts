import { fold, nfc } from '../../src/domain/vietnamese.ts';
import type { Choice } from '../../src/domain/message.ts';
import type { Conversation, Misread, Param } from '../../src/inbound/command.ts';

/** What dialogues have in common that end in a preview: corrections by words, KHẨN, files that come in between. */

/** Words by which a part of what is previewed is named before its correction: "hạn 20/12", "nội dung …". */
const heads = {
  due: 'thời hạn|thoi han|hạn|han|due',
  audience: 'cơ quan|co quan|đơn vị|don vi|nơi nhận|noi nhan|giao cho|gửi cho|gui cho|agencies|to',
  title: 'tiêu đề|tieu de|tên|title',
  description: 'nội dung|noi dung|mô tả|mo ta|description|text',
  text: 'nội dung|noi dung|text',
  words: 'nội dung|noi dung|text',
  number: 'số|so|công văn số|cong van so|number',
  day: 'ngày|ngay|date',
  source: 'nguồn|nguon|theo|source|by',
} as const;

/** A correction at the preview: the argument and its new words; undefined for words that correct nothing. */
export function correction(
  words: string,
  names: readonly (keyof typeof heads)[],
): Record<string, string> | undefined {
  for (const name of names) {
    const match = new RegExp(
      `^(?:sửa\\s+|sua\\s+)?(?:${heads[name]})(?:\\s*:\\s*|\\s+)([\\s\\S]+)$`,
      'iu',
    ).exec(nfc(words).trim());
    if (match?.[1]) return { [name]: match[1] };
  }
  return undefined;
}

const urgentWords = new Set(['khan', 'gui khan', 'khan gui ngay', 'gap', 'urgent']);
const calmWords = new Set(['khong khan', 'bo khan', 'thuong', 'not urgent']);

/** "KHẨN", "bỏ khẩn" → the words of the argument `urgent`. */
export function urgencyWords(words: string): string | undefined {
  const said = fold(words)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (urgentWords.has(said)) return 'khẩn';
  return calmWords.has(said) ? 'thường' : undefined;
}

/** KHẨN: marked as urgent and not held back in quiet time. */
export const urgencyParam = <A extends object>(): Param<A> => ({
  name: 'urgent',
  takes: () => undefined,
  read: (words) => words === 'khẩn',
});

/** Offered where quiet time would hold it back; taken back where it was chosen. */
export const urgencyChoices = (at: Conversation, urgent: boolean, held: boolean): Choice[][] => {
  if (urgent) return [[{ label: at.t('commands.reach.calm'), say: 'bỏ khẩn' }]];
  return held ? [[{ label: at.t('commands.reach.urgentNow'), say: 'khẩn' }]] : [];
};

/** A file that came in answer to a question about something else: it is kept, and the question is put again. */
export const filesTaken = (words: string, at: Conversation): Misread | undefined =>
  words.trim() || !at.message.fileIds.length
    ? undefined
    : { misread: at.t('commands.assign.filesTaken', { count: at.message.fileIds.length }) };
