import { SendError, type Outbound, type Sent } from '../channel.ts';
import type { Api } from './api.ts';
import {
  composeEdit,
  composeStep,
  refuse,
  stepsOf,
  targetOf,
  type Call,
  type Composing,
  type Step,
} from './compose.ts';
import { failureOf, meaningOf, type Adaptation } from './failures.ts';
import { ApiError } from './fault.ts';
import { fieldsOf, whole } from './fields.ts';
import type { Flood } from './flood.ts';
import { createMemory } from './memory.ts';

export interface SenderParts extends Composing {
  api: Api;
  flood: Flood;
  log: { error(fields: object, text: string): void; warn(fields: object, text: string): void };
}

export interface Sender {
  send(message: Outbound): Promise<Sent>;
  edit(platformId: string, message: Outbound): Promise<void>;
  delete(address: string, platformId: string): Promise<void>;
  react(address: string, platformId: string, emoji: string): Promise<void>;
}

/** Telegram's limit for uploads (bytes). https://core.telegram.org/bots/api#sending-files */
const mostFileBytes = 50 * 1024 * 1024;

/** Sends, edits and removes. What fails is a SendError. */
export function createSender(parts: SenderParts): Sender {
  /**
   * How far a message of several calls got, so that a new try does not send again what has arrived. After a crash the
   * message is in doubt anyway.
   */
  const begun = createMemory<number[]>(1000);
  /** Messages whose text is a caption, which is edited by another method; where it is not known Telegram says so. */
  const captioned = createMemory<true>(10_000);
  const keyOf = (chat: string, id: number): string => `${chat} ${id}`;

  async function sendStep(message: Outbound, step: Step): Promise<number> {
    const result = await attempted(parts, message.address, (adapted) =>
      composeStep(message, step, adapted, parts),
    );
    // Sent, and an answer that says nothing: as good as lost.
    const id = whole(fieldsOf(result)?.message_id);
    if (id === undefined) throw new SendError({ kind: 'unknown' });
    if (step.kind === 'file' && step.caption) captioned.set(keyOf(message.address, id), true);
    return id;
  }

  return {
    async send(message) {
      const steps = stepsOf(message);
      if (!steps.length) refuse('empty');
      if (message.files.some((file) => file.size > mostFileBytes)) refuse('tooLarge');
      const key = `${message.deliveryId} ${message.text}`;
      const ids = [...(begun.get(key) ?? [])];
      for (const step of steps.slice(ids.length)) {
        ids.push(await sendStep(message, step));
        if (ids.length < steps.length) begun.set(key, [...ids]);
      }
      begun.forget(key);
      // The text comes first, with the buttons: what people answer to.
      return { platformId: String(ids[0]) };
    },

    async edit(platformId, message) {
      const target = targetOf(message.address, platformId);
      const known = captioned.get(keyOf(message.address, target.message_id));
      const compose = (adapted: ReadonlySet<Adaptation>): Call =>
        composeEdit(message, target, adapted, parts.seal);
      await attempted(parts, message.address, compose, known ? ['asCaption'] : []);
    },

    async delete(address, platformId) {
      const payload = { ...targetOf(address, platformId) };
      await attempted(parts, address, () => ({ method: 'deleteMessage', payload }));
    },

    async react(address, platformId, emoji) {
      const payload = { ...targetOf(address, platformId), reaction: [{ type: 'emoji', emoji }] };
      await attempted(parts, address, () => ({ method: 'setMessageReaction', payload }));
    },
  };
}

/**
 * A call, made again at once in the form in which Telegram may take it, for each form once. Undefined where what was
 * wanted stands already. Throws SendError.
 */
async function attempted(
  { api, flood, log }: SenderParts,
  address: string,
  compose: (adapted: ReadonlySet<Adaptation>) => Call,
  from: readonly Adaptation[] = [],
): Promise<unknown> {
  const adapted = new Set(from);
  for (;;) {
    try {
      return await made(api, compose(adapted));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const meaning = meaningOf(error.fault);
      if (meaning.kind === 'done') return undefined;
      if (meaning.kind === 'adapt' && !adapted.has(meaning.to)) {
        adapted.add(meaning.to);
        note(log, meaning.to, error);
        continue;
      }
      throw new SendError(failureOf(meaning, () => flood.refused(address)));
    }
  }
}

const made = (api: Api, { method, payload, upload }: Call): Promise<unknown> =>
  upload ? api.upload(method, payload, upload.field, upload.file) : api.call(method, payload);

/** Refused markup is a fault of ours that somebody has to see to; the rest is the way of the platform. */
function note(log: SenderParts['log'], to: Adaptation, error: ApiError): void {
  const text = `Telegram refused a message as composed; sent ${to}`;
  if (to === 'plainText') log.error({ refusal: error.message }, text);
  else if (to !== 'asCaption' && to !== 'withoutReply') log.warn({ refusal: error.message }, text);
}
