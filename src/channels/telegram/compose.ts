import { SendError, type Outbound, type OutboundFile } from '../channel.ts';
import { chatId, isGroup, messageId } from './address.ts';
import { keyboard, type Seal } from './buttons.ts';
import type { Adaptation } from './failures.ts';
import { fitsCaption, isBlank, renderCaption, renderText } from './render.ts';

/** Photos that Telegram shows as such, and how large they may be (bytes). https://core.telegram.org/bots/api#sending-files */
const photoTypes = ['image/jpeg', 'image/png', 'image/webp'];
const mostPhotoBytes = 10 * 1024 * 1024;

/** One call of a message: its text, or one of its files. */
export type Step = { kind: 'text' } | { kind: 'file'; file: OutboundFile; caption: boolean };

/** The forms in which Telegram wants this message, as it said so far. */
export type Adapted = ReadonlySet<Adaptation>;

export interface Call {
  method: string;
  payload: Record<string, unknown>;
  /** A file that goes with it, under this field. */
  upload?: { field: string; file: OutboundFile };
}

export interface Composing {
  seal: Seal;
  paid: boolean;
}

const noPreview = { link_preview_options: { is_disabled: true } };

export const refuse = (reason: string): never => {
  throw new SendError({ kind: 'messageRefused', reason });
};

/** The text first, then the files; a short text goes under its only file. */
export function stepsOf({ text, files }: Outbound): Step[] {
  const [first, ...more] = files;
  if (isBlank(text) || (first && !more.length && fitsCaption(text))) {
    return files.map((file) => ({ kind: 'file', file, caption: !isBlank(text) }));
  }
  return [{ kind: 'text' }, ...files.map((file) => ({ kind: 'file' as const, file, caption: false }))];
}

export function composeStep(message: Outbound, step: Step, adapted: Adapted, parts: Composing): Call {
  const head = headOf(message, adapted, parts.paid);
  return step.kind === 'text'
    ? { method: 'sendMessage', payload: { ...head, ...textOf(message, adapted, parts.seal) } }
    : composeFile(message, step, adapted, { ...parts, head });
}

/** What all calls that make a message have in common. */
function headOf(message: Outbound, adapted: Adapted, paid: boolean): Record<string, unknown> {
  const quoted = messageId(message.inReplyTo ?? '');
  // In a group it must be seen to whom we speak; between two it is clear.
  const quotes = quoted !== undefined && isGroup(message.address) && !adapted.has('withoutReply');
  return {
    chat_id: chatOf(message.address),
    ...(quotes ? { reply_parameters: { message_id: quoted, allow_sending_without_reply: true } } : {}),
    ...(paid ? { allow_paid_broadcast: true } : {}),
  };
}

const textOf = (message: Outbound, adapted: Adapted, seal: Seal): Record<string, unknown> => ({
  ...renderText(message.text, adapted.has('plainText')),
  ...noPreview,
  ...markupOf(message, adapted, seal),
});

const captionOf = (message: Outbound, adapted: Adapted): Record<string, unknown> => ({
  ...renderCaption(message.text, adapted.has('plainText')),
});

function markupOf(message: Outbound, adapted: Adapted, seal: Seal): { reply_markup?: object } {
  const made = keyboard(message.buttons, message.address, { seal, links: !adapted.has('withoutLinks') });
  return made ? { reply_markup: made } : {};
}

function composeFile(
  message: Outbound,
  { file, caption }: Step & { kind: 'file' },
  adapted: Adapted,
  { seal, head }: Composing & { head: Record<string, unknown> },
): Call {
  const photo = photoTypes.includes(file.mime) && file.size <= mostPhotoBytes && !adapted.has('asDocument');
  const leads = caption || (isBlank(message.text) && file === message.files[0]);
  return {
    method: photo ? 'sendPhoto' : 'sendDocument',
    payload: {
      ...head,
      ...(caption ? captionOf(message, adapted) : {}),
      ...(leads ? markupOf(message, adapted, seal) : {}),
    },
    upload: { field: photo ? 'photo' : 'document', file },
  };
}

export interface Target {
  chat_id: number;
  message_id: number;
}

/** The call that changes a message's text, or the caption that it is. */
export function composeEdit(message: Outbound, target: Target, adapted: Adapted, seal: Seal): Call {
  if (!adapted.has('asCaption')) {
    return { method: 'editMessageText', payload: { ...target, ...textOf(message, adapted, seal) } };
  }
  if (!fitsCaption(message.text)) refuse('tooLong');
  return {
    method: 'editMessageCaption',
    payload: { ...target, ...captionOf(message, adapted), ...markupOf(message, adapted, seal) },
  };
}

export function chatOf(address: string): number {
  const id = chatId(address);
  if (id === undefined) throw new SendError({ kind: 'recipientGone', reason: 'chatNotFound' });
  return id;
}

export const targetOf = (address: string, platformId: string): Target => ({
  chat_id: chatOf(address),
  message_id: messageId(platformId) ?? refuse('gone'),
});
