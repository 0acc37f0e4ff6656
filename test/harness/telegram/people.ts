import { onWire, type Ground, type Press } from './ground.ts';
import type { TelegramGroup } from './groups.ts';
import { typedEntities } from './html.ts';
import { changesMembership, toldTo } from './telling.ts';
import { allSeen, seen, until, type TgSeen } from './watch.ts';
import type { TgMessage, TgUpdate, TgUser } from './wire.ts';
import { fileFields, type Room, type Stored } from './world.ts';

/** A message that a person sent, and the update that told the bot of it (undefined where it was not told). */
export interface Said extends TgSeen {
  update?: TgUpdate;
}

/** A message named by what a test holds of it. */
export type Pointed = Pick<TgSeen, 'id' | 'chat'>;

export interface SentFile {
  name: string;
  bytes: Uint8Array;
  mime?: string;
  photo?: boolean;
}

export interface SayOptions {
  in?: TelegramGroup;
  topic?: number;
  replyTo?: Pointed;
  /** Correct this earlier message instead of sending a new one. */
  editOf?: Pointed;
  files?: readonly SentFile[];
}

/** A simulated person in the Telegram app. */
export class TelegramPerson {
  readonly user: TgUser;
  private readonly ground: Ground;
  private heard = 0;

  constructor(ground: Ground, user: TgUser) {
    this.ground = ground;
    this.user = user;
  }

  get id(): number {
    return this.user.id;
  }

  get name(): string {
    return this.user.first_name;
  }

  /** The private chat with the bot. */
  get room(): Room {
    return this.ground.world.room(this.id);
  }

  /** Opens the chat (t.me/BOT?start=payload) and presses Start. */
  starts(payload?: string): Said {
    if (this.room.silence === 'blocked') this.unblocks();
    this.room.silence = undefined;
    return this.says(payload === undefined ? '/start' : `/start ${payload}`);
  }

  /** Sends a message; what the bot says from now on is new to this person. */
  says(text: string, options: SayOptions = {}): Said {
    if (options.editOf) return this.edits(options.editOf, text);
    const room = options.in?.room ?? this.room;
    this.mustBeIn(room);
    this.heard = this.ground.world.nextSerial();
    const files = options.files ?? [];
    if (!files.length) return this.posts(room, options, { text, entities: found(text) });
    const album = files.length > 1 ? { media_group_id: String(13_000_000_000 + this.heard) } : {};
    return files
      .map((file, index) => this.postsFile(room, options, file, index ? '' : text, album))
      .at(0) as Said;
  }

  /** Says something and waits for the bot's answer, the one with these words where they are given. */
  async asks(text: string, options: SayOptions & { hearing?: string } = {}): Promise<TgSeen> {
    this.says(text, options);
    return this.hears(options.hearing, { in: options.in });
  }

  sendsDocument(name: string, bytes: Uint8Array, caption = '', options: SayOptions = {}): Said {
    return this.says(caption, { ...options, files: [{ name, bytes }] });
  }

  sendsPhoto(bytes: Uint8Array, caption = '', options: SayOptions = {}): Said {
    return this.says(caption, { ...options, files: [{ name: 'photo.jpg', bytes, photo: true }] });
  }

  /** Corrects an earlier message of one's own. */
  edits(message: Pointed, text: string): Said {
    const room = this.ground.world.room(message.chat);
    const stored = room.messages.get(message.id);
    if (!stored || stored.wire.from?.id !== this.id)
      throw new Error(`${this.name} has no such message to edit`);
    this.heard = this.ground.world.nextSerial();
    const fields = stored.files.length
      ? { caption: text, caption_entities: found(text) }
      : { text, entities: found(text) };
    stored.wire = { ...stored.wire, ...fields, edit_date: this.ground.world.seconds() };
    this.ground.world.touch(room, stored);
    this.ground.note(`${this.name} sửa`, room, text);
    const told = toldTo(this.ground, room, stored) && this.ground.queue.add('edited_message', onWire(stored));
    return { ...seen(this.ground, stored), update: told || undefined };
  }

  /** Removes a message of one's own; the bot is not told, as on the real platform. */
  deletes(message: Pointed): void {
    const room = this.ground.world.room(message.chat);
    room.messages.delete(message.id);
    room.changed();
  }

  /**
   * Presses the button with these words on the newest message that has it (or on the given one); a key of the reply
   * keyboard is said. `twice`: the one press arrives under two update ids.
   */
  presses(label: string, message?: Pointed, options: { in?: TelegramGroup; twice?: boolean } = {}): Press {
    const room = message ? this.ground.world.room(message.chat) : (options.in?.room ?? this.room);
    this.mustBeIn(room);
    const has = (stored: Stored) => buttonsOf(stored).some((each) => each.text.includes(label));
    const all = [...room.messages.values()];
    const on = message ? room.messages.get(message.id) : all.findLast(has);
    const button = on && buttonsOf(on).find((each) => each.text.includes(label));
    if (!on || !button) throw new Error(`${this.name} sees no button "${label}"`);
    if (button.callback_data === undefined)
      throw new Error(`the button "${label}" opens ${button.url ?? 'a page'}`);
    this.ground.note(this.name, room, `(bấm nút) ${button.text}`);
    return this.pressesData(button.callback_data, { id: on.wire.message_id, chat: room.id }, options);
  }

  /** Sends any callback data for a message, as a forged client can. */
  pressesData(data: string, message: Pointed, options: { twice?: boolean } = {}): Press {
    const { world, queue, presses } = this.ground;
    const stored = world.room(message.chat).messages.get(message.id);
    if (!stored) throw new Error(`${this.name} sees no message ${message.id}`);
    this.heard = world.nextSerial();
    const press: Press = {
      id: String(4_382_000_000_000_000 + this.heard),
      from: this.user,
      data,
      answers: [],
    };
    presses.set(press.id, press);
    const query = {
      id: press.id,
      from: this.user,
      message: onWire(stored),
      chat_instance: String(-7_000_000_000 - message.chat),
      data,
    };
    const update = queue.add('callback_query', query);
    if (update && options.twice) queue.repeat(update);
    return press;
  }

  /** Presses a key of the reply keyboard. */
  taps(label: string): Said {
    const key = this.room.keyboard?.flat().find((each) => each.includes(label));
    if (key === undefined) throw new Error(`${this.name} sees no key "${label}"`);
    return this.says(key);
  }

  blocks(): void {
    this.room.silence = 'blocked';
    changesMembership(this.ground, this.room, this.user, ['member', 'kicked']);
  }

  unblocks(): void {
    this.room.silence = undefined;
    changesMembership(this.ground, this.room, this.user, ['kicked', 'member']);
  }

  deletesAccount(): void {
    this.room.silence = 'deactivated';
  }

  /** The messages of a chat as this person sees them, oldest first. */
  sees(chat?: TelegramGroup): TgSeen[] {
    return allSeen(this.ground, chat?.room ?? this.room);
  }

  /** The newest message of the bot. */
  newest(chat?: TelegramGroup): TgSeen {
    const last = this.sees(chat).findLast((message) => message.from === 'bot');
    if (!last) throw new Error(`${this.name} has got nothing`);
    return last;
  }

  /**
   * The bot's next message (with these words, where given) since this person last spoke or heard: waits for it, and
   * fails with what was seen instead.
   */
  async hears(what?: string, options: { in?: TelegramGroup; timeout?: number } = {}): Promise<TgSeen> {
    const fresh = () =>
      this.sees(options.in).filter((each) => each.from === 'bot' && each.sentAs > this.heard);
    const message = await until(
      options.in?.room ?? this.room,
      () => fresh().find((each) => what === undefined || each.text.includes(what)),
      { timeout: options.timeout, why: () => this.complaint('hears nothing', what, fresh()) },
    );
    this.heard = message.sentAs;
    return message;
  }

  /** Waits until the bot has changed a message since this person last spoke or heard: an edit or a reaction. */
  async seesChange(
    fits: (message: TgSeen) => boolean = () => true,
    options: { in?: TelegramGroup; timeout?: number } = {},
  ): Promise<TgSeen> {
    const changed = () => this.sees(options.in).filter((each) => each.changedAs > this.heard);
    return until(options.in?.room ?? this.room, () => changed().find(fits), {
      timeout: options.timeout,
      why: () => this.complaint('sees no such change', undefined, changed()),
    });
  }

  /** Waits until what this person sees satisfies a condition. */
  async until<T>(
    look: (messages: TgSeen[]) => T | undefined,
    options: { in?: TelegramGroup; timeout?: number } = {},
  ): Promise<T> {
    return until(options.in?.room ?? this.room, () => look(this.sees(options.in)), {
      timeout: options.timeout,
      why: () => this.complaint('waits in vain', undefined, this.sees(options.in)),
    });
  }

  /** The commands that the app offers this person. */
  commands(chat?: TelegramGroup): string[] {
    const room = chat?.room ?? this.room;
    const where = {
      chat: room.id,
      user: this.id,
      group: chat !== undefined,
      admin: room.admins.has(this.id),
    };
    const language = this.user.language_code;
    return this.ground.profile.shown({ ...where, language }).map(({ command }) => command);
  }

  private complaint(verb: string, what: string | undefined, messages: TgSeen[]): string {
    const got = messages.map((each) => `${each.from}: ${each.text}`).join(' | ') || 'nothing new';
    return `${this.name} ${verb}${what === undefined ? '' : ` of "${what}"`}: ${got}`;
  }

  private mustBeIn(room: Room): void {
    if (!room.members.has(this.id))
      throw new Error(`${this.name} is no member of ${room.wire.title ?? room.id}`);
  }

  private postsFile(
    room: Room,
    options: SayOptions,
    file: SentFile,
    caption: string,
    album: Partial<TgMessage>,
  ): Said {
    const { name, photo = false, mime = photo ? 'image/jpeg' : 'application/octet-stream' } = file;
    const kept = this.ground.world.keep(name, mime, Buffer.from(file.bytes), photo);
    const text = caption ? { caption, caption_entities: found(caption) } : {};
    return this.posts(room, options, { ...fileFields(kept), ...text, ...album }, [kept]);
  }

  private posts(
    room: Room,
    options: SayOptions,
    wire: Partial<TgMessage>,
    files: Stored['files'] = [],
  ): Said {
    const { world, queue } = this.ground;
    const target = options.replyTo && room.messages.get(options.replyTo.id);
    const topic = options.topic ?? target?.wire.message_thread_id;
    if (topic !== undefined && !room.topics.has(topic)) throw new Error(`there is no topic ${topic}`);
    const stored = world.post(
      room,
      this.user,
      {
        ...wire,
        ...(target ? { reply_to_message: target.wire } : {}),
        ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }),
      },
      { files },
    );
    const shown = [wire.text ?? wire.caption ?? '', ...files.map((file) => `(tệp ${file.name})`)];
    this.ground.note(this.name, room, shown.filter(Boolean).join('\n'));
    const update = toldTo(this.ground, room, stored) ? queue.add('message', onWire(stored)) : undefined;
    return { ...seen(this.ground, stored), update };
  }
}

const buttonsOf = (stored: Stored) => (stored.wire.reply_markup?.inline_keyboard ?? []).flat();

const found = (text: string) => {
  const entities = typedEntities(text);
  return entities.length ? entities : undefined;
};
