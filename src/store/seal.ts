import { createHash } from 'node:crypto';
import type { Db } from './db.ts';

/**
 * The hash chain over the audit log: each link covers one line and the link before it, so that nothing can be changed,
 * removed or put between without breaking it. Lines wait in a table of their own until they are chained, in whatever
 * order their transactions end: none is passed over. People's words stand beside the log (see audit.ts): a line holds
 * their digest, so erasing them leaves the chain whole.
 */

interface Line {
  id: bigint;
  at: string;
  actorId: string | null;
  channel: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  texts: string[];
}

// What a line is hashed as: the database's own canonical text of each value.
const lineColumns = `l.id, to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  l."actorId"::text AS "actorId", l.channel, l.action, l.subject, l.before::text AS before, l.after::text AS after,
  l.texts`;

const canonical = (line: Line): string =>
  JSON.stringify([
    line.id.toString(),
    line.at,
    line.actorId,
    line.channel,
    line.action,
    line.subject,
    line.before,
    line.after,
    line.texts,
  ]);

const link = (previous: string, line: Line): string =>
  createHash('sha256').update(previous).update(canonical(line)).digest('hex');

/** A link of the chain as it is printed: whoever keeps it can tell later whether the log was rewritten. */
export interface Seal {
  seq: bigint;
  hash: string;
  at: Date;
}

export const newestSeal = (db: Db): Promise<Seal | null> =>
  db.auditSeal.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true, at: true } });

/**
 * Chains up to `limit` lines that wait, in order of their numbers; returns how many. In a transaction of the caller's;
 * two at once go one after the other.
 */
export async function sealPending(db: Db, now: Date, limit: number): Promise<number> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('dondoc audit seal', 0))`;
  const lines = await db.$queryRawUnsafe<Line[]>(
    `SELECT ${lineColumns} FROM "AuditPending" p JOIN "AuditLog" l ON l.id = p."auditId" ORDER BY l.id LIMIT $1::int`,
    limit,
  );
  if (!lines.length) return 0;
  let previous = (await newestSeal(db))?.hash ?? '';
  const links = lines.map((line, ord) => {
    previous = link(previous, line);
    return { ord, auditId: line.id.toString(), hash: previous };
  });
  await db.$executeRaw`
    INSERT INTO "AuditSeal" (seq, "auditId", hash, at)
    SELECT nextval(pg_get_serial_sequence('"AuditSeal"', 'seq')), v."auditId", v.hash, ${now}::timestamptz
    FROM (SELECT * FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS r(ord int, "auditId" bigint, hash text)
      ORDER BY r.ord) v`;
  await db.$executeRaw`DELETE FROM "AuditPending" WHERE "auditId" = ANY(${lines.map((line) => line.id)}::bigint[])`;
  return lines.length;
}

/** True where lines wait to be chained: one look at a table that is mostly empty. */
export const anyPending = async (db: Db): Promise<boolean> =>
  (await db.auditPending.findFirst({ select: { auditId: true } })) !== null;

export type ChainFault =
  /** The line, its link or the links before it are not what was chained. */
  | 'changed'
  /** A line that was chained is gone. */
  | 'missing'
  /** A line stands in the log that was never chained and does not wait to be. */
  | 'unsealed'
  /** Words beside the log are not those that the line was written with. */
  | 'textChanged';

export interface ChainReport {
  ok: boolean;
  /** Links that were checked. */
  sealed: number;
  /** Lines that wait to be chained. */
  pending: number;
  newest: Seal | null;
  /** The first of them; `subject` is the line's number, or the digest of changed words. */
  faults: { fault: ChainFault; subject: string }[];
}

const page = 5000;
const mostFaults = 20;

/** Checks the whole chain, line by line. */
export async function verifyChain(db: Db): Promise<ChainReport> {
  const faults: ChainReport['faults'] = [];
  let previous = '';
  let seq = 0n;
  let sealed = 0;
  for (;;) {
    const links = await db.$queryRawUnsafe<(Line & { seq: bigint; auditId: bigint; hash: string })[]>(
      `SELECT s.seq, s."auditId", s.hash, ${lineColumns} FROM "AuditSeal" s LEFT JOIN "AuditLog" l ON l.id = s."auditId"
       WHERE s.seq > $1::bigint ORDER BY s.seq LIMIT ${page}`,
      seq,
    );
    for (const one of links) {
      const subject = one.auditId.toString();
      if (one.id === null) faults.push({ fault: 'missing', subject });
      else if (link(previous, one) !== one.hash) faults.push({ fault: 'changed', subject });
      previous = one.hash;
      seq = one.seq;
    }
    sealed += links.length;
    if (links.length < page) break;
  }
  faults.push(...(await besideTheChain(db)));
  return {
    ok: faults.length === 0,
    sealed,
    pending: await db.auditPending.count(),
    newest: await newestSeal(db),
    faults: faults.slice(0, mostFaults),
  };
}

/** Lines that nobody chained, and words that are not those of their digest. Erased words are no fault. */
const besideTheChain = (db: Db): Promise<ChainReport['faults']> =>
  db.$queryRaw<ChainReport['faults']>`
    (SELECT 'unsealed' AS fault, l.id::text AS subject FROM "AuditLog" l
      WHERE NOT EXISTS (SELECT FROM "AuditSeal" s WHERE s."auditId" = l.id)
        AND NOT EXISTS (SELECT FROM "AuditPending" p WHERE p."auditId" = l.id)
      ORDER BY l.id LIMIT ${mostFaults})
    UNION ALL
    (SELECT 'missing', p."auditId"::text FROM "AuditPending" p
      WHERE NOT EXISTS (SELECT FROM "AuditLog" l WHERE l.id = p."auditId") LIMIT ${mostFaults})
    UNION ALL
    (SELECT 'textChanged', t.digest FROM "AuditText" t
      WHERE t.digest <> encode(sha256(convert_to(t.salt || ':' || t.text, 'UTF8')), 'hex') LIMIT ${mostFaults})`;
