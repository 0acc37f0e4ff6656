import { randomUUID } from 'node:crypto';
import type { Act } from '../domain/assignment.ts';
import { isNoteOnly } from '../domain/assignment.ts';
import { snapshotOf } from '../domain/acts.ts';
import { isRepeat, meaningKey } from '../domain/duplicates.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Meaning } from '../domain/reply.ts';
import { fold } from '../domain/vietnamese.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { markAnswered } from '../store/notices.ts';
import { addReports, lastBatch, type Batch, type NewReport, type ReportKind } from '../store/reports.ts';
import { after, locked, logged, record, save, standing } from './act.ts';
import { askExtension, type Asked } from './extension.ts';
import { tellReport } from './tell-report.ts';
import type { Scope } from './scope.ts';

/** What an agency says of one assignment in one message, or what is recorded on its behalf. */
export interface ReportInput {
  assignmentId: string;
  meanings: readonly Meaning[];
  /** The words kept beside the record. */
  note: string;
  fileIds: readonly string[];
  /** The moment that counts: when the person sent it, or the document's date. */
  at: Date;
  inboxId?: bigint;
  onBehalf?: { source: string; documentNumber?: string };
}

export interface Recorded {
  row: AssignmentRow;
  before: AssignmentRow;
  batchId: string;
  /** Meanings that were recorded, as given. */
  meanings: readonly Meaning[];
  /** Set where the same was recorded at that instant already: nothing new was written. */
  again?: Date;
  /** The state allows no change by these words ("60%" after "xong"): kept in the history as a note. */
  noteOnly: boolean;
  extension?: Asked;
  questionId?: string;
}

const actOf: Record<Exclude<Meaning['kind'], 'question'>, Act> = {
  received: 'acknowledge',
  confirm: 'confirm',
  progress: 'progress',
  done: 'submit',
  blocked: 'block',
  unblocked: 'unblock',
  extend: 'requestExtension',
};

const kindOf: Record<Exclude<Meaning['kind'], 'confirm' | 'extend'>, ReportKind> = {
  received: 'acknowledged',
  progress: 'progress',
  done: 'done',
  blocked: 'blocked',
  unblocked: 'unblocked',
  question: 'question',
};

/**
 * Records an agency's words on an assignment: its state, the history, the confirmation or extension, the audit
 * line and what coordinators hear at once, in the caller's transaction. Refuses what the state does not allow.
 */
export async function report(scope: Scope, input: ReportInput): Promise<Recorded> {
  const before = await locked(scope, input.assignmentId);
  const acts = input.meanings.flatMap((meaning) =>
    meaning.kind === 'question' ? [] : [actOf[meaning.kind]],
  );
  for (const act of acts.length ? acts : (['acknowledge'] as const)) {
    const how = standing(scope.actor, act, before);
    if (how !== 'own' && !input.onBehalf) throw new Refusal('notYourAgency', { task: before.number });
  }
  const repeated = await sameAgain(scope, input, before);
  if (repeated) {
    const { batchId, recordedAt } = repeated;
    return { row: before, before, batchId, meanings: input.meanings, again: recordedAt, noteOnly: false };
  }
  return write(scope, input, before);
}

async function write(scope: Scope, input: ReportInput, before: AssignmentRow): Promise<Recorded> {
  const batchId = randomUUID();
  let row = before;
  let extension: Asked | undefined;
  for (const meaning of ordered(input.meanings)) {
    if (meaning.kind === 'question') continue;
    if (meaning.kind === 'extend') {
      const asked = await askExtension(scope, row, meaning, input, batchId);
      row = asked.row;
      extension = asked;
      continue;
    }
    const percent = meaning.kind === 'progress' ? meaning.percent : undefined;
    row = after(row, actOf[meaning.kind], { at: input.at, percent }, scope);
    if (meaning.kind === 'confirm') await confirmDate(scope, row, input, batchId);
  }
  const noteOnly =
    input.meanings.length > 0 &&
    input.meanings.every(
      (meaning) => meaning.kind !== 'question' && isNoteOnly(before.state, actOf[meaning.kind]),
    );
  row = { ...row, note: input.note || row.note, blockedText: blockedText(input, row) };
  const rows = reportRows(scope, input, before, batchId);
  await addReports(scope.db, rows);
  await save(scope, before, row);
  await settleNotices(scope, input, row);
  await record(scope, {
    action: input.onBehalf ? 'report.onBehalf' : 'report',
    subject: `assignment:${row.id}`,
    before: logged(before),
    after: { ...logged(row), kinds: rows.map((one) => one.kind), batchId },
    texts: input.note ? [{ text: input.note, contactId: scope.actor.id }] : [],
  });
  const questionId = rows.find((one) => one.kind === 'question')?.id;
  const recorded: Recorded = {
    row,
    before,
    batchId,
    meanings: input.meanings,
    noteOnly,
    extension,
    questionId,
  };
  await tellReport(scope, input, recorded);
  return recorded;
}

/** Receipt first, completion last: "đã nhận, xong rồi" ends as submitted whatever the order of the words. */
const order: readonly Meaning['kind'][] = [
  'received',
  'unblocked',
  'progress',
  'blocked',
  'confirm',
  'extend',
  'done',
  'question',
];
const ordered = (meanings: readonly Meaning[]): Meaning[] =>
  [...meanings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));

const blockedText = (input: ReportInput, row: AssignmentRow): string | null => {
  if (!row.blocked) return null;
  return input.meanings.some((meaning) => meaning.kind === 'blocked')
    ? input.note || row.blockedText
    : row.blockedText;
};

async function confirmDate(
  scope: Scope,
  row: AssignmentRow,
  input: ReportInput,
  batchId: string,
): Promise<void> {
  const { onBehalf, at } = input;
  await scope.db.deadlineConfirmation.create({
    data: {
      assignmentId: row.id,
      dueAt: row.dueAt,
      contactId: onBehalf ? undefined : scope.actor.id,
      recordedById: onBehalf ? scope.actor.id : undefined,
      at,
      batchId,
    },
  });
}

function reportRows(scope: Scope, input: ReportInput, before: AssignmentRow, batchId: string): NewReport[] {
  const { actor, now } = scope;
  const common = {
    assignmentId: before.id,
    text: input.note,
    contactId: input.onBehalf ? undefined : actor.id,
    recordedById: input.onBehalf ? actor.id : undefined,
    source: input.onBehalf?.source,
    documentNumber: input.onBehalf?.documentNumber,
    at: input.at,
    recordedAt: now,
    channel: channelOf(actor.channel),
    inboxId: input.inboxId,
    agencyName: before.agencyName,
    before: snapshotOf(before),
    meaning: meaningKey(input.meanings),
    batchId,
  };
  const kinds = input.meanings.flatMap((meaning) =>
    meaning.kind === 'confirm' || meaning.kind === 'extend'
      ? []
      : [{ kind: kindOf[meaning.kind], percent: meaning.kind === 'progress' ? meaning.percent : undefined }],
  );
  // A confirmation or an extension has a table of its own; its words stand in the history all the same.
  const rows = kinds.length ? kinds : [{ kind: 'note' as const, percent: undefined }];
  return rows.map((row, index) => ({
    ...common,
    ...row,
    id: randomUUID(),
    fileIds: index === 0 ? input.fileIds : [],
  }));
}

const channelOf = (channel: string): NewReport['channel'] =>
  channel === 'webchat' || channel === 'telegram' || channel === 'zalo_oa' || channel === 'zalo_bot'
    ? channel
    : undefined;

async function settleNotices(scope: Scope, input: ReportInput, row: AssignmentRow): Promise<void> {
  if (!scope.actor.id || input.onBehalf) return;
  const bare = input.meanings.length > 0 && input.meanings.every((meaning) => meaning.kind === 'received');
  await markAnswered(scope.db, scope.actor.id, row.id, bare ? 'acknowledged' : 'answered', scope.now);
}

/** The batch that says the same, where nothing happened since. */
async function sameAgain(scope: Scope, input: ReportInput, row: AssignmentRow): Promise<Batch | undefined> {
  const contactId = scope.actor.id;
  if (!input.meanings.length || input.fileIds.length || input.onBehalf || !contactId) return undefined;
  const last = await lastBatch(scope.db, row.id);
  if (!last?.contactId || last.undoesBatchId) return undefined;
  // Other words with the same meaning are news worth keeping.
  if (input.note && fold(input.note) !== fold(last.text)) return undefined;
  const said = { contactId: last.contactId, assignmentId: row.id, meaning: last.meaning, at: last.at };
  const next = { contactId, assignmentId: row.id, meaning: meaningKey(input.meanings), at: input.at };
  return isRepeat(said, next, row.updatedAt > last.recordedAt) ? last : undefined;
}
