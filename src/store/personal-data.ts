import { escapeMarkup } from '../domain/markup.ts';
import type { Db } from './db.ts';

/** All that is kept about one person, and its erasure as the personal-data law asks. */

export interface FoundContact {
  id: string;
  name: string;
  phone: string | null;
  agencies: string[];
}

/** People whom an id, a telephone number or a full name means; erased ones are found by their id alone. */
export const findContacts = (db: Db, who: string): Promise<FoundContact[]> =>
  db.$queryRaw<FoundContact[]>`
    SELECT c.id, c.name, c.phone, ARRAY(SELECT DISTINCT a.code FROM "ContactRole" r JOIN "Agency" a ON a.id = r."agencyId"
      WHERE r."contactId" = c.id AND r."endedAt" IS NULL ORDER BY a.code) AS agencies
    FROM "Contact" c
    WHERE c.id::text = lower(${who}) OR (c."erasedAt" IS NULL AND (folded(c.name) = folded(${who})
      OR (c.phone IS NOT NULL AND regexp_replace(c.phone, '\\D', '', 'g') = regexp_replace(${who}, '\\D', '', 'g'))))
    ORDER BY c.name, c.id`;

/** Everything about a person as one value, by what it is; hashes of codes and tokens are left out. */
export async function personalData(db: Db, contactId: string): Promise<object> {
  const rows = await db.$queryRaw<{ data: object }[]>`
    SELECT jsonb_build_object(
      'contact', to_jsonb(c),
      'roles', (SELECT COALESCE(jsonb_agg(jsonb_build_object('agency', a.code, 'role', r.role, 'rank', r.rank,
        'since', r.since, 'endedAt', r."endedAt") ORDER BY r.since), '[]')
        FROM "ContactRole" r JOIN "Agency" a ON a.id = r."agencyId" WHERE r."contactId" = c.id),
      'channels', (SELECT COALESCE(jsonb_agg(to_jsonb(i) ORDER BY i."linkedAt"), '[]') FROM "Identity" i WHERE i."contactId" = c.id),
      'sessions', (SELECT COALESCE(jsonb_agg(to_jsonb(s) - 'tokenHash' ORDER BY s."createdAt"), '[]')
        FROM "Session" s WHERE s."contactId" = c.id),
      'invitations', (SELECT COALESCE(jsonb_agg(to_jsonb(v) - 'codeHash' ORDER BY v."createdAt"), '[]')
        FROM "Invitation" v WHERE v."contactId" = c.id OR v."usedById" = c.id),
      'reports', (SELECT COALESCE(jsonb_agg(to_jsonb(p) ORDER BY p.at), '[]') FROM "StatusReport" p
        WHERE p."contactId" = c.id OR p."recordedById" = c.id),
      'confirmations', (SELECT COALESCE(jsonb_agg(to_jsonb(k) ORDER BY k.at), '[]') FROM "DeadlineConfirmation" k
        WHERE k."contactId" = c.id OR k."recordedById" = c.id),
      'extensions', (SELECT COALESCE(jsonb_agg(to_jsonb(e) ORDER BY e."askedAt"), '[]') FROM "Extension" e
        WHERE e."contactId" = c.id OR e."recordedById" = c.id OR e."decidedById" = c.id),
      'decisions', (SELECT COALESCE(jsonb_agg(to_jsonb(d) ORDER BY d.at), '[]') FROM "Decision" d WHERE d."byId" = c.id),
      'calls', (SELECT COALESCE(jsonb_agg(to_jsonb(n) ORDER BY n.at), '[]') FROM "CallNote" n
        WHERE n."contactId" = c.id OR n."byId" = c.id),
      'files', (SELECT COALESCE(jsonb_agg(to_jsonb(f) ORDER BY f.at), '[]') FROM "File" f WHERE f."ownerId" = c.id),
      'received', (SELECT COALESCE(jsonb_agg(jsonb_build_object('at', d."createdAt", 'sentAt', d."sentAt", 'channel', d.channel,
        'kind', d.kind, 'state', d.state, 'text', d.text) ORDER BY d.id), '[]')
        FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" WHERE i."contactId" = c.id),
      'said', (SELECT COALESCE(jsonb_agg(jsonb_build_object('at', m."sentAt", 'channel', m.channel, 'text', m.text) ORDER BY m.id), '[]')
        FROM "InboundMessage" m WHERE EXISTS (SELECT FROM "Identity" i WHERE i."contactId" = c.id
          AND i.channel = m.channel AND i.address = m.sender)),
      'audit', (SELECT COALESCE(jsonb_agg(to_jsonb(l) - 'texts' ORDER BY l.id), '[]') FROM "AuditLog" l
        WHERE l."actorId" = c.id OR l.subject = 'contact:' || c.id)) AS data
    FROM "Contact" c WHERE c.id = ${contactId}::uuid`;
  return rows[0]?.data ?? {};
}

/**
 * Takes a person's data out of every table; `name` is what stands in their place. What they reported and decided stays:
 * it is the office's. The audit log stays whole, for it holds digests of names and words alone.
 */
export async function erasePersonalData(
  db: Db,
  contact: { id: string; name: string },
  name: string,
  now: Date,
): Promise<void> {
  const { id } = contact;
  await db.$executeRaw`
    UPDATE "InboundMessage" m SET text = '', address = 'erased:' || i.id, sender = 'erased:' || i.id
    FROM "Identity" i WHERE i."contactId" = ${id}::uuid AND i.channel = m.channel AND (i.address = m.sender OR i.address = m.address)`;
  await db.$executeRaw`
    UPDATE "Delivery" d SET text = '', buttons = NULL, address = 'erased:' || i.id,
      state = CASE WHEN d.state IN ('queued', 'waiting') THEN 'withdrawn' ELSE d.state END
    FROM "Identity" i WHERE i.id = d."identityId" AND i."contactId" = ${id}::uuid`;
  await db.$executeRaw`
    DELETE FROM "WebMessage" w USING "Identity" i WHERE i.id = w."identityId" AND i."contactId" = ${id}::uuid`;
  await db.notice.updateMany({
    where: { contactId: id, state: 'queued' },
    data: { state: 'withdrawn', stateAt: now },
  });
  await db.session.updateMany({ where: { contactId: id, endedAt: null }, data: { endedAt: now } });
  await db.session.updateMany({ where: { contactId: id }, data: { userAgent: null } });
  await db.$executeRaw`
    UPDATE "Identity" SET state = 'revoked', "stateReason" = 'erased', "stateAt" = ${now}, details = '{}',
      address = 'erased:' || id WHERE "contactId" = ${id}::uuid`;
  await db.$executeRaw`
    UPDATE "Invitation" SET name = NULL, phone = NULL, email = NULL, position = NULL,
      "revokedAt" = CASE WHEN "usedAt" IS NULL THEN COALESCE("revokedAt", ${now}) ELSE "revokedAt" END
    WHERE "contactId" = ${id}::uuid OR "usedById" = ${id}::uuid`;
  await db.dialogue.deleteMany({ where: { contactId: id } });
  await db.snooze.deleteMany({ where: { contactId: id } });
  await db.setting.deleteMany({ where: { key: `feed:${id}` } });
  await db.contactRole.updateMany({ where: { contactId: id, endedAt: null }, data: { endedAt: now } });
  await db.auditText.deleteMany({ where: { OR: [{ contactId: id }, { text: contact.name }] } });
  await forgetName(db, contact, name);
  await db.contact.update({
    where: { id },
    data: {
      name,
      phone: null,
      email: null,
      position: null,
      awayFrom: null,
      awayTo: null,
      channelOrder: [],
      active: false,
      erasedAt: now,
    },
  });
}

/** Messages to others that name the person name the office instead; not where somebody else has the same name. */
async function forgetName(
  db: Db,
  { id, name }: { id: string; name: string },
  instead: string,
): Promise<void> {
  if (!name.trim() || (await db.contact.count({ where: { name, id: { not: id } } }))) return;
  const [said, put] = [escapeMarkup(name), escapeMarkup(instead)];
  await db.$executeRaw`UPDATE "Delivery" SET text = replace(text, ${said}, ${put}) WHERE position(${said} in text) > 0`;
  await db.$executeRaw`UPDATE "WebMessage" SET text = replace(text, ${said}, ${put}) WHERE position(${said} in text) > 0`;
}

/** Ends a person's access at once: sessions, addresses and codes that were not used; what was said stays. */
export async function endAccess(db: Db, contactId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { contactId, endedAt: null }, data: { endedAt: now } });
  await db.identity.updateMany({
    where: { contactId, state: { not: 'revoked' } },
    data: { state: 'revoked', stateReason: 'replaced', stateAt: now },
  });
  await db.invitation.updateMany({
    where: { contactId, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  await db.setting.deleteMany({ where: { key: `feed:${contactId}` } });
  await db.$executeRaw`
    UPDATE "Delivery" d SET state = 'withdrawn' FROM "Identity" i
    WHERE i.id = d."identityId" AND i."contactId" = ${contactId}::uuid AND d.state = 'queued'`;
  await db.notice.updateMany({
    where: { contactId, state: 'queued' },
    data: { state: 'withdrawn', stateAt: now },
  });
  await db.contact.update({ where: { id: contactId }, data: { active: false } });
}
