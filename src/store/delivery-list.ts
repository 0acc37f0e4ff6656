import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { cut, type Page } from './page.ts';

/** One message to one address: proof of sending. Its text is not part of it: it may hold a code for one person. */
export interface DeliveryLine {
  id: bigint;
  contact: { id: string; name: string } | null;
  channel: ChannelName;
  kind: string;
  state: string;
  attempts: number;
  doubtful: boolean;
  failure: string | null;
  assignmentId: string | null;
  createdAt: Date;
  notBefore: Date;
  sentAt: Date | null;
}

export interface DeliveryFilter {
  state?: string;
  contactId?: string;
  assignmentId?: string;
  /** Only to people of these agencies. */
  agencyIds?: readonly string[];
}

/** Deliveries, the newest first, a page at a time. */
export async function deliveryPage(
  db: Db,
  filter: DeliveryFilter,
  { after, limit }: { after?: bigint; limit: number },
): Promise<Page<DeliveryLine>> {
  const conditions = [Prisma.sql`true`];
  if (filter.state) conditions.push(Prisma.sql`d.state = ${filter.state}::"DeliveryState"`);
  if (filter.assignmentId) conditions.push(Prisma.sql`d."assignmentId" = ${filter.assignmentId}::uuid`);
  if (filter.contactId) {
    conditions.push(
      Prisma.sql`d."identityId" = ANY(ARRAY(SELECT id FROM "Identity" WHERE "contactId" = ${filter.contactId}::uuid))`,
    );
  }
  if (filter.agencyIds) {
    conditions.push(Prisma.sql`i."contactId" = ANY(ARRAY(
      SELECT "contactId" FROM "ContactRole" WHERE "agencyId" = ANY(${filter.agencyIds}::uuid[])))`);
  }
  if (after !== undefined) conditions.push(Prisma.sql`d.id < ${after}`);
  const rows = await db.$queryRaw<DeliveryLine[]>`
    SELECT d.id, CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'name', c.name) END AS contact,
      d.channel::text AS channel, d.kind, d.state::text AS state, d.attempts, d.doubtful, d.failure, d."assignmentId",
      d."createdAt", d."notBefore", d."sentAt"
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" LEFT JOIN "Contact" c ON c.id = i."contactId"
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY d.id DESC LIMIT ${limit + 1}`;
  return cut(rows, limit, (row) => row.id.toString());
}
