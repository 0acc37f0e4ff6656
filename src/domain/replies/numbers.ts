import { has } from './lexer.ts';
import type { Word } from './lexer.ts';

/** A number that names a task, for certain (#12, "việc 12") or perhaps ("12 xong"). */
export interface Mention {
  task: number;
  sure: boolean;
  /** Indexes into the words: of the number, and of the first word that belongs to it ("nhiệm vụ số 12"). */
  at: number;
  from: number;
}

export function mentionsIn(words: Word[]): Mention[] {
  const mentions: Mention[] = [];
  for (const [at, word] of words.entries()) {
    const number = word.kind === 'number' && /^\d+$/.test(word.text) ? word.value : undefined;
    if (number === undefined || number === 0) continue;
    const from = namedFrom(words, at);
    const listed = from === undefined && followsMention(words, at, mentions.at(-1));
    if (from !== undefined || listed)
      mentions.push({
        task: number,
        sure: listed ? (mentions.at(-1)?.sure ?? false) : true,
        at,
        from: from ?? at,
      });
    else if (isBare(words, at)) mentions.push({ task: number, sure: false, at, from: at });
  }
  return mentions;
}

/** The start of "#", "việc", "nhiệm vụ số" before the number; undefined without one, or where a document stands before it. */
function namedFrom(words: Word[], at: number): number | undefined {
  let from = at - 1;
  while (
    words[from]?.kind === 'break' &&
    /^[.:]$/.test(words[from]?.text ?? '') &&
    has(words[from - 1], 'taskNoun')
  )
    from -= 1;
  if (words[from]?.text === '#') {
    return has(words[from - 1], 'taskNoun') ? from - 1 : from;
  }
  if (!has(words[from], 'taskNoun') || isCounted(words, at)) return undefined;
  while (has(words[from - 1], 'taskNoun')) from -= 1;
  const before = words[from - 1];
  return /^(?:số|so)$/iu.test(words[from]?.text ?? '') && before && isDocument(before) ? undefined : from;
}

const isDocument = (word: Word): boolean =>
  has(word, 'documentNoun') || (word.kind === 'word' && word.tags.size === 0);

/** "Việc 12, 15": the next number of a list is what the first was. */
const followsMention = (words: Word[], at: number, last: Mention | undefined): boolean => {
  if (!last || !isDigits(words[at]) || isCounted(words, at)) return false;
  const between = words.slice(last.at + 1, at);
  return (
    between.length > 0 &&
    between.length <= 2 &&
    between.every((word) => /^(?:[,/&+-]|và|va|với|voi|cùng|cung|#)$/iu.test(word.text))
  );
};
const isDigits = (word: Word | undefined): boolean => word?.kind === 'number' && word.text.length >= 2;

const COUNTED =
  /^(?:ng[aà]y|tuần|tuan|tháng|thang|năm|nam|quý|quy|giờ|gio|phút|phut|h|p|k|km|m|ha|tr|triệu|trieu|tỷ|ty|tỉ|nghìn|nghin|ngàn|ngan|đồng|dong|đ|usd|phường|phuong|xã|xa|người|nguoi|cái|cai|văn bản|van ban|vb|lần|lan|câu|cau|hôm|hom|bữa|bua|đơn vị|don vi|cơ quan|co quan|nội dung|noi dung|tiêu chí|chỉ tiêu|hồ sơ|ho so|trường|truong|vụ|vu|đối|doi|bản|ban|trang|phần|phan|điểm|diem|báo cáo|bao cao|kế hoạch|ke hoach|nhiệm vụ|nhiem vu|việc|viec|công việc|cong viec|đầu|dau|sở|tổ|to|khu phố|khu pho|hộ|ho|buổi|buoi|cuộc|cuoc|đợt|dot)$/iu;
/** True for a quantity: a unit or an unknown noun follows ("15 hồ sơ", "45 văn bản", "30 ngày"). */
function isCounted(words: Word[], at: number): boolean {
  const next = words[at + 1];
  if (!next || next.kind === 'break') return false;
  if (next.kind !== 'word') return false;
  return COUNTED.test(next.text) || next.tags.size === 0 || has(next, 'unit', 'resource', 'noun');
}

/** "12 xong": two digits or more, no year, no telephone, nothing counted, no number of a document. */
function isBare(words: Word[], at: number): boolean {
  const word = words[at];
  if (!word || word.text.length < 2 || word.text.length > 6 || word.text.startsWith('0')) return false;
  if (word.value !== undefined && word.value >= 1990 && word.value <= 2100) return false;
  if (isCounted(words, at)) return false;
  const before = words[at - 1];
  if (!before || before.kind !== 'word')
    return before?.kind !== 'break' || !/^[/.-]$/.test(before.text) || before.end < word.start;
  if (before.tags.size === 0) return false;
  return !has(before, 'documentNoun', 'unit', 'resource', 'noun') || has(before, 'report', 'almost');
}

/** The digit of a message that is nothing else but one of 1–9, courtesy aside. */
export function optionOf(words: Word[]): number | undefined {
  const said = words.filter(
    (word) => word.kind !== 'break' && !/^(?:dạ|da|ạ|a|chọn|chon|em|vâng|vang|nhé|nhe)$/iu.test(word.text),
  );
  const [only] = said;
  return said.length === 1 && only?.kind === 'number' && /^[1-9]$/.test(only.text) ? only.value : undefined;
}
