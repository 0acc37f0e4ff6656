import type { Command } from 'commander';
import { z } from 'zod';
import { previewReminders } from '../jobs/preview-reminders.ts';
import { dayOf, formatDay, isoWithOffset, type Day } from '../domain/time.ts';
import { whenWords } from './invite.ts';
import { readDay, Refused, type Tools } from './tools.ts';

const options = z.object({ on: z.custom<Day>((value) => typeof value === 'string') });

/** `reminders preview --on DATE`: exactly what would go out and to whom, as long as nobody answers before. */
export function reminderCommands(root: Command, { say, does }: Tools): void {
  const group = root.command('reminders').description(say('cli.summary.reminders'));
  const command = group
    .command('preview')
    .description(say('cli.summary.remindersPreview'))
    .requiredOption('--on <DATE>', say('cli.option.on'), readDay);
  does(command, async (cli, given) => {
    const { on } = options.parse(given.options);
    const date = formatDay(on);
    if (on < dayOf(cli.clock(), cli.env.zone)) throw new Refused(cli.say('cli.reminders.past', { date }));
    const { free, messages, unheard } = await previewReminders(cli, on);
    const iso = (at: Date) => isoWithOffset(at, cli.env.zone);
    const blocks = [
      ...messages.map(
        ({ at, name, channel, text, reminders }) =>
          `${cli.say('cli.reminders.to', {
            name,
            agencies: [...new Set(reminders.map((one) => one.agency))].join(', '),
            when: whenWords(cli, at),
            channel,
          })}\n${text}`,
      ),
      ...unheard.map(({ name, agency, task, title }) =>
        cli.say(name === null ? 'cli.reminders.noContact' : 'cli.reminders.noChannel', {
          name: name ?? '',
          agency,
          task: `#${task} ${title}`,
        }),
      ),
    ];
    return {
      json: {
        on,
        free,
        messages: messages.map((message) => ({ ...message, at: iso(message.at) })),
        unheard: unheard.map((one) => ({ ...one, at: iso(one.at) })),
      },
      text: blocks.join('\n\n') || cli.say('cli.reminders.none', { date }),
    };
  });
}
