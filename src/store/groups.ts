import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** Groups on the channels, and the agencies to which they are linked. */

export interface GroupRow {
  id: string;
  channel: ChannelName;
  address: string;
  agencyId: string | null;
}

/** The group at this address; kept from the first message on, so that it can be answered. */
export async function groupAt(
  db: Db,
  at: { channel: ChannelName; address: string },
  now: Date,
): Promise<GroupRow> {
  const { id, agencyId } = await db.identity.upsert({
    where: { channel_address: at },
    create: { ...at, linkedAt: now },
    update: {},
    select: { id: true, agencyId: true },
  });
  return { ...at, id, agencyId };
}

/** Groups of these agencies that can be written to. */
export const groupsOf = (
  db: Db,
  agencyIds: readonly string[],
): Promise<(GroupRow & { agencyId: string })[]> =>
  db.$queryRaw<(GroupRow & { agencyId: string })[]>`
    SELECT id, channel::text AS channel, address, "agencyId" FROM "Identity"
    WHERE "agencyId" = ANY(${agencyIds}::uuid[]) AND "contactId" IS NULL AND state = 'active' ORDER BY "linkedAt", id`;

/** A linked group and whether what is sent there arrives. */
export interface LinkedGroup {
  agencyId: string;
  channel: ChannelName;
  reachable: boolean;
}

/** Every linked group, by agency; of one agency where it is named. */
export const linkedGroups = (db: Db, agencyId?: string): Promise<LinkedGroup[]> =>
  db.$queryRaw<LinkedGroup[]>`
    SELECT i."agencyId", i.channel::text AS channel, i.state = 'active' AS reachable
    FROM "Identity" i JOIN "Agency" a ON a.id = i."agencyId"
    WHERE i."contactId" IS NULL AND i.state <> 'revoked'
      AND (${agencyId ?? null}::uuid IS NULL OR a.id = ${agencyId ?? null}::uuid)
    ORDER BY a.position, a.code, i."linkedAt"`;

/** The agency to which a group is linked, with the group locked while that is decided. */
export async function lockGroup(
  db: Db,
  identityId: string,
): Promise<{ agencyId: string | null; code: string | null; shortName: string | null } | undefined> {
  const rows = await db.$queryRaw<
    { agencyId: string | null; code: string | null; shortName: string | null }[]
  >`
    SELECT i."agencyId", a.code, a."shortName" FROM "Identity" i LEFT JOIN "Agency" a ON a.id = i."agencyId"
    WHERE i.id = ${identityId}::uuid AND i."contactId" IS NULL FOR UPDATE OF i`;
  return rows[0];
}

/** Links a group to an agency, or to none. */
export async function setGroupAgency(
  db: Db,
  identityId: string,
  agencyId: string | null,
  now: Date,
): Promise<void> {
  await db.identity.update({ where: { id: identityId }, data: { agencyId, linkedAt: now } });
}

/** Do all of these assignments and reports belong to this agency? */
export async function onlyOf(
  db: Db,
  agencyId: string,
  { assignmentIds, batchIds }: { assignmentIds: readonly string[]; batchIds: readonly string[] },
): Promise<boolean> {
  const rows = await db.$queryRaw<{ others: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM "Assignment" a WHERE a."agencyId" <> ${agencyId}::uuid AND (a.id = ANY(${assignmentIds}::uuid[])
        OR a.id IN (SELECT r."assignmentId" FROM "StatusReport" r WHERE r."batchId" = ANY(${batchIds}::uuid[])))) AS others`;
  return rows[0]?.others === false;
}
