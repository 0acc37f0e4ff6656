import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { cut, type Page } from './page.ts';

/** A line of the audit log as an administrator reads it. */
export interface AuditLine {
  id: bigint;
  at: Date;
  /** A contact or a token; null for the program itself. The name is null once the person's data was erased. */
  actor: { id: string; name: string | null } | null;
  channel: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
}

/** The audit log, the newest first, a page at a time. */
export async function auditPage(
  db: Db,
  filter: { subject?: string },
  { after, limit }: { after?: bigint; limit: number },
): Promise<Page<AuditLine>> {
  const conditions = [Prisma.sql`true`];
  if (filter.subject !== undefined) conditions.push(Prisma.sql`l.subject = ${filter.subject}`);
  if (after !== undefined) conditions.push(Prisma.sql`l.id < ${after}`);
  const rows = await db.$queryRaw<AuditLine[]>`
    SELECT l.id, l.at, CASE WHEN l."actorId" IS NOT NULL THEN jsonb_build_object('id', l."actorId", 'name',
        COALESCE(c.name, k.name)) END AS actor,
      l.channel, l.action, l.subject, l.before, l.after
    FROM "AuditLog" l LEFT JOIN "Contact" c ON c.id = l."actorId" LEFT JOIN "ApiToken" k ON k.id = l."actorId"
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY l.id DESC LIMIT ${limit + 1}`;
  return cut(rows, limit, (row) => row.id.toString());
}
