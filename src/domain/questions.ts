import { has, any as anyWord, wordsOf } from './replies/lexer.ts';
import { tidy } from './replies/tokens.ts';
import type { Tags } from './replies/vocabulary.ts';
import { isSyllable, mayBe, spellingOf } from './spelling.ts';
import type { Spelling } from './spelling.ts';
import { fold } from './vietnamese.ts';

/** What a leader or coordinator asks in plain words. */
export type LeaderQuestion =
  /** "Tình hình?"; with the words that should name an agency: "stp đến đâu rồi". */
  | { kind: 'status'; agencyText?: string }
  /** Who of all; with `task`, who of those that have it: "việc 12 ai chưa xong". */
  | { kind: 'silent'; task?: number } // ai chưa báo cáo
  | { kind: 'overdue'; task?: number } // ai quá hạn
  | { kind: 'blocked'; task?: number } // ai vướng
  | { kind: 'unacknowledged'; task?: number } // ai chưa nhận
  | { kind: 'whoReported'; task?: number } // ai đã báo cáo
  | { kind: 'task'; task: number }; // việc 12, #12 đến đâu rồi

/** "Sở nào", "còn đơn vị nào", "mấy sở nào", "bao nhiêu cơ quan". */
function manyOf(): string {
  const nouns = ['đơn vị', 'cơ quan', 'sở', 'ngành', 'sở ngành', 'hội', 'địa phương', 'nơi', 'chỗ', 'bên'];
  const counting = ['bao nhiêu', 'mấy'];
  const leading = ['', 'những', 'các', 'có', 'còn', ...counting];
  return nouns
    .flatMap((noun) => [
      ...leading.map((lead) => `${lead} ${noun} nào`.trim()),
      ...counting.map((lead) => `${lead} ${noun}`),
    ])
    .join(', ');
}

/** The words of which such questions are made; what is none of them can only be a name. */
const TERMS = {
  courtesy: `anh, chị, ơi, ạ, nhé, nha, dạ, đồng chí, xem, giúp, với, dùm, giùm, thế, vậy, cho anh, cho tôi, cho chị, rồi,
    nữa, hiện nay, đến nay, hôm nay, tuần này, tháng này, hiện, nhất, nhiều nhất, lâu nhất, please, now, so far`,
  /** What a question about the state begins with. */
  lead: `tình hình, tiến độ, kết quả, báo cáo, tổng hợp, tổng hợp tình hình, thống kê, danh sách, tỷ lệ, tỉ lệ,
    tỷ lệ hoàn thành, tỉ lệ hoàn thành, kết quả hoàn thành`,
  between:
    'thực hiện, nhiệm vụ, công việc, của, ở, về, chung, các đơn vị, các cơ quan, các sở, toàn tỉnh, đề án, việc',
  who: `ai, những ai, có ai, còn ai, who, which agency, which agencies, ${manyOf()}`,
  ask: `đến đâu, tới đâu, đâu, thế nào, như thế nào, ntn, ra sao, sao, bao nhiêu, được bao nhiêu, mấy phần trăm,
    bao nhiêu phần trăm, được bao nhiêu phần trăm, mấy ngày, mấy hôm, nợ gì, còn nợ gì, ý kiến gì`,
  late: `quá hạn, trễ, trễ hạn, chậm, muộn, chậm tiến độ, trễ tiến độ, chậm hạn, chậm trễ,
    late, overdue, behind`,
  stuck: `vướng, vướng mắc, vướng gì, vướng mắc gì, khó khăn, khó khăn gì, kẹt, bị vướng, bị kẹt, gặp khó khăn, gặp khó,
    stuck, blocked`,
  answered: `báo cáo, gửi, nộp, trả lời, phản hồi, xong, hoàn thành, cập nhật, làm, thực hiện, triển khai, gửi báo cáo,
    nộp báo cáo, gửi bc, nộp bc, làm xong, đăng bài, làm được, tổng hợp, rà soát,
    reported, submitted, replied, finished, done`,
  received: 'nhận, tiếp nhận, đọc, xác nhận, xác nhận hạn, nhận việc, nhận nhiệm vụ, acknowledged, received',
  silent: 'im lặng, im hơi, còn nợ, còn nợ báo cáo, nợ báo cáo',
  around: 'đã, có, làm, đến, đang, bị, gì, thì, còn, được, bc, phần trăm, trước, mới, is, are, has, have',
  denial: 'chưa, không, ko, vẫn chưa, chưa thấy, not, hasn t, haven t, not yet',
} as const;

type Term = keyof typeof TERMS;
const PREDICATES = ['late', 'stuck', 'answered', 'received', 'silent'] as const satisfies readonly Term[];
const LONGEST = 5;

const SPELT = new Map<string, { syllables: Spelling[]; term: Term }[]>();
for (const term of Object.keys(TERMS) as Term[]) {
  for (const written of TERMS[term].split(/,\s*/)) {
    const known = SPELT.get(fold(written)) ?? [];
    SPELT.set(fold(written), [...known, { syllables: written.split(' ').map(spellingOf), term }]);
  }
}

/** A stretch of the question: the terms that it may be, or a word of a name. */
interface Said {
  folded: string;
  terms: Term[];
  start: number;
  end: number;
}

/** A question about the state of things, or undefined for what is none (a report, talk, a request for a form). */
export function readLeaderQuestion(text: string): LeaderQuestion | undefined {
  const tidied = tidy(text);
  const marked = tidied.includes('?');
  const task = taskAsked(tidied, marked);
  if (task !== undefined) return { kind: 'task', task };
  if (INQUIRY.test(fold(tidied))) return undefined;
  // "Sở tư pháp, việc 12 đến đâu": a task of an agency is asked after with the agency.
  const rest = tidied.replace(NUMBER, (number) => ' '.repeat(number.length));
  const said = saidIn(rest);
  const many = aboutMany(said, marked);
  const number = NUMBER.exec(tidied)?.[1];
  if (many) return number === undefined ? many : { ...many, task: Number(number) };
  return aboutOne(said, rest, marked);
}

/** A question to a person, not about the state of things. */
const INQUIRY = /(?:cho|xin|em|muon|de) (?:em |toi |anh |chi |minh )?hoi(?: |$)/;
const NUMBER =
  /(?:#|(?<!\p{L})(?:việc|viec|nhiệm vụ|nhiem vu|nv|task|số|so)(?:\s+(?:số|so))?\s*#?)\s*(\d{1,6})(?![\d/.,%-])/iu;

type OfMany = Exclude<LeaderQuestion, { kind: 'status' | 'task' }>;

/** The text cut into the longest terms, and else into words. */
function saidIn(text: string): Said[] {
  const words = [...text.matchAll(/[\p{L}\d%]+/gu)];
  const said: Said[] = [];
  for (let i = 0; i < words.length;) {
    const lengths = Array.from({ length: LONGEST }, (_, n) => LONGEST - n);
    const length =
      lengths.find(
        (n) =>
          termsOf(
            words.slice(i, i + n).map(([word]) => word),
            n,
          ).length > 0,
      ) ?? 1;
    const span = words.slice(i, i + length);
    const [first, last] = [span[0], span.at(-1)];
    const spelt = span.map(([word]) => word);
    if (first && last) {
      const end = last.index + last[0].length;
      said.push({ folded: fold(spelt.join(' ')), terms: termsOf(spelt, length), start: first.index, end });
    }
    i += length;
  }
  return said;
}

function termsOf(words: string[], length: number): Term[] {
  if (words.length < length) return [];
  const typed = words.map(spellingOf);
  return (SPELT.get(fold(words.join(' '))) ?? [])
    .filter(({ syllables }) => syllables.every((word, i) => typed[i] !== undefined && mayBe(typed[i], word)))
    .map(({ term }) => term);
}

const isIn = (one: Said | undefined, ...terms: readonly Term[]): boolean =>
  one !== undefined && one.terms.some((term) => terms.includes(term));
const any = (said: Said[], ...terms: readonly Term[]): boolean => said.some((one) => isIn(one, ...terms));
const withoutCourtesy = (said: Said[]): Said[] =>
  said.filter((one) => !isIn(one, 'courtesy') || isIn(one, 'around'));

/**
 * "Đến đâu rồi", "xong chưa", "có vướng gì không": a question word, or a statement
 * about the work that a "chưa" or "không" at its end turns into a question.
 */
function asksState(said: Said[]): boolean {
  const rest = withoutCourtesy(said);
  if (rest.length === 0 || !rest.every((one) => isIn(one, 'ask', 'around', 'denial', ...PREDICATES)))
    return false;
  const denials = rest.filter((one) => isIn(one, 'denial')).length;
  if (isIn(rest.at(-1), 'denial')) return denials === 1 && any(rest, ...PREDICATES);
  // "Xong đâu", "đâu có xong" deny.
  const where = rest.findIndex(({ folded }) => folded === 'dau');
  const denies =
    where !== -1 &&
    (rest.length === 1 || where < rest.length - 1 || any(rest, 'answered', 'received', 'late'));
  return denials === 0 && any(rest, 'ask') && !denies;
}

/** "Việc 12", "#12 đến đâu rồi", "nhiệm vụ số 12 thế nào?": the number and nothing but a question about it. */
function taskAsked(text: string, marked: boolean): number | undefined {
  const bare = /^(\d{2,6})\s*\?*$/.exec(text);
  if (bare) return Number(bare[1]);
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const before = saidIn(text.slice(0, match.index)).filter(
    (one) => !isIn(one, 'lead', 'between', 'courtesy'),
  );
  const after = withoutCourtesy(saidIn(text.slice(match.index + match[0].length)));
  const asked =
    after.length === 0 || asksState(after) || (marked && after.every((one) => isIn(one, ...PREDICATES)));
  return before.length === 0 && asked ? Number(match[1]) : undefined;
}

/** "Ai chưa báo cáo", "đơn vị nào trễ", "có ai vướng gì không", "danh sách quá hạn". */
function aboutMany(said: Said[], marked: boolean): OfMany | undefined {
  const rest = withoutCourtesy(said);
  if (!rest.every(({ terms }) => terms.length > 0)) return undefined;
  const who = rest.findIndex((one) => isIn(one, 'who'));
  const what = rest.findIndex((one) => isIn(one, ...PREDICATES) && !isIn(one, 'lead'));
  const whole = any(rest, 'lead', 'between') || asksState(rest) || marked;
  if (who === -1 ? !whole : what !== -1 && what < who) return undefined;
  if (any(rest, 'late')) return { kind: 'overdue' };
  if (any(rest, 'stuck')) return { kind: 'blocked' };
  return who === -1 ? undefined : whoAnswered(rest.slice(who + 1));
}

/** "Ai báo cáo chưa" asks who has; "ai chưa báo cáo" who has not. */
function whoAnswered(rest: Said[]): OfMany | undefined {
  const denied = any(rest, 'denial') && !isIn(rest.at(-1), 'denial');
  if (any(rest, 'silent')) return { kind: 'silent' };
  if (any(rest, 'answered')) return { kind: denied ? 'silent' : 'whoReported' };
  return any(rest, 'received') && denied ? { kind: 'unacknowledged' } : undefined;
}

/** "Tình hình Sở Tư pháp", "stp đến đâu rồi", "tiến độ thế nào". */
function aboutOne(said: Said[], text: string, marked: boolean): LeaderQuestion | undefined {
  const start = said.findIndex((one) => !isIn(one, 'lead', 'between', 'courtesy'));
  const leads = said.slice(0, start === -1 ? undefined : start);
  const led = leads.some((one) => isIn(one, 'lead') && one.folded !== 'bao cao');
  if (start === -1) return led ? { kind: 'status' } : undefined;
  // The longest question at the end; before it stands the name.
  const tail = said.findIndex(
    (_, i) => i >= start && (asksState(said.slice(i)) || asksWhere(said.slice(i), leads)),
  );
  if (tail === start)
    return said.slice(start).some((one) => isIn(one, 'ask')) ? { kind: 'status' } : undefined;
  if (tail === -1 && !led && !marked) return behind(said.slice(start), text);
  const agencyText = nameOf(said.slice(start, tail === -1 ? undefined : tail), text);
  return agencyText === undefined ? behind(said.slice(start), text) : { kind: 'status', agencyText };
}

/** "Báo cáo của sở tư pháp đâu". */
const asksWhere = (rest: Said[], leads: Said[]): boolean =>
  leads.length > 0 &&
  withoutCourtesy(rest)
    .map(({ folded }) => folded)
    .join() === 'dau';

/** "Đến đâu rồi stp": the name behind the question. */
function behind(said: Said[], text: string): LeaderQuestion | undefined {
  const end = said.findIndex((one) => one.terms.length === 0);
  if (end < 1 || !asksState(said.slice(0, end)) || !any(said.slice(0, end), 'ask')) return undefined;
  const agencyText = nameOf(said.slice(end), text);
  return agencyText === undefined ? undefined : { kind: 'status', agencyText };
}

const OF_A_REPORT: Tags = [
  'not',
  'notYet',
  'perfect',
  'future',
  'intend',
  'promise',
  'okay',
  'own',
  'already',
];
const OF_OTHER_TALK: Tags = [
  'if',
  'wh',
  'where',
  'or',
  'extend',
  'request',
  'barely',
  'mistake',
  'dateNoun',
  'later',
];
const DEEDS: Tags = ['finish', 'deliver', 'step'];
const NOT_IN_NAMES: Tags = [...OF_A_REPORT, ...OF_OTHER_TALK, ...DEEDS];

/** Words that may name an agency: no figures, no words of a report, a request or another question. */
function nameOf(name: Said[], text: string): string | undefined {
  const last = name.findLast((one) => !isIn(one, 'courtesy', 'between'));
  const kept = text
    .slice(name[0]?.start, last?.end)
    .trim()
    .replace(/^(?:bên|phía)\s+/iu, '');
  const words = wordsOf(kept).filter(({ kind }) => kind !== 'break');
  const figures = words.some(({ kind }) => kind !== 'word');
  const things = words.every((word) => has(word, 'filler', 'resource', 'message', 'report'));
  const spoken = words.filter(({ text: word }) => word.includes(' ') || isSyllable(fold(word)));
  const inquires = words.some((word) => has(word, 'askVerb') && word.text.includes(' '));
  return things || figures || inquires || anyWord(spoken, ...NOT_IN_NAMES) ? undefined : kept;
}
