import type { Command } from 'commander';
import { z } from 'zod';
import { previewReminders } from '../decisions/preview-reminders.ts';
import { plainText } from '../domain/markup.ts';
import { dayOf, formatDay, isoWithOffset, type Day } from '../domain/time.ts';
import type { PreviewedMessage } from '../store/reminder-preview.ts';
import { whenWords } from './invite.ts';
import { readDay, Refused, type Cli, type Tools } from './tools.ts';

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
    if (on < dayOf(cli.clock(), cli.env.zone))
      throw new Refused(cli.say('cli.reminders.past', { date: formatDay(on) }));
    const messages = await preview(cli, on);
    const json = messages.map(({ at, text, ...message }) => ({
      at: isoWithOffset(at, cli.env.zone),
      ...message,
      text: text === null ? null : plainText(text),
    }));
    const blocks = messages.map(({ at, name, agencies, channel, text }) => {
      const head = { name, agencies: agencies.join(', '), when: whenWords(cli, at), channel: channel ?? '' };
      return text === null
        ? cli.say('cli.reminders.noChannel', head)
        : `${cli.say('cli.reminders.to', head)}\n${plainText(text)}`;
    });
    return {
      json: { on, messages: json },
      text: blocks.join('\n\n') || cli.say('cli.reminders.none', { date: formatDay(on) }),
    };
  });
}

/** Carries what was played out of the transaction that must not stay. */
class Played extends Error {
  readonly messages: PreviewedMessage[];
  constructor(messages: PreviewedMessage[]) {
    super('played');
    this.messages = messages;
  }
}

async function preview(cli: Cli, on: Day): Promise<PreviewedMessage[]> {
  try {
    return await cli.decide(async (scope) => {
      throw new Played(await previewReminders(scope, on));
    });
  } catch (error) {
    if (error instanceof Played) return error.messages;
    throw error;
  }
}
