import { deletePosted, editPosted, postedAs, postFromBot } from '../../store/web-chat.ts';
import { SendError, type Channel, type ChannelDeps, type Outbound } from '../channel.ts';

export type WebChatDeps = Pick<ChannelDeps, 'prisma' | 'clock' | 'onPosted'>;

/**
 * The web chat as a channel. Its mailbox is ours, so sending twice shows once and nothing is ever in doubt; a message
 * waits there until an open page shows it.
 */
export function webChat({ prisma, clock, onPosted }: WebChatDeps): Channel {
  const identityOf = async (address: string): Promise<string> => {
    const identity = await prisma.identity.findUnique({
      where: { channel_address: { channel: 'webchat', address } },
      select: { id: true, state: true },
    });
    if (!identity || identity.state === 'revoked')
      throw new SendError({ kind: 'recipientGone', reason: 'revoked' });
    return identity.id;
  };
  // The page numbers them by itself, all rows through.
  const buttonsOf = (message: Outbound) =>
    message.buttons.map((row) => row.map(({ id, label, url }) => ({ id, label, ...(url ? { url } : {}) })));

  return {
    name: 'webchat',
    can: {
      buttons: true,
      edit: true,
      delete: true,
      files: true,
      textLength: 20_000,
      perSecond: Infinity,
      readReceipts: false,
      idempotent: true,
      concurrency: 16,
    },
    async send(message) {
      return guarded(async () => {
        const { address, deliveryId, text } = message;
        const fileIds = message.files.map((file) => file.id);
        const posted = await postFromBot(
          prisma,
          { address, deliveryId, text, buttons: buttonsOf(message), fileIds },
          clock(),
        );
        if (!posted) throw new SendError({ kind: 'recipientGone', reason: 'revoked' });
        onPosted?.(posted.identityId);
        return { platformId: posted.id.toString(), waiting: true };
      });
    },
    async edit(platformId, message) {
      await guarded(async () => {
        const identityId = await identityOf(message.address);
        const change = { text: message.text, buttons: buttonsOf(message) };
        if (!(await editPosted(prisma, BigInt(platformId), change, clock()))) {
          throw new SendError({ kind: 'messageRefused', reason: 'gone' });
        }
        onPosted?.(identityId);
      });
    },
    async delete(address, platformId) {
      await guarded(async () => {
        const identityId = await identityOf(address);
        await deletePosted(prisma, BigInt(platformId), clock());
        onPosted?.(identityId);
      });
    },
    async wasSent(message) {
      const id = await postedAs(prisma, message.deliveryId);
      return id === undefined ? undefined : { platformId: id.toString(), waiting: true };
    },
  };
}

/** The mailbox is the database: what fails there is tried again. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SendError) throw error;
    throw new SendError({ kind: 'retry' });
  }
}
