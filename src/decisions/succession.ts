import { randomUUID } from 'node:crypto';
import { may } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Succession } from '../domain/succession-file.ts';
import { dayOf } from '../domain/time.ts';
import { allActs, claimAct, enterAct, plannedActs } from '../store/successions.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';
import { applyAct, type Applied } from './succession-apply.ts';
import { actOf, fromOf, heirsOf, planAct, type Obstacle } from './succession-plan.ts';

/** Nothing was changed: each obstacle names what has to be settled first. */
export class SuccessionRefused extends Error {
  readonly act: Succession;
  readonly obstacles: readonly Obstacle[];
  constructor(act: Succession, obstacles: readonly Obstacle[]) {
    super(`the reorganisation cannot be: ${obstacles.map(({ code }) => code).join(', ')}`);
    this.name = 'SuccessionRefused';
    this.act = act;
    this.obstacles = obstacles;
  }
}

export interface Scheduled {
  actId: string;
  /** True where it was entered before: nothing has changed. */
  known: boolean;
  /** What changed, where its day has begun; undefined while it waits for its day. */
  applied?: Applied;
}

/**
 * Enters a dated reorganisation. Before its day nothing shows; where the day has begun it comes into force at once and
 * rewrites nothing that was reported. Throws SuccessionRefused where something has to be settled before.
 */
export async function scheduleSuccession(scope: Scope, act: Succession): Promise<Scheduled> {
  const { db, now, actor, env } = scope;
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'manageAgencies')) throw new Refusal('notAllowed');
  const entered = await allActs(db);
  const same = entered.find((row) => canonical(actOf(row)) === canonical(act));
  if (same) return { actId: same.actId, known: true };
  await foresee(scope, act);
  const actId = randomUUID();
  const to = act.kind === 'rename' ? [act.from] : heirsOf(act).map(({ code }) => code);
  await enterAct(db, { actId, kind: act.kind, on: act.on, from: fromOf(act), to, details: { act } }, now);
  await record(scope, {
    action: 'agency.schedule',
    subject: `succession:${actId}`,
    after: { kind: act.kind, on: act.on, from: fromOf(act), to },
  });
  if (act.on > dayOf(now, env.zone)) return { actId, known: false };
  const done = await applyAct(scope, { actId, act });
  if ('obstacles' in done) throw new SuccessionRefused(act, done.obstacles);
  return { actId, known: false, applied: done };
}

const canonical = (act: Succession): string => JSON.stringify(Object.entries(act).sort());

/** What stands against the act already today. Bodies that an earlier act is still to make or end are not judged yet. */
async function foresee(scope: Scope, act: Succession): Promise<void> {
  const earlier = (await plannedActs(scope.db)).map(actOf);
  const touched = new Set(
    earlier.flatMap((one) => [...fromOf(one), ...heirsOf(one).map(({ code }) => code)]),
  );
  if ([...fromOf(act), ...heirsOf(act).map(({ code }) => code)].some((code) => touched.has(code))) return;
  const { obstacles } = await planAct(scope.db, act);
  if (obstacles.length) throw new SuccessionRefused(act, obstacles);
}

export interface AppliedSuccessions {
  applied: Applied[];
  /** Acts whose day has begun and that something stands against. */
  waiting: { actId: string; act: Succession; obstacles: readonly Obstacle[] }[];
}

/** Brings every reorganisation into force whose day has begun, in order. Safe to run twice, late or side by side. */
export async function applySuccessions(scope: Scope): Promise<AppliedSuccessions> {
  const { db, now, env } = scope;
  const result: AppliedSuccessions = { applied: [], waiting: [] };
  for (const row of await plannedActs(db, dayOf(now, env.zone))) {
    if (!(await claimAct(db, row.actId))) continue;
    const act = actOf(row);
    const done = await applyAct(scope, { actId: row.actId, act });
    if ('obstacles' in done) result.waiting.push({ actId: row.actId, act, obstacles: done.obstacles });
    else result.applied.push(done);
  }
  return result;
}
