import { Telegraf } from 'telegraf';
import { pino } from 'pino';
import { readConfig } from '../src/config.ts';
import { start, type Running } from '../src/main.ts';
import { freePort } from '../src/store/postgres/cluster.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from '../test/harness/telegram/index.ts';
import { timed, type Bed, type Figure } from './bed.ts';

/** The whole program on a Telegram of our own, which keeps to the documented limits. */

interface Stage {
  platform: FakeTelegram;
  people: TelegramPerson[];
  running: Running;
}

async function stage(bed: Bed, people: number, more: Record<string, string> = {}): Promise<Stage> {
  const platform = await startTelegram({ lean: true });
  const persons = Array.from({ length: people }, (_, i) => platform.person({ name: `Người ${i}` }));
  const ids = persons.map((person) => String(person.id));
  // Without a word to the bot: whoever has spoken to it once can be written to.
  for (const person of persons) person.room.silence = undefined;
  await forgetAddresses(bed);
  await bed.prisma.$executeRaw`
    WITH given AS (SELECT address, n FROM unnest(${ids}::text[]) WITH ORDINALITY AS t(address, n)),
    agencies AS (SELECT id, row_number() OVER (ORDER BY position) - 1 AS n FROM "Agency" WHERE counted),
    people AS (SELECT gen_random_uuid() AS id, address, n FROM given),
    contacts AS (INSERT INTO "Contact" (id, name, "createdAt") SELECT id, 'Người ' || n, now() FROM people),
    identities AS (INSERT INTO "Identity" (id, channel, address, "contactId", "linkedAt")
      SELECT gen_random_uuid(), 'telegram', address, id, now() FROM people)
    INSERT INTO "ContactRole" (id, "contactId", "agencyId", role, since)
      SELECT gen_random_uuid(), p.id, a.id, 'focal', now() FROM people p JOIN agencies a ON a.n = p.n % 28`;
  const port = await freePort();
  const config = readConfig({
    DATABASE_URL: bed.url,
    DATA_DIR: `${bed.env.filesDir}-telegram`,
    SECRET_KEY: bed.env.secretKey,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: platform.token,
    TELEGRAM_API_ROOT: platform.url,
    TELEGRAM_WEBHOOK_SECRET: 'secret-of-the-bench',
    ...more,
  });
  const running = await start(config, pino({ level: 'silent' }));
  return { platform, people: persons, running };
}

/** Nobody else is written to, and the next Telegram begins to count anew. */
async function forgetAddresses({ prisma }: Bed): Promise<void> {
  await prisma.$executeRaw`
    UPDATE "Identity" SET state = 'revoked', address = address || '~' || id
    WHERE channel = 'telegram' AND state <> 'revoked'`;
  await prisma.$executeRaw`
    UPDATE "InboundMessage" SET "platformId" = "platformId" || '~' || id WHERE channel = 'telegram'`;
}

async function leave({ platform, running }: Stage): Promise<void> {
  await running.stop();
  await platform.close();
}

const rest = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A broadcast to many at 30 a second, with people who write meanwhile. */
export async function telegramBroadcast(bed: Bed, recipients = 10_000): Promise<Figure[]> {
  const at = await stage(bed, recipients);
  const { platform, people } = at;
  platform.enforceLimits = true;
  await bed.prisma.$executeRaw`
    INSERT INTO "Delivery" ("identityId", channel, address, kind, priority, "notBefore", text, "fileIds", "createdAt")
    SELECT id, channel, address, 'broadcast', 3, now(), 'Thông báo', '{}', now() FROM "Identity"
    WHERE channel = 'telegram' AND state = 'active'`;
  const waits: number[] = [];
  const { ms } = await timed(async () => {
    const broadcast = (): number => platform.ledger.sends().filter(({ text }) => text === 'Thông báo').length;
    for (let asked = 0; broadcast() < recipients;) {
      await rest(1000);
      // One question each 15 seconds, from people whose turn in the broadcast is still far.
      if (waits.length * 15 * 30 >= broadcast()) continue;
      const person = people[recipients - 1 - asked];
      if (!person || broadcast() > recipients - 600) continue;
      const from = performance.now();
      await person.asks('/trogiup', { hearing: 'Các lệnh' });
      waits.push(performance.now() - from);
      asked++;
    }
  });
  const ideal = (1000 * (recipients + waits.length)) / 30;
  const { limited } = platform;
  await leave(at);
  return [
    {
      name: `Telegram: ${recipients} recipients at 30/s, ${limited} refused with 429`,
      value: `${(ms / 1000).toFixed(1)} s`,
      peer: `what the limit allows: ${(ideal / 1000).toFixed(1)} s`,
      ratio: ms / ideal,
    },
    {
      name: 'Telegram: a person’s question during it, longest wait for the answer',
      value: `${Math.max(...waits).toFixed(0)} ms of ${waits.length}`,
      peer: 'wanted within 2000 ms',
      ratio: Math.max(...waits) / 2000,
    },
  ];
}

/** Messages that wait at Telegram, until each is answered; beside a bot that only echoes, on the bare library. */
export async function telegramInbound(bed: Bed, each = 5, people = 200): Promise<Figure[]> {
  const figures: Figure[] = [];
  const echo = await echoes(each, people);
  for (const mode of ['polling', 'webhook']) {
    const at = await stage(bed, people, {
      TELEGRAM_MODE: mode,
      TELEGRAM_RATE_PER_SECOND: '1000',
      TELEGRAM_PAID_BROADCAST: 'true',
    });
    const stored = (): Promise<number> => bed.prisma.inboundMessage.count({ where: { channel: 'telegram' } });
    const earlier = await stored();
    const { ms } = await timed(async () => {
      for (let n = 0; n < each; n++) for (const person of at.people) person.says(`xin chào lần ${n}`);
      while ((await stored()) - earlier < each * people) await rest(20);
    });
    await leave(at);
    figures.push({
      name: `Telegram: messages taken by ${mode}, stored and confirmed`,
      value: `${Math.round((1000 * each * people) / ms)}/s`,
      peer: `bare telegraf that echoes: ${Math.round((1000 * each * people) / echo)}/s`,
      ratio: echo / ms,
    });
  }
  return figures;
}

async function echoes(each: number, people: number): Promise<number> {
  const platform = await startTelegram({ lean: true });
  const persons = Array.from({ length: people }, (_, i) => platform.person({ name: `Người ${i}` }));
  const bot = new Telegraf(platform.token, { telegram: { apiRoot: platform.url } });
  for (const person of persons) person.room.silence = undefined;
  bot.on('text', (ctx) => ctx.reply(ctx.message.text));
  for (let n = 0; n < each; n++) for (const person of persons) person.says(`xin chào lần ${n}`);
  const { ms } = await timed(async () => {
    void bot.launch();
    while (platform.ledger.sends().length < each * people) await rest(20);
  });
  bot.stop();
  await platform.close();
  return ms;
}
