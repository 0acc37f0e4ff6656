import { describe, expect, test } from 'vitest';
import { SendError, type Channel, type SendFailure } from '../../src/channels/channel.ts';
import { deliver } from '../../src/outbound/deliver.ts';
import type { Claimed } from '../../src/store/dispatch.ts';

/** A channel that writes down what it is asked to do. */
function noting(reacts: boolean, failure?: SendFailure): { channel: Channel; did: string[] } {
  const did: string[] = [];
  const channel: Channel = {
    name: 'telegram',
    can: {
      buttons: true,
      edit: true,
      delete: true,
      files: true,
      textLength: 4096,
      perSecond: 30,
      readReceipts: false,
    },
    send({ text, inReplyTo }) {
      did.push(`says ${text} to ${inReplyTo}`);
      return Promise.resolve({ platformId: '7' });
    },
    ...(reacts && {
      react(address: string, platformId: string, emoji: string) {
        did.push(`${emoji} under ${platformId} in ${address}`);
        return failure ? Promise.reject(new SendError(failure)) : Promise.resolve();
      },
    }),
  };
  return { channel, did };
}

const row: Claimed = {
  id: 1n,
  identityId: 'i',
  identityState: 'active',
  channel: 'telegram',
  address: '-5',
  kind: 'answer',
  priority: 0,
  text: 'Đã ghi nhận',
  buttons: null,
  fileIds: [],
  inReplyTo: '-5:3',
  reaction: '👍',
  editsId: null,
  deletes: false,
  attempts: 1,
  doubtful: false,
  partIds: [],
};
const reaction = '👍 under -5:3 in -5';
const words = 'says Đã ghi nhận to -5:3';

describe('an answer that is a reaction', () => {
  test.each([
    ['stands alone under the message', noting(true), {}, 'react', [reaction]],
    ['is said in words where the channel has none', noting(false), {}, 'send', [words]],
    [
      'is said in words where the chat allows none',
      noting(true, { kind: 'messageRefused', reason: 'REACTION_INVALID' }),
      {},
      'send',
      [reaction, words],
    ],
    [
      'is said in words where it answers no message',
      noting(true),
      { inReplyTo: null },
      'send',
      ['says Đã ghi nhận to undefined'],
    ],
  ] as const)('%s', async (_, { channel, did }, change, how, what) => {
    const delivered = await deliver(channel, { row: { ...row, ...change }, files: [] }, []);
    expect([delivered.did, did]).toEqual([how, what]);
  });

  test('that could not go out is tried again', async () => {
    const { channel, did } = noting(true, { kind: 'retryAfter', seconds: 3 });
    await expect(deliver(channel, { row, files: [] }, [])).rejects.toMatchObject({
      failure: { kind: 'retryAfter', seconds: 3 },
    });
    expect(did).toEqual([reaction]);
  });
});
