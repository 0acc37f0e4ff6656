import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { exportTracking } from '../reports/tables.ts';
import { Refused, type Tools } from './tools.ts';

const formats = ['xlsx', 'docx', 'csv', 'json'] as const;
const options = z.object({ format: z.enum(formats), out: z.string() });

/** `tracking export`: the state of all work as a file. */
export function trackingCommands(root: Command, { say, does }: Tools): void {
  const group = root.command('tracking').description(say('cli.summary.tracking'));
  const command = group
    .command('export')
    .description(say('cli.summary.trackingExport'))
    .addOption(
      new Option('--format <format>', say('cli.option.format')).choices(formats).makeOptionMandatory(),
    )
    .requiredOption('--out <FILE>', say('cli.option.out'));
  does(command, async (cli, given) => {
    const { format, out } = options.parse(given.options);
    if (format === 'xlsx' || format === 'docx') throw new Refused(cli.say('cli.tracking.later', { format }));
    const content = await exportTracking(cli.prisma, {
      now: cli.clock(),
      zone: cli.env.zone,
      format,
      t: cli.t,
    });
    const file = resolve(out);
    await writeFile(file, content).catch((error: unknown) => {
      throw new Refused(cli.say('cli.cannotWrite', { file, reason: String(error) }));
    });
    return { json: { file, format }, text: cli.say('cli.tracking.written', { file }) };
  });
}
