import { commands } from '../commands/index.ts';
import { assign } from '../src/decisions/assign.ts';
import { CommandBook } from '../src/inbound/understand.ts';
import { startInboundWorker } from '../src/inbound/worker.ts';
import { inTransaction } from '../src/store/db.ts';
import { silentLog } from '../test/harness/log.ts';
import { timed, type Bed, type Figure } from './bed.ts';

/** Replies "NN% đang rà soát": each committed with its history, audit, notices and answer. */
export async function inbound(bed: Bed): Promise<Figure[]> {
  const { prisma, env } = bed;
  const agencies = await prisma.agency.findMany({ where: { counted: true }, select: { id: true } });
  await inTransaction(
    prisma,
    (db) =>
      assign(
        { db, now: new Date(), env, actor: { kind: 'system', name: '', channel: 'cli', offices: [] } },
        {
          title: 'Nhiệm vụ dưới tải',
          due: { dueAt: new Date(Date.now() + 90 * 86_400_000), text: 'trước ngày' },
          agencyIds: agencies.map((agency) => agency.id),
        },
      ),
    { timeout: 60_000 },
  );
  const count = 2000;
  await prisma.$executeRaw`
    INSERT INTO "InboundMessage" (channel, "platformId", address, sender, text, "fileIds", "sentAt", "receivedAt", "notBefore")
    SELECT 'telegram', 'bench-' || n, 'chat-' || (1 + n % 200), 'chat-' || (1 + n % 200),
      (1 + n / 200)::text || '% đang rà soát', '{}', now(), now(), now()
    FROM generate_series(1, ${count}::int) AS n`;
  const waiting = (): Promise<number> => prisma.inboundMessage.count({ where: { state: 'received' } });
  const { ms } = await timed(async () => {
    const worker = startInboundWorker({
      prisma,
      book: new CommandBook(commands),
      env,
      clock: () => new Date(),
      log: silentLog,
    });
    while ((await waiting()) > 0) await new Promise((done) => setTimeout(done, 50));
    await worker.stop();
  });
  const bare = await bareTransactions(bed, count);
  return [
    {
      name: 'inbound replies, with history, audit and outbox',
      value: `${Math.round((1000 * count) / ms)}/s`,
      peer: `bare transactions of four inserts: ${Math.round((1000 * count) / bare)}/s`,
      ratio: bare / ms,
    },
  ];
}

/** Transactions that insert one row in each of four tables, eight side by side. */
async function bareTransactions({ prisma }: Bed, count: number): Promise<number> {
  await prisma.$executeRawUnsafe(
    'CREATE TABLE bench_row (id bigserial PRIMARY KEY, text text, at timestamptz)',
  );
  const { ms } = await timed(() =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < count / 8; i++) {
          await prisma.$transaction(async (db) => {
            for (let row = 0; row < 4; row++) {
              await db.$executeRaw`INSERT INTO bench_row (text, at) VALUES (${`row ${row}`}, now())`;
            }
          });
        }
      }),
    ),
  );
  await prisma.$executeRawUnsafe('DROP TABLE bench_row');
  return ms;
}
