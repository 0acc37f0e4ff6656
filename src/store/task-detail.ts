import type { Db } from './db.ts';

/** One line of an assignment's history, whoever wrote it. */
export interface HistoryLine {
  at: Date;
  /** Kind of report or decision, `confirmed` or `extension`. */
  kind: string;
  by: string;
  onBehalf: boolean;
  percent: number | null;
  text: string;
}

export interface TaskDetail {
  description: string;
  duty: { number: string; text: string } | null;
  history: HistoryLine[];
  /** The task's own files and those sent with reports. */
  fileIds: string[];
}

/** All that is known of one assignment, the history oldest first. */
export async function taskDetail(db: Db, assignmentId: string): Promise<TaskDetail> {
  const found = await db.assignment.findUniqueOrThrow({
    where: { id: assignmentId },
    select: {
      task: {
        select: {
          description: true,
          duty: { select: { number: true, text: true } },
          files: { select: { id: true } },
        },
      },
    },
  });
  return {
    description: found.task.description,
    duty: found.task.duty,
    history: await historyOf(db, assignmentId),
    fileIds: found.task.files.map((file) => file.id),
  };
}

/** Reports, confirmations, extension requests and decisions of one assignment, oldest first. */
export const historyOf = (db: Db, assignmentId: string): Promise<HistoryLine[]> =>
  db.$queryRaw<HistoryLine[]>`
    SELECT h.at, h.kind, COALESCE(c.name, '') AS by, h."onBehalf", h.percent, COALESCE(h.text, '') AS text FROM (
      SELECT at, kind::text AS kind, COALESCE("recordedById", "contactId") AS who, "recordedById" IS NOT NULL AS "onBehalf",
        percent, text, "recordedAt" AS seen
        -- A confirmation and an extension have rows of their own below.
        FROM "StatusReport" WHERE "assignmentId" = ${assignmentId}::uuid AND (kind <> 'note' OR meaning = '')
      UNION ALL
      SELECT at, 'confirmed', COALESCE("recordedById", "contactId"), "recordedById" IS NOT NULL, NULL, '', at
        FROM "DeadlineConfirmation" WHERE "assignmentId" = ${assignmentId}::uuid
      UNION ALL
      SELECT "askedAt", 'extension', COALESCE("recordedById", "contactId"), "recordedById" IS NOT NULL, NULL,
        "dueText" || ': ' || reason, "askedAt"
        FROM "Extension" WHERE "assignmentId" = ${assignmentId}::uuid
      UNION ALL
      SELECT at, kind, "byId", false, NULL, reason, at FROM "Decision" WHERE "assignmentId" = ${assignmentId}::uuid
    ) h LEFT JOIN "Contact" c ON c.id = h.who
    ORDER BY h.seen, h.at`;
