import type { SuccessionPlan } from '../domain/succession.ts';
import type { Succession } from '../domain/succession-file.ts';
import { formatDay } from '../domain/time.ts';
import { nextReminderAfterAct } from '../domain/reminders.ts';
import { roles } from '../domain/roles.ts';
import { saveAssignment } from '../store/assignments.ts';
import {
  foundAgency,
  idsOf,
  passCycles,
  passGroups,
  passRest,
  putRole,
  renameAgency,
  settleAct,
  type HeldRole,
} from '../store/successions.ts';
import { locked, record } from './act.ts';
import { decide } from './decide.ts';
import type { Scope } from './scope.ts';
import { fromOf, heirsOf, planAct, type Obstacle } from './succession-plan.ts';
import { tell } from './tell.ts';

/** What came into force. */
export interface Applied {
  actId: string;
  act: Succession;
  /** Codes of bodies that ended. */
  ends: string[];
  /** Open assignments that went over, and those that ended in a better advanced one of the same task. */
  moved: number;
  merged: number;
  /** Numbers of people who serve a successor now. */
  contacts: number;
  /** Successors for whom nobody named the main contact: the first of several was taken. */
  mainContactAssumed: string[];
}

interface Entered {
  actId: string;
  act: Succession;
}

/** Brings one act into force, in the caller's transaction; nothing is changed where something stands against it. */
export async function applyAct(
  scope: Scope,
  { actId, act }: Entered,
): Promise<Applied | { obstacles: readonly Obstacle[] }> {
  const { db } = scope;
  const { plan, obstacles } = await planAct(db, act);
  if (!plan) return { obstacles };
  await nameBodies(scope, act);
  const ids = await idsOf(db, [...fromOf(act), ...heirsOf(act).map(({ code }) => code)]);
  const id = (code: string): string => ids.get(code) ?? '';
  await moveDuties(scope, plan, id);
  await moveWork(scope, plan, id);
  await movePeople(scope, act, plan, id);
  await moveRest(scope, act, plan, id);
  await settleAct(db, actId, scope.now);
  await startAcknowledging(scope, plan);
  const applied: Applied = {
    actId,
    act,
    ends: plan.ends,
    moved: plan.moves.length,
    merged: plan.merged.length,
    contacts: new Set(plan.contacts.map(({ contactId }) => contactId)).size,
    mainContactAssumed: plan.mainContactAssumed.map(({ agency }) => agency),
  };
  await record(scope, {
    action: `agency.${act.kind}`,
    subject: `succession:${actId}`,
    after: {
      on: act.on,
      from: fromOf(act),
      to: heirsOf(act).map(({ code }) => code),
      moved: applied.moved,
      merged: applied.merged,
    },
  });
  await tellPeople(scope, act, plan);
  return applied;
}

/** New bodies and new names. */
async function nameBodies({ db }: Scope, act: Succession): Promise<void> {
  if (act.kind === 'rename') {
    const { name, shortName, aliases } = act;
    return renameAgency(db, act.from, { name, shortName, aliases }, act.on);
  }
  const [first = ''] = fromOf(act);
  for (const { code, name, shortName, aliases, manner } of heirsOf(act)) {
    if (name === undefined) continue;
    const names = { name, shortName: shortName ?? name, aliases };
    if (await db.agency.findUnique({ where: { code }, select: { id: true } })) {
      await renameAgency(db, code, names, act.on);
    } else {
      await foundAgency(db, { code, ...names, manner }, first);
    }
  }
}

type IdOf = (code: string) => string;

async function moveDuties({ db }: Scope, plan: SuccessionPlan, id: IdOf): Promise<void> {
  for (const { dutyId, agency } of plan.releases) {
    await db.dutyAgency.deleteMany({ where: { dutyId, agencyId: id(agency) } });
  }
  for (const { dutyId, to, part } of plan.duties) {
    const key = { dutyId, agencyId: id(to) };
    await db.dutyAgency.upsert({
      where: { dutyId_agencyId: key },
      create: { ...key, part },
      update: { part },
    });
  }
}

/** Merged ones end first, so that the better advanced one finds its place free. What they tell stays with them. */
async function moveWork(scope: Scope, plan: SuccessionPlan, id: IdOf): Promise<void> {
  const { db, now } = scope;
  for (const { id: assignmentId, into } of plan.merged) {
    await decide(scope, { assignmentId, act: 'merge', kind: 'merge' });
    await db.assignment.update({ where: { id: assignmentId }, data: { mergedIntoId: into } });
    await db.extension.updateMany({
      where: { assignmentId, state: 'pending' },
      data: { state: 'withdrawn', decidedAt: now },
    });
  }
  for (const { id: assignmentId, to } of plan.moves) {
    const row = await locked(scope, assignmentId);
    await db.assignment.update({ where: { id: assignmentId }, data: { agencyId: id(to), updatedAt: now } });
    await record(scope, {
      action: 'assignment.move',
      subject: `assignment:${assignmentId}`,
      before: { agency: row.agencyCode },
      after: { agency: to },
    });
  }
}

const isRole = (text: string): text is HeldRole => (roles as readonly string[]).includes(text);

async function movePeople(
  { db, now }: Scope,
  act: Succession,
  plan: SuccessionPlan,
  id: IdOf,
): Promise<void> {
  for (const { contactId, to, role, rank } of plan.contacts) {
    if (isRole(role)) await putRole(db, { contactId, agencyId: id(to), role, rank }, now);
  }
  const ended = plan.ends.map(id);
  await db.contactRole.updateMany({
    where: { agencyId: { in: ended }, endedAt: null },
    data: { endedAt: now },
  });
  await db.agency.updateMany({ where: { id: { in: ended } }, data: { endedOn: act.on } });
}

async function moveRest({ db }: Scope, act: Succession, plan: SuccessionPlan, id: IdOf): Promise<void> {
  const heirs = heirsOf(act).map(({ code }) => code);
  if (act.kind === 'rename') return;
  for (const from of fromOf(act)) {
    const ends = plan.ends.includes(from);
    await passGroups(db, id(from), heirs.map(id), ends);
    if (ends || act.kind === 'split') await passCycles(db, from, heirs);
    const [first] = heirs;
    if (ends && first !== undefined) await passRest(db, id(from), id(first));
  }
}

/** Work of a body that had nobody is told to the successor's people now: its time to acknowledge starts. */
async function startAcknowledging(scope: Scope, plan: SuccessionPlan): Promise<void> {
  const withPeople = new Set(plan.contacts.filter(({ role }) => role === 'focal').map(({ to }) => to));
  for (const { id, to } of plan.moves) {
    if (!withPeople.has(to)) continue;
    const row = await locked(scope, id);
    if (row.ackFrom !== null) continue;
    const heard = { ...row, ackFrom: scope.now };
    const nextReminderAt = nextReminderAfterAct(row, heard, scope.now, scope.env);
    await saveAssignment(scope.db, id, { ...heard, nextReminderAt }, scope.now);
  }
}

/** Everybody who answers for a successor hears of it, once each. */
async function tellPeople(scope: Scope, act: Succession, plan: SuccessionPlan): Promise<void> {
  const names = new Map(
    (
      await scope.db.agency.findMany({
        where: { code: { in: [...fromOf(act), ...heirsOf(act).map(({ code }) => code)] } },
        select: { code: true, name: true },
      })
    ).map(({ code, name }) => [code, name]),
  );
  const nameOf = (code: string): string => names.get(code) ?? code;
  for (const to of new Set(plan.contacts.map((one) => one.to))) {
    const people = plan.contacts.filter(
      (one) => one.to === to && (one.role === 'focal' || one.role === 'head'),
    );
    await tell(scope, {
      to: people.map(({ contactId }) => contactId),
      kind: 'assignment',
      compose: (_, t) => ({
        text: t('notices.reorganised', {
          date: formatDay(act.on),
          from: fromOf(act)
            .filter((code) => code !== to)
            .map(nameOf)
            .join(', '),
          to: nameOf(to),
          count: plan.moves.filter((move) => move.to === to).length,
        }),
        buttons: [[{ label: t('notices.button.tasks'), say: '/nhiemvu' }]],
      }),
    });
  }
}
