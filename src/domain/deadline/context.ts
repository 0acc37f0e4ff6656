import type { Source } from './source.ts';
import { isWord, Lexicon } from './words.ts';
import type { Token } from './words.ts';

/**
 * What stands around a date in free text and says whether it is a deadline: a
 * request for a new one, a negation, a reason, a count, a document's number.
 */
type Sign = 'verb' | 'not' | 'reason' | 'connects' | 'was';

const SIGNS = new Lexicon<Sign>([
  ['verb', 'gia hạn|ra hạn|giãn|lùi|dời|hoãn|kéo dài|nới|khất|xin thêm|gh|thêm thời gian'],
  ['not', 'không|ko|chưa|chẳng|hông|hổng|khó'],
  ['reason', 'vì|do|bởi|bởi vì|tại|tại vì|lý do|lí do|chờ|đợi'],
  ['connects', 'nên|cho nên|nhưng|mà|vậy nên|vì vậy|vì thế|do đó|do vậy|xin|đề nghị|hẹn'],
  ['was', 'đã|vừa|hôm|mới|hồi|từng|ban hành|ký|họp'],
]);

/** A number after one of these names a document or a share. */
const DOCUMENT = new Lexicon<true>([
  [
    true,
    'số|văn bản|công văn|cv|quyết định|qđ|tờ trình|thông báo|kế hoạch|kh|nghị quyết|nq|chỉ thị|nghị định|thông tư|biên bản|giấy mời|hợp đồng|lịch họp|cuộc họp|hội nghị|điều|khoản|điểm|mục|phụ lục|bảng|trang|chương|phần|sđt|đt|điện thoại|tỷ lệ|tỉ lệ|đạt|được|làm|xong được',
  ],
]);

/** The date in force spoken of, not a new one. */
const MENTION = new Lexicon<true>([
  [
    true,
    'đúng hạn|quá hạn|trước hạn|trễ hạn|chậm hạn|đến hạn|tới hạn|hết hạn|vượt hạn|hạn cũ|hạn trước|hạn hiện tại|hạn ban đầu|hạn đã giao|giữ hạn|giữ nguyên hạn|xác nhận hạn|theo hạn|kịp hạn|bảo đảm hạn|đảm bảo hạn|tính đến|tính tới|tính hết|lũy kế đến|luỹ kế đến|thay vì|thay cho|chứ không phải',
  ],
]);

/** Things that are counted: after "5/12" they make it a part of a whole. */
const COUNTED = new Lexicon<true>([
  [
    true,
    'phường|xã|thị trấn|huyện|thành phố|tp|thị xã|đơn vị|cơ quan|sở|ngành|ban|phòng|nhiệm vụ|việc|công việc|đầu việc|hồ sơ|nội dung|khối lượng|chỉ tiêu|mục|mục tiêu|tiêu chí|văn bản|báo cáo|người|cán bộ|số|phần|tổng|trường|khu|ấp|hộ|doanh nghiệp|công ty|camera|điểm|bước|giai đoạn|biểu|bảng|mẫu|phiếu|kế hoạch|dự án|công trình|chặng|quãng|tháng|ngày|tuần|giờ|năm|buổi|lượt|lần|đợt|triệu|tỷ|tỉ|đồng|mô hình|tuyến|địa bàn|tổ|đội|nhóm|thủ tục|vụ|tài liệu|trang|đề tài|lớp|hội nghị|quý|hạng mục|thôn|cái|chiếc|tiến độ|yêu cầu|cuộc|câu|cơ sở|điều|khoản',
  ],
]);

/** What is done by a deadline: makes a day named in passing one that was promised. */
const DELIVERS = new Lexicon<true>([
  [true, 'gửi|gởi|nộp|xong|hoàn thành|hoàn tất|trình|bổ sung|trả|báo cáo'],
]);
const HANDS_IN = new Lexicon<true>([[true, 'gửi|gởi|nộp|trình|gửi vào|nộp vào|gửi ngày|nộp ngày']]);
const DONE = new Lexicon<true>([[true, 'xong|hoàn thành|làm|rồi|được']]);
const NO_NEED = new Lexicon<true>([
  [
    true,
    'không cần|ko cần|không xin|không phải|không đề nghị|khỏi|không có nhu cầu|chưa cần|không muốn|không được|không|ko|chẳng|chưa',
  ],
]);

/** Behind a date: why something waits, not when it will be done. */
const ONLY_THEN = new Lexicon<true>([[true, 'mới|thì mới|họp|sở mới|bên mới']]);
/** "Đến 20/12 mới xong": here it is the sender's own date. */
const DONE_THEN = new Lexicon<true>([
  [true, 'mới xong|mới hoàn thành|mới nộp|mới gửi|mới gởi|mới báo cáo|mới trình|mới làm xong|mới kịp|em mới'],
]);
const STILL = new Lexicon<true>([[true, 'đã|vẫn|còn|chỉ|thì đã|em đã|vẫn chưa|chưa']]);
const FAILS = new Lexicon<true>([
  [
    true,
    'không|ko|chẳng|hông|thì không|em không|là không|e là|e không|sợ|sợ không|khó|thì khó|rất khó|chưa|thì chưa|em chưa',
  ],
]);

const SENTENCE_END = /^[.;!?…]$/u;

const endsSentence = (token: Token, after: Token | undefined): boolean =>
  SENTENCE_END.test(token.text) && after?.glued !== true;

/** What stands before a date in its sentence. */
export interface Before {
  /** A request for a new date. */
  verb: boolean;
  not: boolean;
  reason: boolean;
  /** What is told is past. */
  was: boolean;
  document: boolean;
  mention: boolean;
  /** Nothing stands before it. */
  starts: boolean;
  /** Handed in (nộp, gửi), or done (xong), says the word right before. */
  delivers: boolean;
  done: boolean;
  /** A number stands right before, perhaps the task's. */
  number: boolean;
  /** "không cần gia hạn". */
  waived: boolean;
}

/** A phrase of the old date begins at or covers this place: "hạn" of "đúng hạn". */
const isMention = (s: Source, place: number): boolean =>
  [place, place - 1, place - 2].some((at) => MENTION.at(s.tokens, at).some(({ next }) => next > place));

/** How many tokens of a sentence are looked at to either side. */
const REACH = 60;

/** How many tokens after a document's name its date may stand ("công văn số 45/CV ngày …"). */
const DOCUMENT_REACH = 9;

/** Reads the sentence backwards from the token at `place`; `bound` where a word such as "đến" begins there. */
export const lookBack = (s: Source, place: number, bound: boolean): Before => {
  const before: Before = {
    verb: false,
    not: false,
    reason: false,
    was: false,
    document: false,
    mention: isMention(s, place),
    starts: place === 0,
    delivers: false,
    done: false,
    number: s.tokens[place - 1]?.kind === 'number',
    waived: false,
  };
  // A comma, a connecting word or the nearest verb parts what bears on the date from the rest.
  let parted = false;
  for (let at = place - 1; at >= Math.max(0, place - REACH); at--) {
    const token = s.tokens[at];
    if (!token || endsSentence(token, s.tokens[at + 1])) break;
    if (token.text === ',') parted = true;
    const signs = SIGNS.at(s.tokens, at).filter(({ next }) => next <= place);
    const verbs = signs.filter(({ value }) => value === 'verb');
    for (const { value } of verbs.length > 0 ? verbs : signs) {
      if (value === 'verb') before.verb = true;
      if (parted) continue;
      if (value === 'connects' || value === 'verb') parted = true;
      else before[value] = true;
    }
    const endsHere = (words: Lexicon<true>) => words.at(s.tokens, at).some(({ next }) => next === place);
    before.delivers ||= endsHere(HANDS_IN);
    before.done ||= endsHere(DONE);
    before.mention ||= endsHere(MENTION);
    before.waived ||= endsHere(NO_NEED);
    if (!bound && !parted && place - at <= DOCUMENT_REACH) before.document ||= isDocument(s, at, place);
    if (token.newLine) break;
  }
  return before;
};

/** "số 15/12", "công văn 45/CV-STP ngày 10/12": what the words at `at` name reaches to the date. */
const isDocument = (s: Source, at: number, place: number): boolean => {
  const next = DOCUMENT.longest(s.tokens, at)?.next;
  if (next === undefined || next > place) return false;
  return s.tokens
    .slice(next, place)
    .every((token) => token.glued || token.kind === 'number' || isWord(token, 'số'));
};

/** What stands behind a date. */
export interface After {
  counted: boolean;
  /** Something is handed in, in the same clause. */
  delivers: boolean;
  onlyThen: boolean;
  /** What follows tells how things stand then ("đến hôm nay vẫn …"). */
  still: boolean;
  fails: boolean;
  /** "xong", "rồi": what stands before is a share rather than a date. */
  done: boolean;
  /** The clause is over. */
  ends: boolean;
}

export const lookAhead = (s: Source, next: number): After => {
  const token = s.tokens[next];
  const at = (words: Lexicon<true>) => words.longest(s.tokens, next) !== undefined;
  return {
    counted: at(COUNTED),
    delivers: clauseDelivers(s, next),
    onlyThen: at(ONLY_THEN) && !at(DONE_THEN),
    still: at(STILL),
    fails: at(FAILS),
    done: at(DONE),
    ends:
      !token || token.kind === 'sign' || token.newLine || AFTERWORDS.longest(s.tokens, next) !== undefined,
  };
};

/** Words that follow a finished request: politeness and reasons. */
const AFTERWORDS = new Lexicon<true>([
  [
    true,
    'ạ|nhé|nha|nhá|nghe|nghen|nhe|vì|do|bởi|tại|để|lý do|lí do|được không|được ko|với|giúp|đc không|đc ko|nữa',
  ],
]);

const clauseDelivers = (s: Source, place: number): boolean => {
  for (let at = place; at < Math.min(s.tokens.length, place + REACH); at++) {
    const token = s.tokens[at];
    if (!token || token.text === ',' || endsSentence(token, s.tokens[at + 1])) return false;
    if (at > place && token.newLine) return false;
    if (DELIVERS.longest(s.tokens, at)) return true;
  }
  return false;
};
