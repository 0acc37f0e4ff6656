import { describe, expect, test } from 'vitest';
import { SendError, type Channel, type Outbound, type SendFailure } from '../../src/channels/channel.ts';
import { plainText } from '../../src/domain/markup.ts';

/** What a person on the platform sees: plain text and the ids of the buttons. */
export interface Seen {
  platformId: string;
  text: string;
  buttons: { id: string; label: string; url?: string }[];
  files: string[];
}

/** A channel under test with its platform at the network edge. */
export interface Subject {
  channel: Channel;
  /** An address that works. */
  address: string;
  /** Deliveries must exist where the channel refers to them. */
  delivery(): Promise<bigint>;
  /** What the person sees now, in order. */
  seen(): Promise<Seen[]>;
  close?(): Promise<void>;
}

export interface Failure {
  name: string;
  /** Makes the platform answer so, from now on. */
  arrange(subject: Subject): Promise<void> | void;
  want: SendFailure['kind'];
}

export interface ContractOptions {
  make(): Promise<Subject>;
  /** How the platform fails, and what each failure means. */
  failures: readonly Failure[];
}

const letters = 'Ý kiến của Sở Tư pháp: "đề nghị bổ sung <phụ lục> & biểu mẫu" 60% 😀';

const message = (subject: Subject, deliveryId: bigint, more: Partial<Outbound> = {}): Outbound => ({
  deliveryId,
  address: subject.address,
  text: 'Nhiệm vụ #12',
  buttons: [],
  files: [],
  ...more,
});

const failureOf = async (work: Promise<unknown>): Promise<SendFailure | 'no SendError' | 'no failure'> =>
  work.then(
    () => 'no failure' as const,
    (error: unknown) => (error instanceof SendError ? error.failure : 'no SendError'),
  );

/** What every channel keeps, whatever its platform. */
export function channelContract(name: string, { make, failures }: ContractOptions): void {
  /** Runs a test with a fresh subject. */
  const withOne = (work: (subject: Subject) => Promise<void>) => async (): Promise<void> => {
    const subject = await make();
    try {
      await work(subject);
    } finally {
      await subject.close?.();
    }
  };

  describe(`${name} keeps the channel contract`, () => {
    test(
      'what it can do is stated, and methods go with it',
      withOne(async ({ channel }) => {
        expect(channel.can.textLength).toBeGreaterThan(100);
        expect(channel.can.perSecond).toBeGreaterThan(0);
        if (channel.can.edit) expect(channel.edit).toBeTypeOf('function');
        if (channel.can.delete) expect(channel.delete).toBeTypeOf('function');
        if (channel.can.idempotent) expect(channel.wasSent).toBeTypeOf('function');
      }),
    );

    test(
      'a message arrives as it was composed, whatever signs are in it',
      withOne(async (subject) => {
        const text = `**Nhiệm vụ #12**\n${letters.replace(/[*`[\]\\]/g, '\\$&')}\n- một\n- hai`;
        const { platformId } = await subject.channel.send(
          message(subject, await subject.delivery(), { text }),
        );
        const [seen] = await subject.seen();
        expect(seen?.platformId).toBe(platformId);
        expect(seen?.text.replace(/^• /gm, '- ')).toBe(plainText(text));
        expect(seen?.text).toContain(letters);
      }),
    );

    test(
      'the longest text that it says it takes is taken',
      withOne(async (subject) => {
        const text = 'đ'.repeat(subject.channel.can.textLength);
        await subject.channel.send(message(subject, await subject.delivery(), { text }));
        expect((await subject.seen())[0]?.text).toBe(text);
      }),
    );

    test(
      'buttons keep their ids and rows',
      withOne(async (subject) => {
        if (!subject.channel.can.buttons) return;
        const id = await subject.delivery();
        const buttons = [
          [
            { id: `${id}.0`, label: 'Đã nhận', numbered: '1. Đã nhận' },
            { id: `${id}.1`, label: 'Có vướng mắc', numbered: '2. Có vướng mắc' },
          ],
        ];
        await subject.channel.send(message(subject, id, { buttons }));
        const seen = (await subject.seen())[0]?.buttons ?? [];
        expect(seen.map((button) => button.id)).toEqual([`${id}.0`, `${id}.1`]);
        expect(seen.map((button) => button.label)).toEqual([
          expect.stringContaining('Đã nhận'),
          expect.stringContaining('Có vướng mắc'),
        ]);
      }),
    );

    test(
      'messages are seen in the order in which they were sent',
      withOne(async (subject) => {
        for (const text of ['một', 'hai', 'ba']) {
          await subject.channel.send(message(subject, await subject.delivery(), { text }));
        }
        expect((await subject.seen()).map((each) => each.text)).toEqual(['một', 'hai', 'ba']);
      }),
    );

    test(
      'an edit changes the message in place, and the same edit twice is no error',
      withOne(async (subject) => {
        const { channel } = subject;
        if (!channel.edit) return;
        const { platformId } = await channel.send(message(subject, await subject.delivery()));
        await channel.edit(platformId, message(subject, await subject.delivery(), { text: 'bản hai' }));
        await channel.edit(platformId, message(subject, await subject.delivery(), { text: 'bản hai' }));
        expect((await subject.seen()).map((each) => [each.platformId, each.text])).toEqual([
          [platformId, 'bản hai'],
        ]);
      }),
    );

    test(
      'a removal removes, and the same removal twice is no error',
      withOne(async (subject) => {
        const { channel } = subject;
        if (!channel.delete) return;
        const { platformId } = await channel.send(message(subject, await subject.delivery()));
        await channel.delete(subject.address, platformId);
        await channel.delete(subject.address, platformId);
        expect(await subject.seen()).toEqual([]);
      }),
    );

    test(
      'where it can tell whether a message was sent, it tells the truth',
      withOne(async (subject) => {
        const { channel } = subject;
        if (!channel.wasSent) return;
        const one = message(subject, await subject.delivery());
        expect(await channel.wasSent(one)).toBeUndefined();
        const sent = await channel.send(one);
        expect(await channel.wasSent(one)).toEqual(sent);
        expect(await channel.wasSent(message(subject, await subject.delivery()))).toBeUndefined();
      }),
    );

    test(
      'where sending twice shows once, it does, also at the same time',
      withOne(async (subject) => {
        const { channel } = subject;
        if (!channel.can.idempotent) return;
        const one = message(subject, await subject.delivery());
        const all = await Promise.all([channel.send(one), channel.send(one), channel.send(one)]);
        expect(new Set(all.map((sent) => sent.platformId)).size).toBe(1);
        expect(await subject.seen()).toHaveLength(1);
      }),
    );

    test.each(failures.map((failure) => [failure.name, failure] as const))('%s', async (_, failure) => {
      const subject = await make();
      try {
        const id = await subject.delivery();
        await failure.arrange(subject);
        expect(await failureOf(subject.channel.send(message(subject, id)))).toMatchObject({
          kind: failure.want,
        });
      } finally {
        await subject.close?.();
      }
    });
  });
}
