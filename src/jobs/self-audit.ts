import { cycleNeeds } from '../decisions/cycles.ts';
import { tellFindings } from '../decisions/tell-findings.ts';
import { nextReminderAfter } from '../domain/reminders.ts';
import { isQuiet } from '../domain/quiet-time.ts';
import { planNext } from '../store/reminders.ts';
import {
  audienceWrong,
  closeLostNotices,
  findingKinds,
  inboxStuck,
  keepSelfAudit,
  lastSelfAudit,
  outboxStuck,
  remindersDue,
  sealBehind,
  sendingStuck,
  settleBehind,
  withoutPlan,
  type Counts,
  type FindingKind,
  type SelfAudit,
} from '../store/self-audit.ts';
import { openReports } from './cycles.ts';
import { decide, jobScope, type JobDeps } from './job.ts';
import { remind } from './reminders.ts';
import { seal } from './seal.ts';

const minute = 60_000;
/** How long what another part of the program does by itself may be undone before it counts as wrong. */
const patience = 5 * minute;
/** A queue may be long for a while; work that nobody takes is wrong. */
const longPatience = 15 * minute;
const broadcastDays = 7;
const plansAtOnce = 500;

/** Looks for one kind of fault. `mend` repairs what it can, before the fault is counted again. */
interface Check {
  kind: FindingKind;
  find(deps: JobDeps, now: Date): Promise<number>;
  mend?(deps: JobDeps, now: Date): Promise<unknown>;
  /** The search itself repairs what it finds. */
  mendsAsItFinds?: true;
}

const ago = (now: Date, ms: number): Date => new Date(now.getTime() - ms);

const checks: readonly Check[] = [
  {
    kind: 'remindersDue',
    find: async ({ prisma, env }, now) =>
      isQuiet(now, 'reminder', env) || isQuiet(ago(now, patience), 'reminder', env)
        ? 0
        : remindersDue(prisma, ago(now, patience)),
    mend: remind,
  },
  {
    kind: 'reminderNotPlanned',
    find: async ({ prisma }, now) => (await withoutPlan(prisma, now, plansAtOnce)).length,
    mend: planMissing,
  },
  {
    kind: 'cycleTaskMissing',
    find: async (deps, now) => {
      const needs = await cycleNeeds(jobScope(deps, deps.prisma, now));
      return needs.reduce((sum, need) => sum + need.tasks.length, 0);
    },
    mend: openReports,
  },
  {
    kind: 'noticeLost',
    find: ({ prisma }, now) => closeLostNotices(prisma, ago(now, patience), now),
    mendsAsItFinds: true,
  },
  {
    kind: 'noticeBehind',
    find: ({ prisma }, now) => settleBehind(prisma, ago(now, patience), now),
    mendsAsItFinds: true,
  },
  {
    kind: 'audienceWrong',
    find: ({ prisma }, now) => audienceWrong(prisma, ago(now, broadcastDays * 24 * 60 * minute)),
  },
  { kind: 'inboxStuck', find: ({ prisma }, now) => inboxStuck(prisma, ago(now, patience)) },
  {
    kind: 'outboxStuck',
    find: ({ prisma }, now) => outboxStuck(prisma, ago(now, longPatience)),
    mend: async (deps) => deps.wake?.(),
  },
  { kind: 'sendingStuck', find: ({ prisma }, now) => sendingStuck(prisma, ago(now, patience)) },
  { kind: 'sealBehind', find: ({ prisma }, now) => sealBehind(prisma, ago(now, patience)), mend: seal },
];

/** Plans the next reminder of assignments that have none. */
async function planMissing(deps: JobDeps): Promise<void> {
  await decide(deps, async ({ db, now, env }) => {
    const rows = await withoutPlan(db, now, plansAtOnce);
    await planNext(
      db,
      rows.map((row) => ({ id: row.id, next: nextReminderAfter(row, now, env)?.at ?? null })),
    );
  });
}

/** How much of what was found is wrong still after the repair. */
async function leftOf(check: Check, found: number, deps: JobDeps, now: Date): Promise<number> {
  if (check.mendsAsItFinds) return 0;
  if (!check.mend) return found;
  await check.mend(deps, now);
  return check.find(deps, now);
}

/**
 * Looks each minute for rows that should exist and do not, or stand where they should not; repairs what it can, keeps
 * the result for /readyz and the metrics, and tells coordinators when it changes.
 */
export async function selfAudit(deps: JobDeps): Promise<SelfAudit> {
  const now = deps.clock();
  const findings: Counts = {};
  const mended: Counts = {};
  for (const check of checks) {
    const found = await check.find(deps, now);
    if (!found) continue;
    const left = await leftOf(check, found, deps, now);
    if (left) findings[check.kind] = left;
    if (found > left) mended[check.kind] = found - left;
  }
  const result = { at: now.toISOString(), findings, mended };
  await decide(deps, async (scope) => {
    const before = (await lastSelfAudit(scope.db))?.findings ?? {};
    await keepSelfAudit(scope.db, result, now);
    const changed = findingKinds.some((kind) => (before[kind] ?? 0) > 0 !== (findings[kind] ?? 0) > 0);
    if (changed) await tellFindings(scope, findings);
  });
  if (Object.keys(findings).length + Object.keys(mended).length) {
    deps.log.warn({ findings, mended }, 'the self-audit found something');
  }
  return result;
}
