import { pino } from 'pino';
import { environment, readConfig } from './config.ts';
import { loginCode } from './decisions/invite.ts';
import { plainText } from './domain/markup.ts';
import { readDemo } from './demo/file.ts';
import { playDemo } from './demo/play.ts';
import { translatorFor } from './i18n.ts';
import { decide } from './jobs/job.ts';
import { run, start, whyNot, type Running } from './main.ts';

/** `npm run demo`: the program as it is, in a data folder of its own, over a province that lives. */

// Only these of the real settings hold here: no real database, no real account is ever touched.
const { HOST, PORT, TIMEZONE, LOCALE, LOG_LEVEL, DATA_DIR = './data' } = environment();
const config = readConfig({ HOST, PORT, TIMEZONE, LOCALE, LOG_LEVEL, DATA_DIR: `${DATA_DIR}-demo` });
const t = translatorFor(config.locale);
const say = (text: string): void => void process.stdout.write(`${plainText(text)}\n`);

try {
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel });
  await run(
    () =>
      start(config, log, {
        seed: async ({ prisma, env, clock }) => {
          if ((await prisma.contact.count()) === 0) await playDemo(prisma, env, readDemo(), clock());
        },
      }),
    tell,
  );
  process.exit(0);
} catch (error) {
  process.stderr.write(`${whyNot(error, t)}\n`);
  process.exit(1);
}

/** Ready-made links to enter as each kind of person. */
async function tell(running: Running): Promise<void> {
  const { prisma, env, clock } = running.deps;
  say(`\n${t('cli.demo.ready', { url: running.url, mark: readDemo().mark })}`);
  for (const [role, address] of [
    ['focal', 'demo-STP-0'],
    ['coordinator', 'demo-CAT-0'],
    ['leader', 'demo-UBND-TINH-0'],
    ['admin', 'demo-CAT-1'],
  ] as const) {
    const identity = await prisma.identity.findUniqueOrThrow({
      where: { channel_address: { channel: 'webchat', address } },
      include: { contact: true },
    });
    const { code } = await decide({ prisma, env, clock }, (scope) =>
      loginCode(scope, identity.contactId ?? ''),
    );
    const url = `${running.url}/login/${code}`;
    say(t('cli.demo.link', { role: t(`common.role.${role}`), name: identity.contact?.name, url }));
  }
  say(t('cli.demo.folder', { folder: config.dataDir }));
}
