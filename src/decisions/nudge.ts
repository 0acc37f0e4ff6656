import { Refusal } from '../domain/refusal.ts';
import { isOpen, owesReport } from '../domain/assignment.ts';
import { mayNudge } from '../domain/quiet-time.ts';
import type { Reply } from '../domain/message.ts';
import { may } from '../domain/roles.ts';
import { dayOf } from '../domain/time.ts';
import type { Translate } from '../i18n.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { holders } from '../store/recipients.ts';
import { locked, record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';
import { answerButtons } from './tell-assignment.ts';
import { tellGroups } from './tell-groups.ts';
import { tell, type Told } from './tell.ts';
import { bothDates, stateWords, taskWords } from './wording.ts';

/** Presses for one assignment: its focal contacts and its head hear of it. One a day for each assignment. */
export async function nudge(scope: Scope, assignmentId: string): Promise<{ row: AssignmentRow; told: Told }> {
  if (scope.actor.kind !== 'system' && !may(rolesOf(scope.actor), 'nudge')) throw new Refusal('notAllowed');
  const row = await locked(scope, assignmentId);
  if (!owesReport(row.state))
    throw new Refusal(isOpen(row.state) ? 'reportWaits' : 'alreadyCompleted', { task: row.number });
  const last = await scope.db.notice.findFirst({
    where: { assignmentId, kind: 'nudge' },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
  });
  if (!mayNudge(last?.createdAt, scope.now, scope.env.zone))
    throw new Refusal('nudgedToday', { task: row.number });
  const people = await holders(scope.db, [row.agencyId], ['focal', 'head'], dayOf(scope.now, scope.env.zone));
  const told = await tell(scope, {
    to: people.map((person) => person.contactId),
    kind: 'nudge',
    notice: { kind: 'nudge', assignmentId },
    compose: (_, t) => words(t),
  });
  if (people.length) {
    await tellGroups(scope, { agencyIds: [row.agencyId], kind: 'nudge', compose: (_, t) => words(t) });
  }
  await record(scope, {
    action: 'assignment.nudge',
    subject: `assignment:${row.id}`,
    after: { people: told.reached.length },
  });
  return { row, told };

  function words(t: Translate): Reply {
    return {
      text: t(`notices.nudge.${row.manner}`, {
        task: taskWords(row),
        agency: row.agencyShortName,
        due: bothDates(row, scope.env, t),
        state: stateWords(row, t),
      }),
      buttons: answerButtons(row, t),
      about: { assignmentId },
    };
  }
}
