import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { record } from '../decisions/act.ts';
import { resume, settleAfterRestore, type Missed } from '../decisions/resume.ts';
import { plainText } from '../domain/markup.ts';
import { formatDay, isDay } from '../domain/time.ts';
import { backUp } from '../store/backup.ts';
import { inTransaction, openDatabase } from '../store/db.ts';
import { CannotRestore, fillDatabase, isBackupOf, openBackup } from '../store/restore.ts';
import { dropSealed, type Dropped, type NotSent } from '../store/restored.ts';
import { ensureSecretKey, isSealedWith, replaceFingerprint } from '../store/secret-key.ts';
import { environmentOf, openServer, scopeOf } from './open.ts';
import { Refused, type Bare, type Outcome, type Say, type Tools } from './tools.ts';

/** `backup`, `restore` and `resume`. */
export function backupCommands(root: Command, { say, does, doesBare }: Tools): void {
  does(
    root
      .command('backup')
      .description(say('cli.summary.backup'))
      .requiredOption('--out <FILE>', say('cli.option.out')),
    async (cli, given) => {
      const file = resolve(z.object({ out: z.string() }).parse(given.options).out);
      const made = await backUp(cli.databaseUrl, cli.env.filesDir, file, cli.clock()).catch(
        (error: unknown) => {
          throw new Refused(cli.say('cli.cannotWrite', { file, reason: String(error) }));
        },
      );
      const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
      return {
        json: { file, madeAt: made.madeAt, tables: made.tables.length, rows, files: made.files.length },
        text: cli.say('cli.backup.made', { file, rows, files: made.files.length }),
      };
    },
  );
  doesBare(
    root
      .command('restore')
      .description(say('cli.summary.restore'))
      .argument('<FILE>', say('cli.option.backupFile'))
      .option('--new-key', say('cli.option.newKey')),
    (bare, { args: [file = ''], options }) => restore(bare, resolve(file), options.newKey === true),
  );
  does(root.command('resume').description(say('cli.summary.resume')), async (cli) => {
    const done = await cli.decide(resume);
    return {
      json: done,
      text: done.resumed
        ? [cli.say('cli.resume.done'), ...missedLines(done.missed, cli.say)].join('\n')
        : cli.say('cli.resume.notPaused'),
    };
  });
}

async function restore(bare: Bare, file: string, newKey: boolean): Promise<Outcome> {
  const { config, log, say, clock } = bare;
  const backup = await openBackup(file).catch((error: unknown) => refuse(error, say));
  try {
    const server = await openServer(config, log);
    try {
      const filesDir = join(config.dataDir, 'files');
      await mustFit(bare, backup, newKey);
      await fillDatabase(server.url, filesDir, backup).catch((error: unknown) => refuse(error, say));
      return await settle(bare, server.url, clock());
    } finally {
      await server.close();
    }
  } finally {
    await backup.close();
  }
}

/** A key that was given and is not the old one is more likely a slip than a wish: it has to be said. */
async function mustFit(
  { config, say }: Bare,
  backup: Awaited<ReturnType<typeof openBackup>>,
  newKey: boolean,
): Promise<void> {
  if (!config.secretKey || newKey) return;
  if (!(await isBackupOf(backup.folder, config.secretKey))) throw new Refused(say('cli.restore.otherKey'));
}

function refuse(error: unknown, say: Say): never {
  if (error instanceof CannotRestore) throw new Refused(say(`cli.restore.${error.problem}`, error.params));
  throw error;
}

async function settle({ config, log, say }: Bare, url: string, now: Date): Promise<Outcome> {
  const { prisma, close } = openDatabase(url, { log, poolSize: 2 });
  try {
    const env = await environmentOf(config);
    const key = await ensureSecretKey(config.dataDir, config.secretKey);
    const result = await inTransaction(
      prisma,
      async (db) => {
        const scope = scopeOf(env, db, now);
        const dropped = await dropUnlessKnown(db, key, now);
        const settled = await settleAfterRestore(scope);
        await record(scope, {
          action: 'restore',
          subject: 'system',
          after: {
            sameKey: dropped === null,
            notSent: settled.notSent.length,
            missed: settled.missed.length,
          },
        });
        return { dropped, ...settled };
      },
      { timeout: 300_000 },
    );
    const notSent = result.notSent.map((one) => ({ ...one, text: plainText(one.text) }));
    return {
      json: { paused: true, sameKey: result.dropped === null, ...result, notSent },
      text: [
        say('cli.restore.done'),
        ...(result.dropped ? droppedLines(result.dropped, say) : []),
        ...notSentLines(notSent, say),
        ...missedLines(result.missed, say),
        say('cli.restore.next'),
      ].join('\n'),
    };
  } finally {
    await close();
  }
}

/** Null where the key is the old one; else what it had sealed is gone, and the database takes the new key. */
async function dropUnlessKnown(
  db: Parameters<typeof dropSealed>[0],
  key: string,
  now: Date,
): Promise<Dropped | null> {
  if (await isSealedWith(db, key)) return null;
  const dropped = await dropSealed(db, now);
  await replaceFingerprint(db, key, now);
  return dropped;
}

const droppedLines = (dropped: Dropped, say: Say): string[] => [
  say('cli.restore.newKey'),
  say('cli.restore.sessions', { count: dropped.sessions }),
  ...dropped.invitations
    .filter(({ purpose }) => purpose === 'invite')
    .map(({ name, agency }) => say('cli.restore.invitation', { name: name ?? '', agency: agency ?? '' })),
  say('cli.restore.codes', {
    count: dropped.invitations.filter(({ purpose }) => purpose !== 'invite').length,
  }),
  ...dropped.apiTokens.map((name) => say('cli.restore.token', { name })),
  say('cli.restore.feeds', { count: dropped.feeds }),
  ...dropped.platformGrants.map((name) => say('cli.restore.grant', { name })),
];

/** Names of those who miss one message, as many as a line takes. */
const namesShown = 5;

/** One line for each message, however many people it was for. */
function notSentLines(rows: readonly NotSent[], say: Say): string[] {
  const names = new Map<string, string[]>();
  for (const { name, text } of rows) {
    const head = text.split('\n')[0] ?? '';
    names.set(head, [...(names.get(head) ?? []), name ?? '']);
  }
  return [
    say('cli.restore.notSent', { count: rows.length }),
    ...[...names].map(([text, people]) =>
      say(people.length > namesShown ? 'cli.restore.messageToMany' : 'cli.restore.message', {
        text,
        names: people.slice(0, namesShown).join(', '),
        count: people.length - namesShown,
      }),
    ),
  ];
}

const missedLines = (rows: readonly Missed[], say: Say): string[] => [
  say('cli.restore.missed', { count: rows.length }),
  ...rows.map(({ task, agency, rule, day }) =>
    say('cli.restore.reminder', { task, agency, rule, date: isDay(day) ? formatDay(day) : day }),
  ),
];
