import type { Channel } from '../src/channels/channel.ts';
import { createDispatcher } from '../src/outbound/dispatch.ts';
import { silentLog } from '../test/harness/log.ts';
import { timed, type Bed, type Figure } from './bed.ts';

const noOp = (perSecond: number): Channel & { sent: number } => {
  const channel = {
    name: 'telegram' as const,
    sent: 0,
    can: {
      buttons: true,
      edit: true,
      delete: true,
      files: true,
      textLength: 4096,
      perSecond,
      readReceipts: false,
      concurrency: 64,
    },
    send: async () => ({ platformId: String(++channel.sent) }),
  };
  return channel;
};

async function queue(bed: Bed, count: number): Promise<void> {
  await bed.prisma.$executeRaw`
    INSERT INTO "Delivery" ("identityId", channel, address, kind, priority, "notBefore", text, "fileIds", "createdAt")
    SELECT i.id, i.channel, i.address, 'broadcast', 3, now(), 'Thông báo số ' || n, '{}', now()
    FROM generate_series(1, ${count}::int) AS n
      JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth, count(*) OVER () AS many FROM "Identity") i
        ON i.nth = 1 + n % i.many`;
}

async function drain(bed: Bed, perSecond: number): Promise<{ ms: number; sent: number }> {
  const channel = noOp(perSecond);
  const dispatcher = createDispatcher({
    prisma: bed.prisma,
    channels: [channel],
    clock: () => new Date(),
    filesDir: bed.env.filesDir,
    log: silentLog,
  });
  const waiting = (): Promise<number> =>
    bed.prisma.delivery.count({ where: { state: { in: ['queued', 'sending'] } } });
  const { ms } = await timed(async () => {
    dispatcher.start();
    while ((await waiting()) > 0) await new Promise((done) => setTimeout(done, 20));
  });
  await dispatcher.stop();
  return { ms, sent: channel.sent };
}

/** The same rows claimed and settled by plain SQL, 100 at a time: what the database itself takes. */
async function bareLoop(bed: Bed): Promise<number> {
  const { ms } = await timed(async () => {
    for (;;) {
      const rows = await bed.prisma.$queryRaw<{ id: bigint }[]>`
        UPDATE "Delivery" SET state = 'sending' WHERE id IN (
          SELECT id FROM "Delivery" WHERE state = 'queued' ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED) RETURNING id`;
      if (!rows.length) return;
      await bed.prisma.$executeRaw`UPDATE "Delivery" SET state = 'sent', "sentAt" = now()
        WHERE id = ANY(${rows.map((row) => row.id)}::bigint[])`;
    }
  });
  return ms;
}

export async function outbound(bed: Bed): Promise<Figure[]> {
  const count = 10_000;
  await queue(bed, 500);
  await drain(bed, Infinity);
  await queue(bed, count);
  const ours = await drain(bed, Infinity);
  await queue(bed, count);
  const bare = await bareLoop(bed);
  const paced = 600;
  const perSecond = 60;
  await queue(bed, paced);
  const pacedRun = await drain(bed, perSecond);
  const ideal = (1000 * paced) / perSecond;
  return [
    {
      name: 'dispatcher, no-op channel',
      value: `${Math.round((1000 * ours.sent) / ours.ms)} messages/s`,
      peer: `bare claim-and-mark loop: ${Math.round((1000 * count) / bare)} messages/s`,
      ratio: bare / ours.ms,
    },
    {
      name: `broadcast of ${paced} paced at ${perSecond}/s`,
      value: `${(pacedRun.ms / 1000).toFixed(2)} s`,
      peer: `what the limit allows: ${(ideal / 1000).toFixed(2)} s`,
      ratio: pacedRun.ms / ideal,
    },
  ];
}
