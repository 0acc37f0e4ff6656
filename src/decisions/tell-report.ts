import { escapeMarkup } from '../domain/markup.ts';
import type { Choice, Reply } from '../domain/message.ts';
import type { Translate } from '../i18n.ts';
import { enqueue } from '../store/outbox.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { withdrawNotices } from '../store/notices.ts';
import { deliveriesAbout, everybodyWith, holders } from '../store/recipients.ts';
import { translatorFor } from '../i18n.ts';
import { dayOf } from '../domain/time.ts';
import type { Recorded, ReportInput } from './report.ts';
import type { Scope } from './scope.ts';
import { tellGroups } from './tell-groups.ts';
import { tell } from './tell.ts';
import { dueWords, instantWords, stateWords, taskWords } from './wording.ts';

/** Who hears at once of what an agency said (design §5, "Who is told when"). */

/** Coordinators; administrators where there is none. */
export async function coordinators(scope: Scope): Promise<string[]> {
  const found = await everybodyWith(scope.db, ['coordinator']);
  const others = found.length ? found : await everybodyWith(scope.db, ['admin']);
  return others.filter((id) => id !== scope.actor.id);
}

/** Told at once: extension, blocker, question, completion. Receipts and progress wait for the summary. */
export async function tellReport(scope: Scope, input: ReportInput, recorded: Recorded): Promise<void> {
  const { row } = recorded;
  if (row.state === 'submitted' || recorded.extension) {
    await withdrawNotices(scope.db, row.id, ['reminder', 'nudge'], scope.now);
  }
  const kinds = new Set(input.meanings.map((meaning) => meaning.kind));
  const urgent = (['done', 'extend', 'blocked', 'question'] as const).filter((kind) => kinds.has(kind));
  if (urgent.length) {
    await tell(scope, {
      to: await coordinators(scope),
      kind: 'system',
      compose: (_, t) => coordinatorNote(scope, input, recorded, urgent, t),
    });
  }
  if (input.onBehalf) await tellAgency(scope, input, recorded);
}

type Urgent = 'done' | 'extend' | 'blocked' | 'question';

function coordinatorNote(
  scope: Scope,
  input: ReportInput,
  recorded: Recorded,
  kinds: readonly Urgent[],
  t: Translate,
): Reply {
  const { row, extension } = recorded;
  const lines = kinds.map((kind) =>
    kind === 'extend' && extension
      ? t('notices.extendAsked', {
          due: dueWords({ dueAt: extension.due.dueAt, dueText: extension.due.text }, scope.env, t),
          inForce: dueWords(row, scope.env, t),
          reason: extension.reason,
        })
      : t(`notices.reported.${kind}`),
  );
  const text = t('notices.fromAgency', {
    agency: row.agencyShortName,
    task: taskWords(row),
    what: lines.join('\n'),
    words:
      input.note && kinds.some((kind) => kind !== 'extend') ? t('notices.words', { text: input.note }) : '',
    by: byWords(scope, input, t),
    at: instantWords(input.at, scope.env, t),
  });
  return {
    text: text.replace(/\n{2,}/g, '\n').trim(),
    buttons: coordinatorButtons(row, kinds, t),
    fileIds: [...input.fileIds],
    about: {
      assignmentId: row.id,
      batchId: recorded.batchId,
      extensionId: extension?.id,
      questionId: recorded.questionId,
    },
  };
}

/** Who said it, or who recorded it and by which way it came. */
function byWords({ actor }: Scope, { onBehalf }: ReportInput, t: Translate): string {
  const by = escapeMarkup(actor.name);
  if (!onBehalf) return by;
  return t('notices.behalfBy', {
    by: actor.name,
    source: t(`notices.source.${onBehalf.source}` as 'notices.source.other'),
    number: onBehalf.documentNumber ? ` ${onBehalf.documentNumber}` : '',
  });
}

function coordinatorButtons(row: AssignmentRow, kinds: readonly Urgent[], t: Translate): Choice[][] {
  const at = `${row.number} ${row.agencyCode}`;
  const first: Choice[] = [];
  if (kinds.includes('extend')) {
    first.push({ label: t('notices.button.approve'), say: `/duyet ${at}` });
    first.push({ label: t('notices.button.deny'), say: `/tuchoi ${at}` });
  } else if (kinds.includes('done')) {
    first.push({ label: t('notices.button.accept'), say: `/duyet ${at}` });
    first.push({ label: t('notices.button.return'), say: `/bosung ${at}` });
  }
  return [
    ...(first.length ? [first] : []),
    [{ label: t('notices.button.track'), say: `/theodoi ${row.number}` }],
  ];
}

/** What was recorded on an agency's behalf is told to its contacts. */
async function tellAgency(scope: Scope, input: ReportInput, recorded: Recorded): Promise<void> {
  const { row } = recorded;
  const people = await holders(scope.db, [row.agencyId], ['focal'], dayOf(scope.now, scope.env.zone));
  await tell(scope, {
    to: people.map((person) => person.contactId),
    kind: 'decision',
    compose: (_, t) => words(t),
  });
  if (people.length) {
    await tellGroups(scope, { agencyIds: [row.agencyId], kind: 'decision', compose: (_, t) => words(t) });
  }

  function words(t: Translate): Reply {
    return {
      text: t('notices.onBehalf', {
        task: taskWords(row),
        by: scope.actor.name,
        agency: row.agencyShortName,
        source: t(`notices.source.${input.onBehalf?.source ?? 'other'}` as 'notices.source.other'),
        number: input.onBehalf?.documentNumber ? ` ${input.onBehalf.documentNumber}` : '',
        state: stateWords(row, t),
        words: input.note ? `, "${escapeMarkup(input.note)}"` : '',
        at: instantWords(input.at, scope.env, t),
      }),
      about: { assignmentId: row.id, batchId: recorded.batchId },
    };
  }
}

/** Messages about a report that was taken back are corrected once, in place where the channel can. */
export async function tellUndone(scope: Scope, row: AssignmentRow, batchId: string): Promise<void> {
  for (const sent of await deliveriesAbout(scope.db, batchId)) {
    const t = translatorFor(sent.language ?? scope.env.locale);
    await enqueue(
      scope.db,
      {
        identity: { id: sent.identityId, channel: sent.channel, address: sent.address },
        kind: 'decision',
        text: t('notices.takenBack', {
          agency: row.agencyShortName,
          task: taskWords(row),
          by: scope.actor.name,
          at: instantWords(scope.now, scope.env, t),
          was: sent.text,
        }),
        editsId: sent.id,
        about: { assignmentId: row.id },
        notBefore: scope.now,
        dedupeKey: `undone:${sent.id}`,
      },
      scope.now,
    );
  }
}
