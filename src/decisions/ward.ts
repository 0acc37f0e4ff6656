import { Refusal } from '../domain/refusal.ts';
import { may } from '../domain/roles.ts';
import { dayOf, yearOf } from '../domain/time.ts';
import { withState, type WardState } from '../domain/wards.ts';
import { lockWard, saveWard, type WardRow } from '../store/wards.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';

export interface WardChange {
  wardId: string;
  /** The year in which its building is planned; null takes the plan back. */
  plannedYear?: number | null;
  state?: WardState;
  /** The year in which it was built, where that is not this year. */
  builtYear?: number;
}

const logged = ({ plannedYear, builtYear, state }: WardRow) => ({ plannedYear, builtYear, state });

/** Sets a ward's planned year or state (119/QĐ-UBND, Phần II.II.2). Nothing is guessed: a plan stays until it is changed. */
export async function changeWard(
  scope: Scope,
  { wardId, plannedYear, state, builtYear }: WardChange,
): Promise<{ before: WardRow; ward: WardRow }> {
  const { db, actor, now, env } = scope;
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'wards')) throw new Refusal('notAllowed');
  const before = await lockWard(db, wardId);
  if (!before) throw new Refusal('wardUnknown');
  const thisYear = yearOf(dayOf(now, env.zone));
  if (builtYear !== undefined && builtYear > thisYear) throw new Refusal('wardYearAhead');
  const planned = plannedYear === undefined ? before : { ...before, plannedYear };
  const ward =
    state === undefined
      ? planned
      : {
          ...planned,
          ...withState(
            builtYear === undefined ? planned : { ...planned, builtYear: null },
            state,
            builtYear ?? thisYear,
          ),
        };
  await saveWard(db, ward.id, ward);
  await record(scope, {
    action: 'ward.change',
    subject: `ward:${ward.id}`,
    before: logged(before),
    after: logged(ward),
  });
  return { before, ward };
}
