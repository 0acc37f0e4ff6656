import { Option, type Command } from 'commander';
import { z } from 'zod';
import { createToken, revokeToken, tokenRoles } from '../decisions/api-token.ts';
import { isoWithOffset } from '../domain/time.ts';
import { Refused, type Tools } from './tools.ts';
import { whenWords } from './invite.ts';

const creation = z.object({ role: z.enum(tokenRoles), name: z.string() });

/** `token create | list | revoke`: keys for programs that use the API. */
export function tokenCommands(root: Command, { say, does }: Tools): void {
  const token = root.command('token').description(say('cli.summary.token'));
  does(
    token
      .command('create')
      .description(say('cli.summary.tokenCreate'))
      .addOption(
        new Option('--role <role>', say('cli.option.tokenRole')).choices(tokenRoles).makeOptionMandatory(),
      )
      .requiredOption('--name <name>', say('cli.option.tokenName')),
    async (cli, given) => {
      const made = await cli.decide((scope) => createToken(scope, creation.parse(given.options)));
      return { json: made, text: cli.say('cli.token.made', { token: made.token, id: made.id }) };
    },
  );
  does(token.command('list').description(say('cli.summary.tokenList')), async (cli) => {
    const rows = await cli.prisma.apiToken.findMany({ orderBy: { createdAt: 'asc' } });
    const iso = (at: Date | null) => (at ? isoWithOffset(at, cli.env.zone) : null);
    const json = rows.map(({ id, name, role, createdAt, lastUsedAt, revokedAt }) => ({
      id,
      name,
      role,
      createdAt: iso(createdAt),
      lastUsedAt: iso(lastUsedAt),
      revokedAt: iso(revokedAt),
    }));
    const lines = rows.map((row) =>
      cli.say(row.revokedAt ? 'cli.token.revokedLine' : 'cli.token.line', {
        id: row.id,
        name: row.name,
        role: cli.say(`common.role.${row.role}`),
        at: whenWords(cli, row.revokedAt ?? row.createdAt),
      }),
    );
    return { json, text: lines.join('\n') || cli.say('cli.token.none') };
  });
  does(
    token
      .command('revoke')
      .description(say('cli.summary.tokenRevoke'))
      .argument('<id>', say('cli.option.tokenId')),
    async (cli, given) => {
      const id = given.args[0] ?? '';
      const revoked = await cli.decide((scope) => revokeToken(scope, id));
      if (!revoked) throw new Refused(cli.say('cli.token.unknown', { id }));
      return { json: { id, revoked: true }, text: cli.say('cli.token.revoked', { name: revoked.name }) };
    },
  );
}
