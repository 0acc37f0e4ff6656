import { describe, expect, test, vi } from 'vitest';
import type { Channel } from '../../src/channels/channel.ts';
import { startReceivers } from '../../src/inbound/receivers.ts';
import { silentLog } from '../harness/log.ts';

/** Who leads receives, and nobody else; nobody after a restore. */

const channel = (): Channel & { said: string[] } => {
  const said: string[] = [];
  return {
    name: 'telegram',
    said,
    can: {
      buttons: true,
      edit: true,
      delete: true,
      files: true,
      textLength: 1,
      perSecond: 1,
      readReceipts: false,
    },
    send: async () => ({ platformId: '1' }),
    start: async () => void said.push('start'),
    stop: async () => void said.push('stop'),
  };
};

describe('receiving', () => {
  test('begins with the lead, ends with it, and begins again', async () => {
    const one = channel();
    let leads = false;
    const receivers = startReceivers({
      channels: [one],
      leads: () => leads,
      paused: async () => false,
      log: silentLog,
      everyMs: 60_000,
    });
    const after = async (lead: boolean, said: string[]) => {
      leads = lead;
      receivers.look();
      await vi.waitFor(() => expect(one.said).toEqual(said));
    };
    await after(false, []);
    await after(true, ['start']);
    await after(true, ['start']);
    await after(false, ['start', 'stop']);
    await after(true, ['start', 'stop', 'start']);
    await receivers.stop();
    expect(one.said).toEqual(['start', 'stop', 'start', 'stop']);
  });

  test('waits until a restored database is let go on', async () => {
    const one = channel();
    let paused = true;
    const receivers = startReceivers({
      channels: [one],
      leads: () => true,
      paused: async () => paused,
      log: silentLog,
      everyMs: 60_000,
    });
    receivers.look();
    paused = false;
    receivers.look();
    await vi.waitFor(() => expect(one.said).toEqual(['start']));
    await receivers.stop();
  });

  test('of one channel that cannot start holds up no other', async () => {
    const [broken, well] = [channel(), channel()];
    broken.start = async () => Promise.reject(new Error('no'));
    const receivers = startReceivers({
      channels: [broken, well],
      leads: () => true,
      paused: async () => false,
      log: silentLog,
      everyMs: 60_000,
    });
    await vi.waitFor(() => expect(well.said).toEqual(['start']));
    await receivers.stop();
  });
});
