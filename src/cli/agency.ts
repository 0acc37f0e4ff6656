import type { Command } from 'commander';
import { agencyBook } from '../store/agencies.ts';
import type { Tools } from './tools.ts';

/** `agency list` and the dated reorganisations. */
export function agencyCommands(root: Command, { say, does }: Tools): void {
  const group = root.command('agency').description(say('cli.summary.agency'));
  does(group.command('list').description(say('cli.summary.agencyList')), async (cli) => {
    const { agencies } = await agencyBook(cli.prisma);
    const json = agencies.map(
      ({ code, name, shortName, oversight, counted, endedOn, former, successors }) => ({
        code,
        name,
        shortName,
        oversight,
        counted,
        endedOn,
        formerNames: former.map((old) => ({ code: old.code, name: old.name, until: old.until })),
        successors,
      }),
    );
    return {
      json,
      text: agencies
        .map(({ code, name, endedOn }) => [code, name, endedOn ?? ''].join('\t').trimEnd())
        .join('\n'),
    };
  });
}
