import type { Reply } from '../domain/message.ts';
import { addDays, mondayOf, dayOf, startOf } from '../domain/time.ts';
import { overdueDays } from '../domain/timeliness.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { heardSince } from '../store/heard.ts';
import { everybodyWith } from '../store/recipients.ts';
import { newestSeal } from '../store/seal.ts';
import { blockedList, overdueList, unacknowledgedList } from '../store/tracking-lists.ts';
import { tracking } from '../store/tracking.ts';
import type { Moment } from './lines.ts';
import type { Scope } from './scope.ts';
import { agencyNames, byAgencyOf, figureWords } from './status.ts';
import { tell } from './tell.ts';
import { instantWords } from './wording.ts';

/** Lines of a list; the page and the answers to questions have the rest. */
const most = 5;
const mostNames = 10;

/** All that a digest speaks of, read once for all who get it. */
type Material = Awaited<ReturnType<typeof gather>>;

async function gather({ db, now, env }: Scope) {
  const question = { now, zone: env.zone, limit: 60 };
  const lastMonday = startOf(addDays(mondayOf(dayOf(now, env.zone)), -7), env.zone);
  return {
    tracking: await tracking(db, now, env.zone),
    overdue: await overdueList(db, { ...question, limit: most }),
    blocked: await blockedList(db, { ...question, limit: most }),
    unacknowledged: await unacknowledgedList(db, question),
    heard: await heardSince(db, lastMonday),
    seal: await newestSeal(db),
  };
}

/** Tells every leader how the work stood at the end of the week, with the newest seal of the audit log. */
export async function tellWeekly(scope: Scope): Promise<void> {
  const to = await everybodyWith(scope.db, ['leader']);
  if (!to.length) return;
  const material = await gather(scope);
  await tell(scope, {
    to,
    kind: 'summary',
    compose: (_, t) => weeklyReply(material, { now: scope.now, env: scope.env, t }),
  });
}

function weeklyReply(material: Material, at: Moment): Reply {
  const { t, env, now } = at;
  const { totals, byAgency } = material.tracking;
  const sections = [
    [
      t('commands.status.head', {
        at: instantWords(now, env, t),
        agencies: byAgency.length,
        tasks: totals.assigned,
      }),
      totals.assigned ? figureWords(totals, t, 'assigned') : t('commands.status.none'),
      heardWords(material, at),
    ],
    listed('overdue', material.overdue, totals.overdue, at),
    listed('blocked', material.blocked, totals.blocked, at),
    [unacknowledgedWords(material, at)],
    [sealWords(material, at)],
  ];
  return {
    text: sections
      .map((lines) => lines.filter(Boolean).join('\n'))
      .filter(Boolean)
      .join('\n\n'),
    buttons: [
      [
        { label: t('commands.status.button.overdue'), say: '/quahan' },
        { label: t('jobs.weekly.status'), say: '/tinhhinh' },
      ],
    ],
  };
}

/** "Có cập nhật tuần qua: 24/28 cơ quan, đơn vị; chưa có: Sở Nội vụ, …" */
function heardWords({ heard }: Material, { t }: Moment): string {
  if (!heard.length) return '';
  const silent = heard.filter((one) => !one.heard).map((one) => one.name);
  const said = t('jobs.weekly.heard', { count: heard.length - silent.length, agencies: heard.length });
  if (!silent.length) return said;
  const names = silent.slice(0, mostNames);
  const more = silent.length - names.length;
  const who = [...names, ...(more ? [t('commands.status.more', { count: more })] : [])].join(', ');
  return `${said} ${t('jobs.weekly.silent', { who })}`;
}

/** The longest overdue, or what is blocked: a heading with the count, a line for each. */
function listed(
  kind: 'overdue' | 'blocked',
  rows: readonly AssignmentRow[],
  count: number,
  at: Moment,
): string[] {
  const { t, now, env } = at;
  if (!rows.length) return [];
  const lines = rows.map((row) =>
    t(`jobs.weekly.${kind}Line`, {
      agency: row.agencyShortName,
      task: row.number,
      title: row.title,
      days: overdueDays(row, now, env.zone),
      text: row.blockedText ?? '',
    }),
  );
  return [`**${t(`jobs.weekly.${kind}`, { count })}**`, ...lines.map((line) => `- ${line}`)];
}

function unacknowledgedWords({ unacknowledged, tracking: { byAgency } }: Material, { t }: Moment): string {
  if (!unacknowledged.length) return '';
  const agencies = byAgency.filter((row) => row.unacknowledged > 0).length;
  return t('commands.status.unacknowledged', { who: agencyNames(byAgencyOf(unacknowledged), agencies, t) });
}

const sealWords = ({ seal }: Material, { t, env }: Moment): string =>
  seal
    ? t('jobs.weekly.seal', {
        number: seal.seq.toString(),
        hash: seal.hash,
        at: instantWords(seal.at, env, t),
      })
    : '';
