import { fold, nfc } from './vietnamese.ts';

/** What a leader or coordinator asks in plain words. */
export type LeaderQuestion =
  /** "Tình hình?"; with the words that should name an agency: "stp đến đâu rồi". */
  | { kind: 'status'; agencyText?: string }
  | { kind: 'silent' } // ai chưa báo cáo
  | { kind: 'overdue' } // ai quá hạn
  | { kind: 'blocked' } // ai vướng
  | { kind: 'unacknowledged' } // ai chưa nhận
  | { kind: 'whoReported' } // ai đã báo cáo
  | { kind: 'task'; task: number }; // việc 12, #12 đến đâu rồi

interface Said {
  folded: string;
  start: number;
  end: number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(/,\s*/));

const COURTESY = words(
  'anh, chi, em, oi, a, nhe, nha, da, dong chi, cho, xem, giup, voi, hoi, biet, toi, minh, dum, gium, the, vay, kinh',
);
const LEADS = words(
  'tinh hinh, tien do, ket qua, bao cao, tong hop, thuc hien, nhiem vu, cong viec, cua, o, ben, phia, tai, ve, nhac, nam, chung, hien nay, cac don vi, cac co quan, toan tinh, den nay, de an, thong ke, danh sach',
);
/** Where the name of an agency ends and the question about it begins. */
const TAILS = words(
  'den dau, toi dau, dau roi, dau, the nao, nhu the nao, ntn, ra sao, sao roi, sao, da, chua, co, con, lam, lam den, lam toi, xong, gui, nop, ' +
    'bao cao, vuong, vuong gi, tre, cham, qua han, duoc, duoc bao nhieu, bao nhieu, may phan tram, dang, bi, xin, tra loi, xac nhan, nhan, hoan thanh, thuc hien, trien khai, thi, roi, hom nay, tuan nay, thang nay, khong, ko, dang bai, viec, no gi, con no gi',
);
const ASKS = words(
  'den dau, toi dau, dau roi, dau, the nao, nhu the nao, ntn, ra sao, sao roi, sao, bao nhieu, duoc bao nhieu, may phan tram, may ngay, may hom, no gi, con no gi, tinh hinh, tien do',
);
/** Things that are asked for and are no state of work. */
const OTHER_MATTERS = words(
  'mau, file, huong dan, so dien thoai, dia chi, link, de cuong, mat khau, tai khoan, cach, hoi nghi, cuoc hop, lich, han nop, thoi tiet, van ban, cong van, o dau, qua dau, gui dau, nop dau, ve dau',
);
const WHO = words(
  'ai, nhung ai, co ai, con ai, don vi nao, co quan nao, so nao, noi nao, cho nao, dia phuong nao, ben nao, bao nhieu don vi, bao nhieu co quan, may don vi, may co quan, nhung don vi nao, nhung co quan nao, cac don vi nao, danh sach, so nao',
);
const LATE = words(
  'qua han, tre, tre han, cham, muon, cham tien do, tre tien do, cham han, cham tre, het han',
);
const STUCK = words('vuong, vuong mac, vuong gi, kho khan, ket, bi vuong, bi ket, gap kho');
const ANSWERED = words(
  'bao cao, gui, nop, tra loi, phan hoi, xong, hoan thanh, cap nhat, lam, thuc hien, gui bao cao, nop bao cao, lam xong',
);
const RECEIVED = words('nhan, tiep nhan, doc, xem, xac nhan, nhan viec, nhan nhiem vu');
const SENT = words('dang bai, trien khai');
const NOT_YET = words('chua, con no, no, khong, ko, van chua, chua thay, im lang, im hoi');

/** A question about the state of things, or undefined for what is none (a report, talk, a request for a form). */
export function readLeaderQuestion(text: string): LeaderQuestion | undefined {
  const composed = nfc(text);
  const said = saidIn(composed);
  const task = taskAsked(composed);
  if (task !== undefined) return { kind: 'task', task };
  if (said.length === 0 || said.some(({ folded }) => OTHER_MATTERS.has(folded))) return undefined;
  return aboutMany(said, composed) ?? aboutOne(said, composed);
}

/** Words and the longest of the groups above, in order. */
function saidIn(text: string): Said[] {
  const tokens = [...text.matchAll(/[\p{L}\d]+/gu)].map((match) => ({
    folded: fold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const said: Said[] = [];
  for (let i = 0; i < tokens.length;) {
    const length = [4, 3, 2].find((n) => isTerm(tokens.slice(i, i + n), n)) ?? 1;
    const [first] = tokens.slice(i);
    const last = tokens[i + length - 1];
    const folded = tokens
      .slice(i, i + length)
      .map((token) => token.folded)
      .join(' ');
    if (first && last) said.push({ folded, start: first.start, end: last.end });
    i += length;
  }
  return said;
}

const TERMS = [COURTESY, LEADS, TAILS, ASKS, OTHER_MATTERS, WHO, LATE, STUCK, ANSWERED, RECEIVED, NOT_YET];
const isTerm = (tokens: Said[], length: number): boolean => {
  const joined = tokens.map(({ folded }) => folded).join(' ');
  return tokens.length === length && TERMS.some((set) => set.has(joined));
};

const any = (said: Said[], set: ReadonlySet<string>): boolean => said.some(({ folded }) => set.has(folded));

/** "Việc 12", "#12 đến đâu rồi", "nhiệm vụ số 12 thế nào?": the number and nothing but a question about it. */
function taskAsked(text: string): number | undefined {
  const match =
    /(?:#|(?<!\p{L})(?:việc|viec|nhiệm vụ|nhiem vu|nv|task|số|so)(?:\s+(?:số|so))?\s*#?)\s*(\d{1,6})(?![\d/.,%-])/iu.exec(
      text,
    );
  const bare = /^\s*(\d{2,6})\s*\?*\s*$/.exec(text);
  const number = match?.[1] ?? bare?.[1];
  if (number === undefined) return undefined;
  const rest = saidIn(
    match ? text.slice(0, match.index) + ' ' + text.slice(match.index + match[0].length) : '',
  );
  const asked = rest.every(({ folded }) => COURTESY.has(folded) || LEADS.has(folded) || TAILS.has(folded));
  const asserts = any(rest, words('xong, hoan thanh, gui, nop, nhan, bao cao, vuong')) && !asksIn(rest, text);
  return asked && !asserts ? Number(number) : undefined;
}

/** By a question word or mark, or by a "chưa", "không" at the end of a statement about the work. */
function asksIn(said: Said[], text: string): boolean {
  if (any(said, ASKS) || text.includes('?')) return true;
  const last = said.filter(({ folded }) => !COURTESY.has(folded) && folded !== 'roi').at(-1)?.folded ?? '';
  return (
    /^(?:chua|khong|ko|gi)$/.test(last) &&
    [ANSWERED, RECEIVED, STUCK, LATE, SENT].some((set) => any(said, set))
  );
}

/** "Ai chưa báo cáo", "đơn vị nào trễ", "có ai vướng gì không". */
function aboutMany(said: Said[], text: string): LeaderQuestion | undefined {
  const about = any(said, WHO);
  const listed = about || (nameIn(said, text) === undefined && (any(said, LEADS) || asksIn(said, text)));
  if (any(said, LATE) && listed) return { kind: 'overdue' };
  if (any(said, STUCK) && listed) return { kind: 'blocked' };
  if (!about) return undefined;
  const notYet = any(said, NOT_YET) && !endsWithNotYet(said);
  if (any(said, RECEIVED) && !any(said, ANSWERED)) return notYet ? { kind: 'unacknowledged' } : undefined;
  if (any(said, ANSWERED) || any(said, words('im lang, im hoi, con no')))
    return { kind: notYet ? 'silent' : 'whoReported' };
  return undefined;
}

/** "Ai báo cáo chưa" asks who has; "ai chưa báo cáo" who has not. */
const endsWithNotYet = (said: Said[]): boolean => {
  const last = said.filter(({ folded }) => !COURTESY.has(folded)).at(-1)?.folded;
  return last === 'chua' && said.filter(({ folded }) => NOT_YET.has(folded)).length === 1;
};

/** "Tình hình Sở Tư pháp", "stp đến đâu rồi", "tiến độ thế nào". */
function aboutOne(said: Said[], text: string): LeaderQuestion | undefined {
  if (!asksIn(said, text)) return undefined;
  const agencyText = nameIn(said, text);
  const bare = any(said, ASKS) || agencyText !== undefined;
  if (!bare) return undefined;
  return agencyText === undefined ? { kind: 'status' } : { kind: 'status', agencyText };
}

/** The words between what leads to a name and what is asked of it, or behind the question. */
function nameIn(said: Said[], text: string): string | undefined {
  const leads = ({ folded }: Said) => LEADS.has(folded) || COURTESY.has(folded);
  const start = said.findIndex((one) => !leads(one));
  if (start === -1) return undefined;
  const isTail = ({ folded }: Said) => TAILS.has(folded) || STUCK.has(folded) || LATE.has(folded);
  const tail = said.findIndex((one, i) => i >= start && isTail(one));
  const name = said.slice(start, tail === -1 ? undefined : tail);
  const behind = said.slice(said.findLastIndex(isTail) + 1).filter((one) => !leads(one));
  const kept = name.length > 0 ? name : behind;
  const [first] = kept;
  const last = kept.findLast(({ folded }) => !COURTESY.has(folded));
  return first && last ? text.slice(first.start, last.end) : undefined;
}
