import type { Db } from './db.ts';

/** Single facts that outlive a restart, in the table `Setting`. */

/**
 * Moves a mark forward: true for whoever does it first, also among several processes. Marks compare as text (days,
 * ISO instants).
 */
export async function advanceMark(db: Db, key: string, mark: string, now: Date): Promise<boolean> {
  const changed = await db.$executeRaw`
    INSERT INTO "Setting" AS s (key, value, "updatedAt") VALUES (${key}, to_jsonb(${mark}::text), ${now})
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, "updatedAt" = EXCLUDED."updatedAt"
    WHERE s.value #>> '{}' < ${mark}`;
  return changed > 0;
}

export async function readMark(db: Db, key: string): Promise<string | undefined> {
  const row = await db.setting.findUnique({ where: { key }, select: { value: true } });
  return typeof row?.value === 'string' ? row.value : undefined;
}

export async function putSetting(
  db: Db,
  key: string,
  value: string | number | boolean | string[],
  now: Date,
): Promise<void> {
  await db.setting.upsert({
    where: { key },
    create: { key, value, updatedAt: now },
    update: { value, updatedAt: now },
  });
}
