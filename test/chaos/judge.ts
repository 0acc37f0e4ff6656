import type { PrismaClient } from '../../src/store/db.ts';
import { markOf, type Ledger } from './load.ts';
import type { Platform, Post } from './platform.ts';
import type { ChaosPerson } from './world.ts';

/** Holds the bot's database and the platform against the ledger. Each line is one thing that must hold. */
export async function judge(
  prisma: PrismaClient,
  ledger: Ledger,
  platform: Platform,
  people: readonly ChaosPerson[],
): Promise<{ passed: string[]; failed: string[] }> {
  const passed: string[] = [];
  const failed: string[] = [];
  const hold = (what: string, holds: boolean, detail = ''): void =>
    void (holds ? passed : failed).push(detail ? `${what}: ${detail}` : what);

  await reports(prisma, ledger, hold);
  await answers(prisma, ledger, hold);
  await broadcasts(prisma, ledger, people, hold);
  await sends(prisma, ledger, platform, people, hold);
  return { passed, failed };
}

type Hold = (what: string, holds: boolean, detail?: string) => void;

async function reports(prisma: PrismaClient, ledger: Ledger, hold: Hold): Promise<void> {
  const taken = ledger.messages.filter((message) => message.taken);
  hold('every message was taken in the end', taken.length === ledger.messages.length, `${taken.length}`);
  const stored = await prisma.inboundMessage.groupBy({ by: ['state'], _count: true });
  hold(
    'every message was handled',
    stored.every((row) => row.state === 'handled'),
    stored.map((row) => `${row.state} ${row._count}`).join(', '),
  );
  const rows = await prisma.statusReport.findMany({
    where: { kind: 'progress' },
    select: { text: true, batchId: true },
  });
  const times = new Map<string, number>();
  for (const { text } of rows) {
    const mark = /rà soát ([a-p]{8})/.exec(text)?.[1] ?? text;
    times.set(mark, (times.get(mark) ?? 0) + 1);
  }
  const lost = taken.filter((message) => !times.has(markOf(message.clientId)));
  const twice = [...times].filter(([, count]) => count > 1);
  hold('no reply lost', lost.length === 0, `${taken.length} sent, ${lost.length} lost`);
  hold('no reply applied twice', twice.length === 0, `${rows.length} rows, ${twice.length} twice`);
}

async function answers(prisma: PrismaClient, ledger: Ledger, hold: Hold): Promise<void> {
  const count = await prisma.delivery.count({ where: { dedupeKey: { startsWith: 'reply:' } } });
  hold(
    'one answer for each message',
    count === ledger.messages.length,
    `${count} of ${ledger.messages.length}`,
  );
  const shown = await prisma.webMessage.count({ where: { from: 'bot', deliveryId: { not: null } } });
  hold('each answer stands once in the chat', shown >= ledger.messages.length, `${shown}`);
}

async function broadcasts(
  prisma: PrismaClient,
  ledger: Ledger,
  people: readonly ChaosPerson[],
  hold: Hold,
): Promise<void> {
  const rows = await prisma.broadcast.findMany({ include: { notices: { select: { state: true } } } });
  const texts = new Set(rows.map((row) => row.text));
  hold(
    'each broadcast exists once',
    rows.length === ledger.broadcasts.length && texts.size === rows.length,
    `${rows.length} of ${ledger.broadcasts.length}`,
  );
  hold(
    'each broadcast has a notice for each person, sent or flagged as doubtful',
    rows.every(
      (row) =>
        row.notices.length === people.length &&
        row.notices.every((one) => one.state === 'sent' || one.state === 'doubtful'),
    ),
    rows
      .flatMap((row) => row.notices.map((one) => one.state))
      .filter((state) => state !== 'sent')
      .join(', '),
  );
}

/** The platform's own memory: nothing missing; what came twice is flagged, and at most one per chat and death. */
async function sends(
  prisma: PrismaClient,
  ledger: Ledger,
  platform: Platform,
  people: readonly ChaosPerson[],
  hold: Hold,
): Promise<void> {
  const byDelivery = new Map<string, Post[]>();
  for (const post of platform.posts)
    byDelivery.set(post.delivery, [...(byDelivery.get(post.delivery) ?? []), post]);
  const missing = ledger.broadcasts.flatMap((broadcast) =>
    people
      .filter(
        (person) =>
          !platform.posts.some(
            (post) => post.address === person.address && post.text.includes(broadcast.text),
          ),
      )
      .map((person) => ({ address: person.address, text: broadcast.text })),
  );
  const rows = await Promise.all(
    missing.map(({ address, text }) =>
      prisma.delivery.findMany({
        where: { address, text: { contains: text } },
        select: { state: true, failure: true, attempts: true, doubtful: true },
      }),
    ),
  );
  hold(
    'no broadcast missing at anybody',
    missing.length === 0,
    `${missing.length} missing ${JSON.stringify(rows)}`,
  );
  const twice = [...byDelivery].filter(([, posts]) => posts.length > 1);
  const flagged = await prisma.delivery.findMany({
    where: { id: { in: twice.map(([id]) => BigInt(id)) }, doubtful: true },
    select: { id: true },
  });
  hold(
    'what was sent twice is flagged',
    flagged.length === twice.length,
    `${twice.length} twice, ${flagged.length} flagged`,
  );
  hold(
    'nothing was sent a third time',
    twice.every(([, posts]) => posts.length === 2),
  );
  const perChatAndLife = new Map<string, number>();
  for (const [, posts] of twice) {
    const key = `${posts[0]?.address} ${posts[0]?.life}`;
    perChatAndLife.set(key, (perChatAndLife.get(key) ?? 0) + 1);
  }
  hold(
    'at most one doubtful send per chat and death',
    [...perChatAndLife.values()].every((count) => count <= 1),
  );
}
