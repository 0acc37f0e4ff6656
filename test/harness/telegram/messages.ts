import { onWire, type Ground } from './ground.ts';
import { formatted, markupOf, notModified, reactionOf, checkAction, checkLength } from './rules.ts';
import { ApiError, badRequest, breach, Upload, type Params, type TgMarkup, type TgMessage } from './wire.ts';
import { fileFields, type Room, type Stored, type StoredFile } from './world.ts';

/** Sending, changing and removing messages. */

/** A call in work. */
export interface Call {
  method: string;
  params: Params;
  /** Files that came under names of their own, for attach://. */
  attached: Map<string, Upload>;
  /** The caller has hung up. */
  gone: AbortSignal;
}

export type Handler = (ground: Ground, call: Call) => unknown;

/** Where a message goes: chat, topic and what it replies to. */
interface Place {
  room: Room;
  wire: Partial<TgMessage>;
}

function placeOf(ground: Ground, params: Params): Place {
  const room = ground.world.room(params.chat_id);
  room.mustBeWritable();
  const reply = params.reply_parameters as
    { message_id: number; allow_sending_without_reply?: boolean } | undefined;
  const target = reply && room.messages.get(reply.message_id);
  if (reply && !target && !reply.allow_sending_without_reply) {
    throw badRequest('message to be replied not found');
  }
  const topic = (params.message_thread_id as number | undefined) ?? target?.wire.message_thread_id;
  if (topic !== undefined && !room.topics.has(topic)) throw badRequest('message thread not found');
  if (topic !== undefined && room.closedTopics.has(topic)) throw badRequest('TOPIC_CLOSED');
  return {
    room,
    wire: {
      ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }),
      ...(target ? { reply_to_message: target.wire } : {}),
    },
  };
}

function mustBePaced(ground: Ground, room: Room, count: number, params: Params): void {
  const refused = ground.limits?.take(room, count, params.allow_paid_broadcast === true);
  if (!refused) return;
  throw new ApiError(429, `Too Many Requests: retry after ${refused.seconds}`, {
    parameters: { retry_after: refused.seconds },
  });
}

const inlineOnly = (markup: TgMarkup | undefined): Partial<TgMessage> =>
  markup?.inline_keyboard?.length ? { reply_markup: markup } : {};

/** Puts the bot's message there and enters it in the ledger. */
function send(
  ground: Ground,
  call: Call,
  place: Place,
  content: { wire: Partial<TgMessage>; html?: string; file?: StoredFile },
): Stored {
  const { room } = place;
  const markup = markupOf(call.params);
  const stored = ground.world.post(
    room,
    ground.bot,
    { ...place.wire, ...content.wire, ...inlineOnly(markup) },
    { html: content.html, files: content.file ? [content.file] : [] },
  );
  if (markup?.keyboard)
    room.keyboard = markup.keyboard.map((row) =>
      row.map((key) => (typeof key === 'string' ? key : key.text)),
    );
  if (markup?.remove_keyboard) room.keyboard = undefined;
  ground.ledger.record({
    deed: 'send',
    method: call.method,
    chat: room.id,
    messageId: stored.wire.message_id,
    text: stored.wire.text ?? stored.wire.caption ?? '',
  });
  ground.noteBot(room, stored);
  return stored;
}

const sendMessage: Handler = (ground, call) => {
  const { params } = call;
  const { text, entities } = formatted('text', params.text as string, params);
  markupOf(params);
  const place = placeOf(ground, params);
  mustBePaced(ground, place.room, 1, params);
  const wire = { text, ...(entities.length ? { entities } : {}) };
  return onWire(send(ground, call, place, { wire, html: params.text as string }));
};

const tenMegabytes = 10 * 1024 * 1024;

/** The file that a call names: sent along, attached under a name, or known from before. */
function fileOf(ground: Ground, call: Call, value: unknown, photo: boolean): StoredFile {
  const upload =
    typeof value === 'string' && value.startsWith('attach://') ? call.attached.get(value.slice(9)) : value;
  if (upload instanceof Upload) {
    if (!upload.bytes.length) throw breach('file must be non-empty');
    if (photo && upload.bytes.length > tenMegabytes) throw breach('photo is too big, 10 MB at most');
    return ground.world.keep(upload.name, upload.mime, upload.bytes, photo);
  }
  const known = ground.world.files.get(String(value));
  if (!known) throw breach('wrong file identifier/HTTP URL specified');
  return known;
}

function captionOf(params: Params): { wire: Partial<TgMessage>; html?: string } {
  const { caption } = params;
  if (typeof caption !== 'string' || !caption) return { wire: {} };
  const { text, entities } = formatted('caption', caption, params);
  return {
    wire: { caption: text, ...(entities.length ? { caption_entities: entities } : {}) },
    html: caption,
  };
}

const sendFile =
  (field: 'document' | 'photo'): Handler =>
  (ground, call) => {
    const caption = captionOf(call.params);
    markupOf(call.params);
    const file = fileOf(ground, call, call.params[field], field === 'photo');
    const place = placeOf(ground, call.params);
    mustBePaced(ground, place.room, 1, call.params);
    const wire = { ...fileFields(file), ...caption.wire };
    return onWire(send(ground, call, place, { wire, html: caption.html, file }));
  };

const sendMediaGroup: Handler = (ground, call) => {
  const media = call.params.media as ({ type: string; media: string } & Params)[];
  if (media.length < 2 || media.length > 10) throw breach('media group must include 2-10 items');
  if (new Set(media.map(({ type }) => type)).size > 1)
    throw breach('documents and photos cannot be mixed in an album');
  const items = media.map((item) => ({
    caption: captionOf(item),
    file: fileOf(ground, call, item.media, item.type === 'photo'),
  }));
  const place = placeOf(ground, call.params);
  mustBePaced(ground, place.room, items.length, call.params);
  const media_group_id = String(13_000_000_000 + ground.world.nextSerial());
  return items.map(({ caption, file }) => {
    const wire = { media_group_id, ...fileFields(file), ...caption.wire };
    return onWire(send(ground, call, place, { wire, html: caption.html, file }));
  });
};

/** The bot's own message that is to be changed. */
function toEdit(ground: Ground, params: Params): { room: Room; stored: Stored } {
  if (params.inline_message_id !== undefined || params.message_id === undefined) {
    throw breach('message identifier is not specified');
  }
  const room = ground.world.room(params.chat_id);
  room.mustBeWritable();
  const stored = room.messages.get(params.message_id as number);
  if (!stored) throw badRequest('message to edit not found');
  if (!stored.fromBot) throw breach("message can't be edited");
  return { room, stored };
}

function change(ground: Ground, call: Call, wire: Partial<TgMessage>, html?: string): TgMessage {
  const { room, stored } = toEdit(ground, call.params);
  const { reply_markup: _old, ...kept } = stored.wire;
  const next: TgMessage = { ...kept, ...wire, ...inlineOnly(markupOf(call.params)) };
  const said = (message: TgMessage) =>
    JSON.stringify([
      message.text,
      message.entities,
      message.caption,
      message.caption_entities,
      message.reply_markup,
    ]);
  if (said(next) === said(stored.wire)) throw notModified();
  stored.wire = { ...next, edit_date: ground.world.seconds() };
  stored.html = html ?? stored.html;
  const text = next.text ?? next.caption ?? '';
  ground.ledger.record({
    deed: 'edit',
    method: call.method,
    chat: room.id,
    messageId: next.message_id,
    text,
  });
  ground.noteBot(room, stored, ' sửa');
  ground.world.touch(room, stored);
  return onWire(stored);
}

const editMessageText: Handler = (ground, call) => {
  const { params } = call;
  if (typeof params.text !== 'string') throw breach('message text is empty');
  const { text, entities } = formatted('text', params.text, params);
  const { stored } = toEdit(ground, params);
  if (stored.wire.text === undefined) throw breach('there is no text in the message to edit');
  return change(ground, call, { text, entities: entities.length ? entities : undefined }, params.text);
};

const editMessageCaption: Handler = (ground, call) => {
  const { stored } = toEdit(ground, call.params);
  if (!stored.files.length) throw breach('there is no caption in the message to edit');
  const { wire, html } = captionOf(call.params);
  return change(ground, call, { caption: undefined, caption_entities: undefined, ...wire }, html);
};

const editMessageReplyMarkup: Handler = (ground, call) => change(ground, call, {});

const deleteMessage: Handler = (ground, call) => {
  const room = ground.world.room(call.params.chat_id);
  room.mustBeWritable();
  const messageId = call.params.message_id as number;
  const stored = room.messages.get(messageId);
  if (!stored) throw badRequest('message to delete not found');
  const may = stored.fromBot || room.wire.type === 'private' || room.botStatus === 'administrator';
  if (!may) throw breach("message can't be deleted");
  room.messages.delete(messageId);
  ground.ledger.record({ deed: 'delete', method: call.method, chat: room.id, messageId });
  room.changed();
  return true;
};

const answerCallbackQuery: Handler = (ground, { method, params }) => {
  checkLength('MESSAGE', params.text, 200);
  const id = params.callback_query_id as string;
  const press = ground.presses.get(id);
  const stale = 'query is too old and response timeout expired or query ID is invalid';
  if (!press) throw breach(stale);
  // One answer for each time that the press was handed out: after a crash or a doubled update it is asked again.
  if (press.answers.length >= Math.max(1, ground.ledger.handOuts(id))) throw breach(stale);
  press.answers.push({ text: params.text as string | undefined, alert: params.show_alert === true });
  ground.ledger.record({ deed: 'answer', method, callback: id, text: params.text as string | undefined });
  ground.world.rooms.get(press.from.id)?.changed();
  return true;
};

const sendChatAction: Handler = (ground, { method, params }) => {
  checkAction(params.action);
  const { room } = placeOf(ground, params);
  ground.ledger.record({ deed: 'action', method, chat: room.id, text: params.action as string });
  return true;
};

const setMessageReaction: Handler = (ground, { method, params }) => {
  const emoji = reactionOf(params.reaction);
  const room = ground.world.room(params.chat_id);
  room.mustBeWritable();
  const stored = room.messages.get(params.message_id as number);
  if (!stored) throw badRequest('message to react not found');
  if (emoji === undefined) stored.reactions.delete(ground.bot.id);
  else stored.reactions.set(ground.bot.id, emoji);
  ground.ledger.record({
    deed: 'react',
    method,
    chat: room.id,
    messageId: stored.wire.message_id,
    text: emoji,
  });
  if (emoji) ground.note('Bot', room, `(${emoji} cho "${stored.wire.text ?? stored.wire.caption ?? ''}")`);
  ground.world.touch(room, stored);
  return true;
};

export const messageMethods: Record<string, Handler> = {
  sendMessage,
  sendPhoto: sendFile('photo'),
  sendDocument: sendFile('document'),
  sendMediaGroup,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  answerCallbackQuery,
  sendChatAction,
  setMessageReaction,
};
