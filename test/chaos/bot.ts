import { pino } from 'pino';
import { commands } from '../../commands/index.ts';
import { SendError, type Channel } from '../../src/channels/channel.ts';
import { createChannels } from '../../src/channels/index.ts';
import { environment, readConfig } from '../../src/config.ts';
import type { Command } from '../../src/inbound/command.ts';
import { start } from '../../src/main.ts';

/**
 * The bot as it is, with one channel more: a platform that lives in the parent process and remembers all that it was
 * given. CRASH_AT makes it kill itself at one of the crash points.
 */

const platform = process.env['PLATFORM_URL'] ?? '';
const crashAt = process.env['CRASH_AT'];

/** As `kill -9` does it: nothing is flushed, closed or told. */
const die = (): void => void process.kill(process.pid, 'SIGKILL');

const post = async (path: string, body: object): Promise<{ id: string }> => {
  try {
    const response = await fetch(`${platform}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as { id: string };
  } catch {
    throw new SendError({ kind: 'retry' });
  }
};

const ledgerChannel: Channel = {
  name: 'telegram',
  can: {
    buttons: true,
    edit: true,
    delete: true,
    files: false,
    textLength: 4096,
    perSecond: 200,
    readReceipts: false,
  },
  async send(message) {
    if (crashAt === 'committed and not sent') die();
    const { id } = await post('/send', {
      delivery: message.deliveryId.toString(),
      address: message.address,
      text: message.text,
    });
    if (crashAt === 'sent and not marked') die();
    return { platformId: id };
  },
  async edit(platformId, message) {
    await post('/edit', { platformId, address: message.address, text: message.text });
  },
  async delete(address, platformId) {
    await post('/delete', { platformId, address });
  },
};

/** Dies inside the transaction of the first report: stored, and not handled. */
const fatal = (command: Command): Command => ({
  ...command,
  async run(at, args) {
    if (crashAt === 'stored and not handled') die();
    return command.run(at, args);
  },
});

const config = readConfig(environment());
const running = await start(config, pino({ level: 'error' }, pino.destination(2)), {
  channels: (settings, deps) => [...createChannels(settings, deps), ledgerChannel],
  commands: commands.map((command) => (command.name === 'report' ? fatal(command) : command)),
});
process.stdout.write(`${JSON.stringify({ url: running.url, link: running.administratorLink })}\n`);
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
