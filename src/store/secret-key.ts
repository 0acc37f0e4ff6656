import { createHmac, randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from './db.ts';

/** Another key than the one that the database was sealed with. */
export class WrongSecretKey extends Error {
  constructor() {
    super('the secret key is not the one this database was made with');
    this.name = 'WrongSecretKey';
  }
}

const fileName = 'secret-key';

/** The key given by the environment, else the one in the data folder, made on the first start (mode 0600). */
export async function ensureSecretKey(dataDir: string, given: string | undefined): Promise<string> {
  if (given) return given;
  const file = join(dataDir, fileName);
  const made = randomBytes(32).toString('base64url');
  // Two first starts at once must end with one key: whoever creates the file decides.
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await chmod(file, 0o600);
  return (await readFile(file, 'utf8')).trim();
}

/** What of a key may be stored: tells keys apart and gives none away. */
export const fingerprintOf = (key: string): string =>
  createHmac('sha256', key).update('dondoc fingerprint').digest('hex').slice(0, 32);

export const fingerprintSetting = 'secretKeyFingerprint';
const setting = fingerprintSetting;

/** Keeps the key's fingerprint at the first start; throws WrongSecretKey where the database knows another. */
export async function claimFingerprint(db: Db, key: string, now: Date): Promise<void> {
  const fingerprint = fingerprintOf(key);
  await db.$executeRaw`INSERT INTO "Setting" (key, value, "updatedAt")
    VALUES (${setting}, to_jsonb(${fingerprint}::text), ${now}) ON CONFLICT (key) DO NOTHING`;
  const kept = await db.setting.findUniqueOrThrow({ where: { key: setting } });
  if (kept.value !== fingerprint) throw new WrongSecretKey();
}

/** Whether the database was sealed with this key. */
export const isSealedWith = async (db: Db, key: string): Promise<boolean> =>
  (await db.setting.findUnique({ where: { key: setting } }))?.value === fingerprintOf(key);

/** After a restore without the old key: the database takes the new one. */
export async function replaceFingerprint(db: Db, key: string, now: Date): Promise<void> {
  await db.setting.upsert({
    where: { key: setting },
    create: { key: setting, value: fingerprintOf(key), updatedAt: now },
    update: { value: fingerprintOf(key), updatedAt: now },
  });
}
