import type { Command } from 'commander';
import { monthOf, dayOf, formatDay, yearOf } from '../domain/time.ts';
import { channelNames } from '../domain/message.ts';
import { CALENDARS_FOLDER } from '../store/built-in.ts';
import { loadCalendars } from '../store/calendars.ts';
import {
  agenciesWithoutContact,
  databaseNow,
  freeSpace,
  migrationState,
  withoutChannel,
} from '../store/checks.ts';
import { healthOf } from '../store/health.ts';
import { isPaused } from '../store/restored.ts';
import { fingerprintOf } from '../store/secret-key.ts';
import { verifyChain } from '../store/seal.ts';
import { plannedActs } from '../store/successions.ts';
import type { ChannelName } from '../domain/message.ts';
import { telegramFindings } from './doctor-telegram.ts';
import { whenWords } from './invite.ts';
import type { Cli, Tools } from './tools.ts';

/** One thing that was looked at. `broken` makes the command exit with 1; a warning does not. */
interface Finding {
  check: string;
  state: 'ok' | 'warning' | 'broken';
  text: string;
}

type Check = (cli: Cli) => Promise<Omit<Finding, 'check'>>;

const ok = (text: string) => ({ state: 'ok' as const, text });
const warning = (text: string) => ({ state: 'warning' as const, text });
const broken = (text: string) => ({ state: 'broken' as const, text });

const mib = 1024 * 1024;
const littleSpace = 1024 * mib;
const noSpace = 100 * mib;
const clockOffMs = 60_000;
/** The Government names the days off of the next year in autumn. */
const calendarMonth = 11;

const checks: Readonly<Record<string, Check>> = {
  database: async ({ prisma, say }) =>
    ok(say('cli.doctor.database', { version: (await databaseNow(prisma)).version })),
  migrations: async ({ prisma, say }) => {
    const { missing, unknown } = await migrationState(prisma);
    if (unknown.length) return broken(say('cli.doctor.migrationsUnknown', { names: unknown.join(', ') }));
    return missing.length
      ? broken(say('cli.doctor.migrationsMissing', { names: missing.join(', ') }))
      : ok(say('cli.doctor.migrations'));
  },
  secretKey: async ({ env, say }) =>
    ok(say('cli.doctor.secretKey', { fingerprint: fingerprintOf(env.secretKey).slice(0, 8) })),
  clock: async ({ prisma, say, clock, env }) => {
    const apart = Math.abs((await databaseNow(prisma)).now.getTime() - clock().getTime());
    return apart > clockOffMs
      ? broken(say('cli.doctor.clockOff', { seconds: Math.round(apart / 1000) }))
      : ok(say('cli.doctor.clock', { zone: env.zone }));
  },
  calendar,
  audit: async (cli) => {
    const { ok: whole, sealed, newest, faults, pending } = await verifyChain(cli.prisma);
    if (!whole) {
      const list = faults.map(({ fault, subject }) => `${fault} ${subject}`).join(', ');
      return broken(cli.say('cli.doctor.auditBroken', { list }));
    }
    if (!newest) return ok(cli.say('cli.doctor.auditEmpty', { pending }));
    const { seq, hash, at } = newest;
    return ok(
      cli.say('cli.doctor.audit', { sealed, pending, seq: String(seq), hash, at: whenWords(cli, at) }),
    );
  },
  channels: async ({ prisma, say, config }) => {
    const { channels, findings } = await healthOf(prisma, channelsOn(config));
    const down = Object.entries(channels).flatMap(([name, state]) => (state === 'down' ? [name] : []));
    if (down.length) return broken(say('cli.doctor.channelsDown', { names: down.join(', ') }));
    if (findings.length) return warning(say('cli.doctor.findings', { list: findings.join('; ') }));
    return ok(say('cli.doctor.channels', { names: channelsOn(config).join(', ') }));
  },
  publicUrl: async ({ env, say }) =>
    env.publicUrl
      ? ok(say('cli.doctor.publicUrl', { url: env.publicUrl }))
      : warning(say('cli.doctor.noPublicUrl')),
  contacts: async ({ prisma, say }) => {
    const [count, without] = await Promise.all([withoutChannel(prisma), agenciesWithoutContact(prisma)]);
    return count || without.length
      ? warning(say('cli.doctor.contactsMissing', { count, agencies: without.join(', ') || '0' }))
      : ok(say('cli.doctor.contacts'));
  },
  reorganisations: async ({ prisma, say, clock, env }) => {
    const late = await plannedActs(prisma, dayOf(clock(), env.zone));
    return late.length
      ? warning(say('cli.doctor.reorganisationsWait', { count: late.length }))
      : ok(say('cli.doctor.reorganisations', { count: (await plannedActs(prisma)).length }));
  },
  disk: async ({ config, say }) => {
    const free = await freeSpace(config.dataDir);
    const text = say('cli.doctor.disk', { free: Math.round(free / mib), folder: config.dataDir });
    return free < noSpace ? broken(text) : free < littleSpace ? warning(text) : ok(text);
  },
  paused: async ({ prisma, say }) =>
    (await isPaused(prisma)) ? warning(say('cli.doctor.paused')) : ok(say('cli.doctor.running')),
};

/** From 1 November on the next year's working days must be confirmed; this year's at all times. */
async function calendar({ clock, env, say }: Cli) {
  const today = dayOf(clock(), env.zone);
  const year = yearOf(today);
  const tables = await loadCalendars(CALENDARS_FOLDER);
  const unconfirmed = (monthOf(today) >= calendarMonth ? [year, year + 1] : [year]).filter(
    (one) => !tables.some((table) => table.year === one && table.confirmed),
  );
  return unconfirmed.length
    ? warning(
        say('cli.doctor.calendarUnconfirmed', { years: unconfirmed.join(', '), today: formatDay(today) }),
      )
    : ok(say('cli.doctor.calendar'));
}

/** The channels whose variables are set; the web chat always is. */
const channelsOn = ({ telegram, zaloOa, zaloBot }: Cli['config']): ChannelName[] => {
  const on: Record<ChannelName, boolean> = {
    webchat: true,
    telegram: telegram !== undefined,
    zalo_oa: zaloOa !== undefined,
    zalo_bot: zaloBot !== undefined,
  };
  return channelNames.filter((name) => on[name]);
};

/** `doctor`: looks at everything and says what is wrong with its remedy. */
export function doctorCommand(root: Command, { say, does }: Tools): void {
  does(root.command('doctor').description(say('cli.summary.doctor')), async (cli) => {
    const findings: Finding[] = [];
    for (const [check, look] of Object.entries(checks)) {
      const found = await look(cli).catch((error: unknown) =>
        broken(cli.say('cli.failed', { reason: String(error) })),
      );
      findings.push({ check, ...found });
    }
    findings.push(...(await telegramFindings(cli)));
    return {
      ok: !findings.some(({ state }) => state === 'broken'),
      json: { ok: !findings.some(({ state }) => state === 'broken'), checks: findings },
      text: findings.map(({ state, text }) => `${cli.say(`cli.doctor.state.${state}`)}: ${text}`).join('\n'),
    };
  });
}
