import { Option, type Command } from 'commander';
import { z } from 'zod';
import { invite, type Issued } from '../decisions/invite.ts';
import { Refusal } from '../domain/refusal.ts';
import { roles } from '../domain/roles.ts';
import { formatDay, dayOf, isoWithOffset, timeOf } from '../domain/time.ts';
import { agencyBook, type AgencyRow } from '../store/agencies.ts';
import type { Db } from '../store/db.ts';
import { telegramLink } from '../store/introductions.ts';
import type { Cli, Tools } from './tools.ts';

const options = z.object({
  agency: z.string(),
  role: z.enum(roles),
  name: z.string(),
  rank: z.enum(['main', 'deputy']),
  honorific: z.enum(['dong_chi', 'ong', 'ba']),
  phone: z.string().optional(),
});

/** `invite`: a single-use code for one person in one role. */
export function inviteCommand(root: Command, { say, does }: Tools): void {
  const command = root
    .command('invite')
    .description(say('cli.summary.invite'))
    .requiredOption('--agency <CODE>', say('cli.option.agency'))
    .addOption(new Option('--role <role>', say('cli.option.role')).choices(roles).makeOptionMandatory())
    .requiredOption('--name <name>', say('cli.option.name'))
    .addOption(
      new Option('--rank <rank>', say('cli.option.rank')).choices(['main', 'deputy']).default('main'),
    )
    .addOption(
      new Option('--honorific <honorific>', say('cli.option.honorific'))
        .choices(['dong_chi', 'ong', 'ba'])
        .default('dong_chi'),
    )
    .option('--phone <phone>', say('cli.option.phone'));
  does(command, async (cli, given) => {
    const { agency, ...person } = options.parse(given.options);
    const issued = await cli.decide(async (scope) => {
      const { id } = await agencyOf(scope.db, agency);
      return invite(scope, { ...person, agencyId: id });
    });
    const json = await invitationJson(cli, issued);
    return {
      json,
      text: [
        cli.say('cli.invite.made', {
          name: person.name,
          code: issued.code,
          link: json.links.web,
          until: whenWords(cli, issued.expiresAt),
        }),
        ...(json.links.telegram ? [cli.say('cli.invite.telegram', { link: json.links.telegram })] : []),
      ].join('\n'),
    };
  });
}

/** The body of a code that is in force; refused by name where there is none. */
export async function agencyOf(db: Db, code: string): Promise<AgencyRow> {
  const { agencies } = await agencyBook(db);
  const found = agencies.find((agency) => agency.code === code.toUpperCase() && agency.endedOn === null);
  if (!found) throw new Refusal('agencyUnknown', { agency: code });
  return found;
}

/** An invitation as the contract has it. `links.telegram` is null while there is no Telegram bot. */
export const invitationJson = async (
  { env, prisma }: Pick<Cli, 'env' | 'prisma'>,
  { code, expiresAt }: Issued,
) => ({
  code,
  links: {
    telegram: (await telegramLink(prisma, code)) ?? null,
    web: `${env.publicUrl ?? env.localUrl}/join/${code}`,
  },
  expiresAt: isoWithOffset(expiresAt, env.zone),
});

export const whenWords = ({ env, say }: Pick<Cli, 'env' | 'say'>, at: Date): string =>
  say('common.instant', { time: timeOf(at, env.zone), date: formatDay(dayOf(at, env.zone)) });
