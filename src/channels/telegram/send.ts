import { SendError, type Outbound, type OutboundFile, type Sent } from '../channel.ts';
import { chatId, isGroup, messageId } from './address.ts';
import type { Api } from './api.ts';
import { keyboard, type Seal } from './buttons.ts';
import { meaningOf, type Adaptation } from './failures.ts';
import { ApiError } from './fault.ts';
import { fieldsOf, whole } from './fields.ts';
import type { createFlood } from './flood.ts';
import { createProgress } from './progress.ts';
import { fitsCaption, isBlank, renderCaption, renderText } from './render.ts';

export interface SenderParts {
  api: Api;
  seal: Seal;
  flood: ReturnType<typeof createFlood>;
  log: { error(fields: object, text: string): void; warn(fields: object, text: string): void };
  /** Pays for more than 30 messages a second in all (Telegram Stars). */
  paid: boolean;
}

export interface Sender {
  send(message: Outbound): Promise<Sent>;
  edit(platformId: string, message: Outbound): Promise<void>;
  delete(address: string, platformId: string): Promise<void>;
  react(address: string, platformId: string, emoji: string): Promise<void>;
}

/** Photos that Telegram shows as such, and its limits for uploads (bytes). https://core.telegram.org/bots/api#sending-files */
const photoTypes = ['image/jpeg', 'image/png', 'image/webp'];
const mostPhotoBytes = 10 * 1024 * 1024;
const mostFileBytes = 50 * 1024 * 1024;

/** One call of a message: its text, or one of its files. */
type Step = { kind: 'text' } | { kind: 'file'; file: OutboundFile; caption: boolean };

/** The text first, then the files; a short text goes under its only file. */
function stepsOf({ text, files }: Outbound): Step[] {
  const [first, ...more] = files;
  if (isBlank(text) || (first && !more.length && fitsCaption(text))) {
    return files.map((file) => ({ kind: 'file', file, caption: !isBlank(text) }));
  }
  return [{ kind: 'text' }, ...files.map((file) => ({ kind: 'file' as const, file, caption: false }))];
}

const refuse = (reason: string): never => {
  throw new SendError({ kind: 'messageRefused', reason });
};

/** Sends, edits and removes. What fails is a SendError. */
export function createSender(parts: SenderParts): Sender {
  const { api, seal } = parts;
  const progress = createProgress();

  const chatOf = (address: string): number => {
    const id = chatId(address);
    if (id === undefined) throw new SendError({ kind: 'recipientGone', reason: 'chatNotFound' });
    return id;
  };

  /** What all calls that make a message have in common. */
  function head(message: Outbound, adapted: Adapted): Record<string, unknown> {
    const quoted = messageId(message.inReplyTo ?? '');
    return {
      chat_id: chatOf(message.address),
      // In a group it must be seen to whom we speak; between two it is clear.
      ...(quoted !== undefined && isGroup(message.address) && !adapted.has('withoutReply')
        ? { reply_parameters: { message_id: quoted, allow_sending_without_reply: true } }
        : {}),
      ...(parts.paid ? { allow_paid_broadcast: true } : {}),
    };
  }

  const markup = (message: Outbound, adapted: Adapted): { reply_markup?: object } => {
    const made = keyboard(message.buttons, message.address, { seal, links: !adapted.has('withoutLinks') });
    return made ? { reply_markup: made } : {};
  };

  function sendText(message: Outbound, adapted: Adapted): Promise<unknown> {
    return api.call('sendMessage', {
      ...head(message, adapted),
      ...renderText(message.text, adapted.has('plainText')),
      ...noPreview,
      ...markup(message, adapted),
    });
  }

  function sendFile(message: Outbound, step: Step & { kind: 'file' }, adapted: Adapted): Promise<unknown> {
    const { file, caption } = step;
    const asPhoto =
      photoTypes.includes(file.mime) && file.size <= mostPhotoBytes && !adapted.has('asDocument');
    const leads = caption || (isBlank(message.text) && file === message.files[0]);
    return api.upload(
      asPhoto ? 'sendPhoto' : 'sendDocument',
      {
        ...head(message, adapted),
        ...(caption ? renderCaption(message.text, adapted.has('plainText')) : {}),
        ...(leads ? markup(message, adapted) : {}),
      },
      asPhoto ? 'photo' : 'document',
      file,
    );
  }

  async function sendStep(message: Outbound, step: Step): Promise<number> {
    const result = await attempted(parts, message.address, (adapted) =>
      step.kind === 'text' ? sendText(message, adapted) : sendFile(message, step, adapted),
    );
    // Sent, and an answer that says nothing: as good as lost.
    const id = whole(fieldsOf(result)?.message_id);
    if (id === undefined) throw new SendError({ kind: 'unknown' });
    return id;
  }

  return {
    async send(message) {
      const steps = stepsOf(message);
      if (!steps.length) refuse('empty');
      if (message.files.some((file) => file.size > mostFileBytes)) refuse('tooLarge');
      const key = `${message.deliveryId} ${message.address} ${message.text}`;
      const ids = steps.length > 1 ? progress.of(key) : [];
      for (const step of steps.slice(ids.length)) ids.push(await sendStep(message, step));
      progress.done(key);
      // The text comes first, with the buttons: what people answer to.
      return { platformId: String(ids[0]) };
    },

    async edit(platformId, message) {
      const target = {
        chat_id: chatOf(message.address),
        message_id: messageId(platformId) ?? refuse('gone'),
      };
      await attempted(parts, message.address, (adapted) => {
        const plain = adapted.has('plainText');
        const keys = markup(message, adapted);
        if (!adapted.has('asCaption')) {
          const text = renderText(message.text, plain);
          return api.call('editMessageText', { ...target, ...text, ...noPreview, ...keys });
        }
        if (!fitsCaption(message.text)) refuse('tooLong');
        return api.call('editMessageCaption', { ...target, ...renderCaption(message.text, plain), ...keys });
      });
    },

    async delete(address, platformId) {
      const target = { chat_id: chatOf(address), message_id: messageId(platformId) ?? refuse('gone') };
      await attempted(parts, address, () => api.call('deleteMessage', target));
    },

    async react(address, platformId, emoji) {
      const target = { chat_id: chatOf(address), message_id: messageId(platformId) ?? refuse('gone') };
      const reaction = [{ type: 'emoji', emoji }];
      await attempted(parts, address, () => api.call('setMessageReaction', { ...target, reaction }));
    },
  };
}

const noPreview = { link_preview_options: { is_disabled: true } };

type Adapted = ReadonlySet<Adaptation>;

/**
 * A call, made again at once in the form in which Telegram may take it, for each form once. Undefined where what was
 * wanted stands already. Throws SendError.
 */
async function attempted(
  { flood, log }: SenderParts,
  address: string,
  call: (adapted: Adapted) => Promise<unknown>,
): Promise<unknown> {
  const adapted = new Set<Adaptation>();
  for (;;) {
    try {
      return await call(adapted);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const meaning = meaningOf(error.fault);
      if (meaning.kind === 'done') return undefined;
      if (meaning.kind === 'adapt') {
        if (adapted.has(meaning.to)) return refuse('refused');
        adapted.add(meaning.to);
        note(log, meaning.to, error);
        continue;
      }
      if (meaning.kind === 'messageRefused')
        log.warn({ refusal: error.message }, 'Telegram refused a message');
      const wide = meaning.kind === 'retryAfter' && flood.refused(address);
      throw new SendError(wide ? { ...meaning, whole: true } : meaning);
    }
  }
}

/** Refused markup is a fault of ours that somebody has to see to; the rest is the way of the platform. */
function note(log: SenderParts['log'], to: Adaptation, error: ApiError): void {
  if (to === 'asCaption' || to === 'withoutReply') return;
  const text = `Telegram refused a message as composed; sent ${to}`;
  if (to === 'plainText') log.error({ refusal: error.message }, text);
  else log.warn({ refusal: error.message }, text);
}
