import { dueWords, instantWords, taskWords } from '../../src/decisions/wording.ts';
import { lockAssignment } from '../../src/store/assignments.ts';
import { isLate, overdueDays } from '../../src/domain/timeliness.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { waitingFor, type Waiting } from '../../src/store/waiting.ts';
import { readTaskWords } from './agency-task.ts';

/** What waits for a decision, chosen by words and told in lines. */

/** Which part of what waits is meant: of an assignment where a report and an extension both do, for one. */
export function kindIn(words: string): Waiting['kind'] | undefined {
  const said = fold(words);
  const extension = /\b(gia han|han moi|extension)\b/.test(said);
  const report = /\b(bao cao|hoan thanh|report|completion)\b/.test(said);
  return extension === report ? undefined : extension ? 'extension' : 'report';
}

/** What of a line names what waits. */
export interface WaitingWords {
  named: boolean;
  all: boolean;
  found: Waiting[];
  /** What follows the names: a date, a reason. */
  rest: string;
}

const kindAtHead =
  /^(?:báo cáo(?: hoàn thành)?|bao cao(?: hoan thanh)?|hoàn thành|hoan thanh|report|gia hạn|gia han|extension)(?![\p{L}\p{N}])[\s,:;]*/iu;

/** Finds what waits by "12 STP", "12", "STP", "12 STP gia hạn", "tất cả". */
export async function findWaiting(words: string, at: Conversation): Promise<WaitingWords> {
  const { number, agencies, all, rest } = await readTaskWords(words, at);
  const kind = kindAtHead.exec(rest)?.[0];
  const wanted = kind ? kindIn(kind) : undefined;
  const ids = agencies.map((agency) => agency.id);
  const found = (await waitingFor(at.db)).filter(
    (item) =>
      (number === undefined || item.row.number === number) &&
      (!ids.length || ids.includes(item.row.agencyId)) &&
      (!wanted || item.kind === wanted),
  );
  return {
    named: number !== undefined || ids.length > 0,
    all,
    found,
    rest: kind ? rest.slice(kind.length).trim() : rest,
  };
}

/** The key by which a dialogue keeps what was shown, so that nothing that came in since is decided unseen. */
export const keyOf = (item: Waiting): string =>
  item.kind === 'report' ? `report:${item.batchId}` : `extension:${item.id}`;

export const findKept = async (words: string, at: Conversation): Promise<Waiting[]> => {
  const keys = words.split(' ');
  return (await waitingFor(at.db)).filter((item) => keys.includes(keyOf(item)));
};

/** Locks the assignment and looks again: what somebody else has decided meanwhile waits no longer. */
export async function stillWaits(item: Waiting, at: Conversation): Promise<boolean> {
  await lockAssignment(at.db, item.row.id);
  const now = await waitingFor(at.db, [item.row.id]);
  return now.some((other) => keyOf(other) === keyOf(item));
}

/** "Sở Tư pháp: báo cáo hoàn thành, gửi 09:41 ngày 25/11/2026, trong hạn, \"…\"" */
export function waitingWords(item: Waiting, at: Conversation): string {
  const { t, env } = at;
  const agency = item.row.agencyShortName;
  if (item.kind === 'extension') {
    return t('commands.waiting.extension', {
      agency,
      due: dueWords(item, env, t),
      inForce: dueWords(item.row, env, t),
      reason: item.reason.slice(0, 160),
    });
  }
  const days = overdueDays(item.row, at.now, env.zone);
  return t('commands.waiting.report', {
    agency,
    at: instantWords(item.at, env, t),
    timely: isLate(item.row, at.now)
      ? t('commands.waiting.late', { count: days })
      : t('commands.waiting.timely'),
    text: item.text ? t('commands.waiting.text', { text: item.text.slice(0, 160) }) : '',
  });
}

/** The same with the task before it, for lists across tasks. */
export const waitingLine = (item: Waiting, at: Conversation): string =>
  at.t('commands.waiting.line', { task: taskWords(item.row), what: waitingWords(item, at) });

/** "12 STP gia hạn": what a button says to mean this and nothing else. */
export const sayOf = (item: Waiting): string =>
  `${item.row.number} ${item.row.agencyCode} ${item.kind === 'report' ? 'báo cáo' : 'gia hạn'}`;
