import { overdueDays } from '../domain/timeliness.ts';
import type { Translate } from '../i18n.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import type { Db } from '../store/db.ts';
import { overdueList, unacknowledgedList } from '../store/tracking-lists.ts';
import { tracking, type Figures, type Tracking } from '../store/tracking.ts';
import type { Moment } from './lines.ts';
import { instantWords } from './wording.ts';

/** The state of all work in words, with the figures of the one tracking query: for answers and for digests. */

export interface Asking extends Moment {
  db: Db;
}

/** Names that a line holds before it says how many more there are. */
const mostNames = 5;

/** "Hoàn thành: 20 trong hạn, 2 quá hạn · Đang thực hiện: 15 trong hạn, 4 quá hạn" */
export const figureWords = (figures: Figures, t: Translate, manner: 'assigned' | 'requested'): string =>
  t(`commands.status.figures.${manner}`, { ...figures });

/** The whole, of all agencies or of these, as design §11 words it. */
export async function overallStatus(at: Asking, agencyIds?: readonly string[]): Promise<string> {
  const { db, now, env, t } = at;
  const found = await tracking(db, now, env.zone, { agencyIds });
  const { totals, byAgency } = found;
  const head = t('commands.status.head', {
    at: instantWords(now, env, t),
    agencies: byAgency.length,
    tasks: totals.assigned,
  });
  if (totals.assigned === 0) return `${head}\n${t('commands.status.none')}`;
  const beside = [
    await longestOverdue(at, totals, agencyIds),
    totals.due_soon ? t('commands.status.dueSoon', { count: totals.due_soon }) : '',
    totals.blocked ? t('commands.status.blocked', { count: totals.blocked }) : '',
    await unacknowledged(at, found, agencyIds),
  ].filter(Boolean);
  return [
    head,
    figureWords(totals, t, 'assigned'),
    ...(beside.length ? [beside.join(' · ')] : []),
    t('commands.status.updated', {
      count: byAgency.filter((row) => row.updated > 0).length,
      agencies: byAgency.length,
    }),
  ].join('\n');
}

/** "Quá hạn lâu nhất: Sở Xây dựng, #17 (9 ngày)" */
async function longestOverdue(at: Asking, totals: Figures, agencyIds?: readonly string[]): Promise<string> {
  if (!totals.overdue) return '';
  const { db, now, env, t } = at;
  const [row] = await overdueList(db, { now, zone: env.zone, agencyIds, limit: 1 });
  if (!row) return '';
  const days = overdueDays(row, now, env.zone);
  return t('commands.status.longest', {
    agency: row.agencyShortName,
    task: row.number,
    days: days ? t('commands.status.days', { count: days }) : t('commands.status.today'),
  });
}

/** "Chưa tiếp nhận: Sở Nội vụ (#12), Sở Tài chính (#12, #15)" */
async function unacknowledged(
  at: Asking,
  { totals, byAgency }: Tracking,
  agencyIds?: readonly string[],
): Promise<string> {
  if (!totals.unacknowledged) return '';
  const { db, now, env, t } = at;
  const rows = await unacknowledgedList(db, { now, zone: env.zone, agencyIds, limit: 60 });
  const agencies = byAgency.filter((row) => row.unacknowledged > 0).length;
  return t('commands.status.unacknowledged', { who: agencyNames(byAgencyOf(rows), agencies, t) });
}

/** Task numbers by agency, in the order of the rows. */
export function byAgencyOf(rows: readonly AssignmentRow[]): { name: string; numbers: number[] }[] {
  const found = new Map<string, { name: string; numbers: number[] }>();
  for (const row of rows) {
    const known = found.get(row.agencyId) ?? { name: row.agencyShortName, numbers: [] };
    known.numbers.push(row.number);
    found.set(row.agencyId, known);
  }
  return [...found.values()];
}

/** "Sở Nội vụ (#12), Sở Tài chính (#12, #15), và 3 nơi khác"; `total` counts them all. */
export function agencyNames(
  agencies: readonly { name: string; numbers: readonly number[] }[],
  total: number,
  t: Translate,
  most = mostNames,
): string {
  const shown = agencies.slice(0, most);
  const names = shown.map(({ name, numbers }) => {
    const some = numbers.slice(0, 4).map((number) => `#${number}`);
    return `${name} (${some.join(', ')}${numbers.length > some.length ? ', …' : ''})`;
  });
  const more = total - shown.length;
  return [...names, ...(more > 0 ? [t('commands.status.more', { count: more })] : [])].join(', ');
}
