import { taskWords } from '../../src/decisions/wording.ts';
import type { Choice } from '../../src/domain/message.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { isOrdinary } from '../../src/domain/agencies/names.ts';
import { fold, nfc } from '../../src/domain/vietnamese.ts';
import type { Conversation, Misread, Param } from '../../src/inbound/command.ts';
import { agencyBook, type AgencyBook, type AgencyRow } from '../../src/store/agencies.ts';
import {
  assignmentsById,
  assignmentsOf,
  assignmentsOfTask,
  type AssignmentRow,
} from '../../src/store/assignments.ts';
import { splitAgency } from './agency.ts';
import { oncePerMessage } from './once.ts';
import { settledRefusal } from './settled.ts';

/** Which assignment of any agency is meant: "12 STP", "STP 12", "12 STP, SNV", "12 tất cả", "12". */

export interface TaskWords {
  number?: number;
  agencies: AgencyRow[];
  all: boolean;
  /** What follows: a reason, a date, what an agency reported. */
  rest: string;
}

const numberAtHead =
  /^(?:(?:việc|viec|nhiệm vụ|nhiem vu|nv|task|số|so)\s*)?(?:số\s*|so\s*)?#?\s*(\d{1,7})(?![\d%/.:-]|\s*%)[\s,:;]*/iu;
const allAtHead =
  /^(?:tất cả|tat ca|hết|het|toàn bộ|toan bo|all)(?:\s+(?:các|cac)?\s*(?:cơ quan|co quan|đơn vị|don vi))?(?![\p{L}\p{N}])[\s,:;]*/iu;
const joined = /^(?:,|;|&|và\s|va\s|and\s)\s*/iu;

/** Takes the task's number, agencies and "tất cả" off the head of the words, in whatever order. */
export const readTaskWords = oncePerMessage(async (words: string, at: Conversation): Promise<TaskWords> => {
  const book = await agencyBook(at.db);
  const found: TaskWords = { agencies: [], all: false, rest: nfc(words).trim() };
  for (let before = ''; before !== found.rest;) {
    before = found.rest;
    takeNumber(found);
    takeAll(found);
    takeAgencies(found, book);
  }
  found.rest = found.rest.replace(/^[\s,:;.–-]+/u, '');
  return found;
});

function takeNumber(found: TaskWords): void {
  const match = found.number === undefined ? numberAtHead.exec(found.rest) : null;
  if (!match?.[1]) return;
  found.number = Number(match[1]);
  found.rest = found.rest.slice(match[0].length);
}

function takeAll(found: TaskWords): void {
  const match = found.all ? null : allAtHead.exec(found.rest);
  if (!match) return;
  found.all = true;
  found.rest = found.rest.slice(match[0].length);
}

/** Several agencies only where they are joined by a comma or "và": what follows otherwise is a reason. */
function takeAgencies(found: TaskWords, book: AgencyBook): void {
  if (found.agencies.length) return;
  for (let left = found.rest; ;) {
    const cut = splitAgency(left, book);
    if (!cut || !isMeant(cut)) return;
    found.agencies.push(...cut.agencies);
    found.rest = cut.rest;
    const more = joined.exec(cut.rest);
    if (!more) return;
    left = cut.rest.slice(more[0].length);
  }
}

const kindAtHead =
  /^(?:sở|so|s|ban|hội|hoi|ubnd|ub|uỷ ban|ủy ban|uy ban|đài|dai|báo bình|bao binh|tỉnh đoàn|tinh doan|công an|cong an|ca|viện|vien|tòa|toà|toa|ngân hàng|ngan hang|liên đoàn|lien doan|mặt trận|mat tran|thành phố|thanh pho|thị xã|thi xa|tp|tx)[\s.]/iu;

/**
 * "xây dựng", "tài chính", "kế hoạch" also begin reasons: a name counts by its code or with its kind of body, else
 * only where nothing but a number, a comma or the end follows.
 */
function isMeant({ agencies, said, rest }: { agencies: AgencyRow[]; said: string; rest: string }): boolean {
  if (!rest || /^[,:;&#\d–-]/u.test(rest) || kindAtHead.test(`${said} `)) return true;
  if (/\s/u.test(said)) return false;
  return agencies.some((agency) => agency.code === said) || !isOrdinary(fold(said));
}

/** The same again, as words that a dialogue keeps. */
const wordsOf = ({ number, agencies, all }: Omit<TaskWords, 'rest'>): string =>
  [
    number === undefined ? '' : `#${number}`,
    agencies.map((agency) => agency.code).join(', '),
    all ? 'tất cả' : '',
  ]
    .filter(Boolean)
    .join(' ');

/** The words that name an assignment, for a guess and for a button. */
export const placeOf = (row: Pick<AssignmentRow, 'number' | 'agencyCode'>): string =>
  `#${row.number} ${row.agencyCode}`;

/** What a command about assignments of any agency asks for. */
export interface Choosing {
  /** Where its texts are: `commands.<command>.which`. */
  command: 'return' | 'reschedule' | 'withdraw' | 'reopen' | 'onbehalf';
  /** The states in which it makes sense. */
  fits(row: AssignmentRow): boolean;
  /** Several may be chosen at once. */
  several: boolean;
  /** What it can be said of, where nothing was named. */
  candidates(at: Conversation): Promise<AssignmentRow[]>;
}

/** Chooses assignments by words; a Misread asks which, a Refusal says why none fits. */
export async function chooseAssignments(
  words: string,
  at: Conversation,
  choosing: Choosing,
): Promise<AssignmentRow[] | Misread> {
  const { number, agencies, all } = await readTaskWords(words, at);
  if (number === undefined && !agencies.length) {
    return {
      misread: at.t('commands.agencyTask.unreadable'),
      buttons: buttonsFor(await choosing.candidates(at), at),
    };
  }
  const named =
    number === undefined
      ? await assignmentsOf(at.db, idsOf(agencies), openOrDone)
      : await assignmentsOfTask(at.db, number);
  if (!named.length)
    throw new Refusal(number === undefined ? 'agencyHasNone' : 'noSuchTask', naming(number, agencies));
  const wanted = agencies.length ? named.filter((row) => idsOf(agencies).includes(row.agencyId)) : named;
  if (!wanted.length) throw new Refusal('agencyNotOnTask', naming(number, agencies));
  const fitting = wanted.filter(choosing.fits);
  const [first, second] = fitting;
  if (!first) throw await settledRefusal(at, wanted, choosing.command);
  if (!second || (choosing.several && (all || agencies.length === fitting.length))) return fitting;
  return askWhich(fitting, at, choosing);
}

const openOrDone = ['assigned', 'acknowledged', 'in_progress', 'returned', 'submitted', 'completed'];
const idsOf = (agencies: readonly AgencyRow[]): string[] => agencies.map((agency) => agency.id);
const naming = (number: number | undefined, agencies: readonly AgencyRow[]) => ({
  ...(number === undefined ? {} : { task: number }),
  agency: agencies.map((agency) => agency.shortName).join(', '),
});

function askWhich(fitting: readonly AssignmentRow[], at: Conversation, choosing: Choosing): Misread {
  const tasks = new Set(fitting.map((row) => row.number));
  const [first] = fitting;
  const one = tasks.size === 1 && first ? first : undefined;
  const everyone: Choice[][] =
    one && choosing.several
      ? [
          [
            {
              label: at.t('commands.agencyTask.all', { count: fitting.length }),
              say: `#${one.number} tất cả`,
            },
          ],
        ]
      : [];
  return {
    misread: one
      ? at.t('commands.agencyTask.whichAgency', { task: taskWords(one), count: fitting.length })
      : at.t('commands.agencyTask.whichTask', { count: fitting.length }),
    buttons: [...buttonsFor(fitting, at), ...everyone],
  };
}

/** Most choices that a message carries beside "tất cả": the digits. */
const mostChoices = 8;

/** Buttons to choose one of these assignments. */
export function buttonsFor(rows: readonly AssignmentRow[], at: Conversation): Choice[][] {
  const one = new Set(rows.map((row) => row.number)).size === 1;
  return rows.slice(0, mostChoices).map((row) => [
    {
      label: one
        ? row.agencyShortName
        : at.t('commands.agencyTask.label', {
            task: row.number,
            agency: row.agencyShortName,
            title: short(row.title),
          }),
      say: placeOf(row),
    },
  ]);
}

const short = (title: string): string => (title.length > 40 ? `${title.slice(0, 38)}…` : title);

/** The assignment of the message that is answered. */
export async function aboutAssignment(at: Conversation): Promise<AssignmentRow | undefined> {
  const id = at.message.about?.assignmentId;
  return id ? (await assignmentsById(at.db, [id]))[0] : undefined;
}

/** The words after the command, kept whole: the arguments behind it take from them what they know. */
export const lineParam = <A extends object>(): Param<A> => ({
  name: 'line',
  takes: 'rest',
  read: (words) => words.trim(),
});

/** The argument "which assignments", from the line, else from the message that is answered, else asked for. */
export const targetParam = <A extends { line?: string; rows: AssignmentRow[] }>(
  choosing: Choosing,
): Param<A> => ({
  name: 'rows',
  takes: () => undefined,
  read: (words, at) => chooseAssignments(words, at, choosing),
  async guess(at, { line }) {
    const { number, agencies, all } = await readTaskWords(line ?? '', at);
    if (number !== undefined || agencies.length) return wordsOf({ number, agencies, all });
    const row = await aboutAssignment(at);
    return row && (all ? `#${row.number} tất cả` : placeOf(row));
  },
  async ask(at) {
    const rows = await choosing.candidates(at);
    return {
      text: at.t(`commands.${choosing.command}.which`),
      buttons: buttonsFor(rows, at),
    };
  },
});
