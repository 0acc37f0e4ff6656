import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';
import type { ReportKind } from './generated/client.ts';
import { Prisma } from './generated/client.ts';

/** What happened to one assignment, each kind oldest first. A constant number of statements, however much it is. */

/** A person of the history; null where nobody is named. */
export type Named = { id: string; name: string } | null;

export interface ReportLine {
  id: string;
  kind: ReportKind;
  percent: number | null;
  text: string;
  by: Named;
  recordedBy: Named;
  source: string | null;
  documentNumber: string | null;
  at: Date;
  recordedAt: Date;
  channel: ChannelName | null;
  agencyName: string;
  /** True once it was taken back. */
  undone: boolean;
  files: { id: string; name: string; size: number }[];
}

export interface ConfirmationLine {
  id: string;
  dueAt: Date;
  by: Named;
  recordedBy: Named;
  at: Date;
}

export interface ExtensionLine {
  id: string;
  askedAt: Date;
  by: Named;
  recordedBy: Named;
  dueAt: Date;
  dueText: string;
  reason: string;
  state: 'pending' | 'approved' | 'denied' | 'withdrawn';
  decidedBy: Named;
  decidedAt: Date | null;
  decidedDueAt: Date | null;
  decidedReason: string | null;
}

export interface DecisionLine {
  id: string;
  kind: string;
  by: Named;
  reason: string | null;
  dueAt: Date | null;
  at: Date;
}

export interface ReminderLine {
  id: string;
  rule: string;
  day: string;
  outcome: string;
  late: boolean;
  at: Date;
}

export interface AssignmentHistory {
  reports: ReportLine[];
  confirmations: ConfirmationLine[];
  extensions: ExtensionLine[];
  decisions: DecisionLine[];
  reminders: ReminderLine[];
}

/** A contact by id, as JSON; an id of nobody's (a token's) gives null. */
const person = (id: string): Prisma.Sql =>
  Prisma.raw(`(SELECT jsonb_build_object('id', c.id, 'name', c.name) FROM "Contact" c WHERE c.id = ${id})`);

export async function historyOfAssignment(db: Db, id: string): Promise<AssignmentHistory> {
  return {
    reports: await db.$queryRaw<ReportLine[]>`
      SELECT r.id, r.kind::text AS kind, r.percent, r.text, ${person('r."contactId"')} AS by,
        ${person('r."recordedById"')} AS "recordedBy", r.source, r."documentNumber", r.at, r."recordedAt",
        r.channel::text AS channel, r."agencyName",
        EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = r."batchId") AS undone,
        COALESCE((SELECT jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size) ORDER BY f.id)
          FROM "_reportFiles" l JOIN "File" f ON f.id = l."A" WHERE l."B" = r.id), '[]') AS files
      FROM "StatusReport" r WHERE r."assignmentId" = ${id}::uuid ORDER BY r."recordedAt", r.id`,
    confirmations: await db.$queryRaw<ConfirmationLine[]>`
      SELECT d.id, d."dueAt", ${person('d."contactId"')} AS by, ${person('d."recordedById"')} AS "recordedBy", d.at
      FROM "DeadlineConfirmation" d WHERE d."assignmentId" = ${id}::uuid ORDER BY d.at, d.id`,
    extensions: await db.$queryRaw<ExtensionLine[]>`
      SELECT e.id, e."askedAt", ${person('e."contactId"')} AS by, ${person('e."recordedById"')} AS "recordedBy", e."dueAt",
        e."dueText", e.reason, e.state::text AS state, ${person('e."decidedById"')} AS "decidedBy", e."decidedAt",
        e."decidedDueAt", e."decidedReason"
      FROM "Extension" e WHERE e."assignmentId" = ${id}::uuid ORDER BY e."askedAt", e.id`,
    decisions: await db.$queryRaw<DecisionLine[]>`
      SELECT d.id, d.kind, ${person('d."byId"')} AS by, d.reason, d."dueAt", d.at
      FROM "Decision" d WHERE d."assignmentId" = ${id}::uuid ORDER BY d.at, d.id`,
    reminders: await db.$queryRaw<ReminderLine[]>`
      SELECT m.id, m.rule, m.day, m.outcome, m.late, m.at
      FROM "Reminder" m WHERE m."assignmentId" = ${id}::uuid ORDER BY m.at, m.day`,
  };
}

/** The assignment of an extension, and whether it still waits. */
export const extensionById = (db: Db, id: string): Promise<{ assignmentId: string; state: string } | null> =>
  db.extension.findUnique({ where: { id }, select: { assignmentId: true, state: true } });
