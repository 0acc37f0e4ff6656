import { randomUUID } from 'node:crypto';
import { Refusal } from '../domain/refusal.ts';
import { may } from '../domain/roles.ts';
import { dayOf } from '../domain/time.ts';
import { translatorFor } from '../i18n.ts';
import { enqueue } from '../store/outbox.ts';
import { assignmentsById, type AssignmentRow } from '../store/assignments.ts';
import { findQuestion, type QuestionRow } from '../store/questions.ts';
import { deliveriesAbout, holders } from '../store/recipients.ts';
import { addReports } from '../store/reports.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';
import { tell } from './tell.ts';
import { instantWords, taskWords } from './wording.ts';

export interface Answered {
  row: AssignmentRow;
  question: QuestionRow;
  /** To how many people it goes. */
  people: number;
}

/**
 * A coordinator's reply to a question: goes back to the asker (to all focal contacts where the question was recorded
 * on behalf), into the history, and under the question where the other coordinators see it.
 */
export async function answerQuestion(
  scope: Scope,
  input: { questionId: string; text: string; fileIds: readonly string[]; inboxId?: bigint },
): Promise<Answered> {
  const { db, actor, now } = scope;
  if (!may(rolesOf(actor), 'answerOnBehalf')) throw new Refusal('notAllowed');
  const question = await findQuestion(db, input.questionId);
  const [row] = question ? await assignmentsById(db, [question.assignmentId]) : [];
  if (!question || !row) throw new Refusal('questionUnknown');
  const id = randomUUID();
  await addReports(db, [
    {
      id,
      assignmentId: row.id,
      kind: 'answer',
      text: input.text,
      contactId: actor.id,
      at: now,
      recordedAt: now,
      inboxId: input.inboxId,
      agencyName: row.agencyName,
      meaning: '',
      batchId: randomUUID(),
      fileIds: input.fileIds,
    },
  ]);
  const people = await tellAsker(scope, row, question, input);
  await noteUnderQuestion(scope, question, id, input.text);
  await record(scope, {
    action: 'question.answer',
    subject: `assignment:${row.id}`,
    after: { questionId: question.id },
    texts: [{ text: input.text }],
  });
  return { row, question, people };
}

async function tellAsker(
  scope: Scope,
  row: AssignmentRow,
  question: QuestionRow,
  { text, fileIds }: { text: string; fileIds: readonly string[] },
): Promise<number> {
  const focal = await holders(scope.db, [row.agencyId], ['focal'], dayOf(scope.now, scope.env.zone));
  const { reached } = await tell(scope, {
    to: question.contactId ? [question.contactId] : focal.map((person) => person.contactId),
    kind: 'decision',
    compose: (_, t) => ({
      text: t('notices.answered', {
        task: taskWords(row),
        question: question.text.slice(0, 200),
        text,
        by: scope.actor.name,
      }),
      fileIds: [...fileIds],
      about: { assignmentId: row.id },
    }),
  });
  return reached.length;
}

/** Each coordinator's note of the question shows that it was answered, by whom and how. */
async function noteUnderQuestion(
  scope: Scope,
  question: QuestionRow,
  answerId: string,
  text: string,
): Promise<void> {
  for (const sent of await deliveriesAbout(scope.db, question.batchId)) {
    const t = translatorFor(sent.language ?? scope.env.locale);
    await enqueue(
      scope.db,
      {
        identity: { id: sent.identityId, channel: sent.channel, address: sent.address },
        kind: 'decision',
        text: t('notices.answeredBy', {
          was: sent.text,
          by: scope.actor.name,
          at: instantWords(scope.now, scope.env, t),
          text,
        }),
        editsId: sent.id,
        about: { assignmentId: question.assignmentId, questionId: question.id, batchId: question.batchId },
        notBefore: scope.now,
        dedupeKey: `answered:${sent.id}:${answerId}`,
      },
      scope.now,
    );
  }
}
