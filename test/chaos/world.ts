import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assign } from '../../src/decisions/assign.ts';
import type { Env } from '../../src/decisions/scope.ts';
import { workCalendar } from '../../src/domain/working-days.ts';
import { openDatabase, inTransaction, type PrismaClient } from '../../src/store/db.ts';
import { joinPrivatePostgres } from '../../src/store/private-postgres.ts';
import { openSession } from '../../src/store/sessions.ts';
import { hashToken, newToken } from '../../src/store/codes.ts';
import { silentLog } from '../harness/log.ts';

export interface ChaosPerson {
  contactId: string;
  address: string;
  agency: string;
  token: string;
  /** Number of the one task that is open. */
  task: number;
}

/** The bot's database seen from outside: to fill it before, and to judge it after. */
export async function withDatabase<T>(
  dataDir: string,
  work: (prisma: PrismaClient, url: string) => Promise<T>,
): Promise<T> {
  const postgres = await joinPrivatePostgres({ dataDir, log: silentLog });
  const database = openDatabase(postgres.url, { log: silentLog });
  try {
    return await work(database.prisma, postgres.url);
  } finally {
    await database.close();
    await postgres.stop();
  }
}

/** One contact with a web chat and a platform address for each of these agencies, and one task for all of them. */
export async function populate(
  prisma: PrismaClient,
  dataDir: string,
  addressOf: (agencyCode: string) => string = (code) => `tg-${code}`,
): Promise<{ people: ChaosPerson[]; apiToken: string }> {
  const secretKey = (await readFile(join(dataDir, 'secret-key'), 'utf8')).trim();
  const now = new Date();
  const env: Env = {
    zone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    calendar: workCalendar([]),
    localUrl: 'http://localhost',
    secretKey,
    filesDir: join(dataDir, 'files'),
  };
  const agencies = await prisma.agency.findMany({
    where: { counted: true },
    orderBy: { position: 'asc' },
    take: 12,
  });
  const people: ChaosPerson[] = [];
  for (const agency of agencies) {
    const contact = await prisma.contact.create({
      data: {
        name: `Đầu mối ${agency.code}`,
        channelOrder: ['telegram', 'webchat'],
        createdAt: now,
        roles: { create: { agencyId: agency.id, role: 'focal', since: now } },
        identities: {
          create: [
            { channel: 'webchat', address: `web-${agency.code}`, linkedAt: now },
            { channel: 'telegram', address: addressOf(agency.code), linkedAt: now },
          ],
        },
      },
      include: { identities: true },
    });
    const web = contact.identities.find((identity) => identity.channel === 'webchat');
    const token = await openSession(
      prisma,
      secretKey,
      { contactId: contact.id, identityId: web?.id ?? '' },
      now,
    );
    people.push({
      contactId: contact.id,
      address: addressOf(agency.code),
      agency: agency.code,
      token,
      task: 0,
    });
  }
  // Tasks of the reporting cycle would make every short reply ask which of two is meant.
  await prisma.assignment.updateMany({ data: { state: 'cancelled', nextReminderAt: null } });
  const given = await inTransaction(prisma, (db) =>
    assign(
      { db, now, env, actor: { kind: 'system', name: '', channel: 'cli', offices: [] } },
      {
        title: 'Nhiệm vụ dưới tải',
        due: { dueAt: new Date(now.getTime() + 90 * 86_400_000), text: 'trước ngày' },
        agencyIds: agencies.map((agency) => agency.id),
        urgent: true,
      },
    ),
  );
  for (const person of people) person.task = given?.number ?? 0;
  const apiToken = newToken('ddt');
  await prisma.apiToken.create({
    data: { tokenHash: hashToken(secretKey, apiToken), name: 'chaos', role: 'coordinator', createdAt: now },
  });
  return { people, apiToken };
}
