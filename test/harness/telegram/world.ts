import { ApiError, badRequest, forbidden, type TgChat, type TgMessage, type TgUser } from './wire.ts';

/** What exists on the platform: users, chats, messages and files, and who may be written to. */

export interface StoredFile {
  id: string;
  name: string;
  mime: string;
  bytes: Buffer;
  photo: boolean;
}

/** A message with what the wire does not tell. */
export interface Stored {
  wire: TgMessage;
  /** The text as the bot sent it, before entities were read. */
  html?: string;
  fromBot: boolean;
  files: StoredFile[];
  /** Emoji by who set them. */
  reactions: Map<number, string>;
  /** Counts up over the whole platform with each sending and each change. */
  sentAs: number;
  changedAs: number;
}

/** One chat. */
export class Room {
  wire: TgChat;
  readonly messages = new Map<number, Stored>();
  readonly members = new Set<number>();
  readonly admins = new Set<number>();
  readonly closedTopics = new Set<number>();
  readonly topics = new Set<number>();
  botStatus: 'member' | 'administrator' | 'left' | 'kicked';
  /** Why the bot may not write to this person, where it may not. */
  silence: 'never started' | 'blocked' | 'deactivated' | undefined;
  migratedTo?: number;
  /** The keys of the reply keyboard that the person sees now. */
  keyboard?: string[][];
  nextId = 1;
  private readonly watchers = new Set<() => void>();

  constructor(wire: TgChat) {
    this.wire = wire;
    this.botStatus = wire.type === 'private' ? 'member' : 'left';
    this.silence = wire.type === 'private' ? 'never started' : undefined;
  }

  get id(): number {
    return this.wire.id;
  }

  /** Calls back after each change, until the returned function is called. */
  watch(onChange: () => void): () => void {
    this.watchers.add(onChange);
    return () => this.watchers.delete(onChange);
  }

  changed(): void {
    for (const watcher of [...this.watchers]) watcher();
  }

  /** Throws what the platform answers where the bot may not write here. */
  mustBeWritable(): void {
    if (this.migratedTo !== undefined) {
      throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        parameters: { migrate_to_chat_id: this.migratedTo },
      });
    }
    if (this.silence === 'blocked') throw forbidden('bot was blocked by the user');
    if (this.silence === 'deactivated') throw forbidden('user is deactivated');
    if (this.silence === 'never started') throw forbidden("bot can't initiate conversation with a user");
    const what = this.wire.type === 'supergroup' ? 'supergroup chat' : 'group chat';
    if (this.botStatus === 'kicked') throw forbidden(`bot was kicked from the ${what}`);
    if (this.botStatus === 'left') throw forbidden(`bot is not a member of the ${what}`);
  }
}

export class World {
  readonly users = new Map<number, TgUser>();
  readonly rooms = new Map<number, Room>();
  readonly files = new Map<string, StoredFile>();
  readonly bot: TgUser;
  /** The time that messages are stamped with. */
  clock: () => Date;
  private serial = 0;
  private readonly ids = { user: 7_000_000_000, group: -4_000_000_000, supergroup: -1_002_000_000_000 };

  constructor(username: string, clock: () => Date) {
    this.clock = clock;
    this.bot = { id: 110_201_543, is_bot: true, first_name: username, username };
  }

  seconds = (): number => Math.floor(this.clock().getTime() / 1000);

  nextSerial = (): number => ++this.serial;

  addUser(name: string, language?: string, username?: string): TgUser {
    const user: TgUser = {
      id: ++this.ids.user,
      is_bot: false,
      first_name: name,
      ...(username ? { username } : {}),
      ...(language ? { language_code: language } : {}),
    };
    this.users.set(user.id, user);
    const { id, first_name } = user;
    this.addRoom({ id, type: 'private', first_name, ...(username ? { username } : {}) }).members.add(id);
    return user;
  }

  /** A new id for a group or supergroup. */
  newGroupId = (type: 'group' | 'supergroup'): number => --this.ids[type];

  addRoom(wire: TgChat): Room {
    const room = new Room(wire);
    this.rooms.set(wire.id, room);
    return room;
  }

  /** The chat that a call names: a number, its digits, or "@username". */
  room(chatId: unknown): Room {
    const text = String(chatId);
    if (!text) throw badRequest('chat_id is empty');
    const room = text.startsWith('@')
      ? [...this.rooms.values()].find((each) => each.wire.username === text.slice(1))
      : this.rooms.get(Number(text));
    if (!room) throw badRequest('chat not found');
    return room;
  }

  /** Puts a message into a chat under the chat's next id. */
  post(
    room: Room,
    from: TgUser,
    wire: Partial<TgMessage>,
    more: { html?: string; files?: StoredFile[] } = {},
  ): Stored {
    const serial = this.nextSerial();
    const stored: Stored = {
      wire: { message_id: room.nextId++, from, chat: room.wire, date: this.seconds(), ...wire },
      html: more.html,
      fromBot: from.id === this.bot.id,
      files: more.files ?? [],
      reactions: new Map(),
      sentAs: serial,
      changedAs: serial,
    };
    room.messages.set(stored.wire.message_id, stored);
    room.changed();
    return stored;
  }

  /** Marks a message as changed, for those who watch. */
  touch(room: Room, stored: Stored): void {
    stored.changedAs = this.nextSerial();
    room.changed();
  }

  /** Keeps bytes; the id is what calls name them by. */
  keep(name: string, mime: string, bytes: Buffer, photo: boolean): StoredFile {
    const id = `${photo ? 'AgACAgUAAx' : 'BQACAgUAAx'}${(++this.serial).toString(36).padStart(8, '0')}`;
    const file = { id, name, mime, bytes, photo };
    this.files.set(id, file);
    return file;
  }
}

/** How a file is told on the wire: a document, or a photo in two sizes of which the last is the original. */
export function fileFields(file: StoredFile): Pick<TgMessage, 'document' | 'photo'> {
  const unique = `u${file.id.slice(-8)}`;
  const { id: file_id, bytes } = file;
  if (!file.photo) {
    return {
      document: {
        file_id,
        file_unique_id: unique,
        file_name: file.name,
        mime_type: file.mime,
        file_size: bytes.length,
      },
    };
  }
  return {
    photo: [
      { file_id: `${file_id}s`, file_unique_id: `${unique}s`, width: 90, height: 67, file_size: 1200 },
      { file_id, file_unique_id: unique, width: 1280, height: 960, file_size: bytes.length },
    ],
  };
}
