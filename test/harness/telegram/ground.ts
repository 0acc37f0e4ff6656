import { randomBytes } from 'node:crypto';
import { Ledger } from './ledger.ts';
import type { Limits } from './limits.ts';
import { Profile } from './profile.ts';
import { UpdateQueue } from './updates.ts';
import { Webhook } from './webhook.ts';
import type { Params, TgMessage, TgUser } from './wire.ts';
import { World, type Room, type Stored } from './world.ts';

/** A button press that waits for the bot's answer. */
export interface Press {
  id: string;
  from: TgUser;
  data: string;
  /** What the person saw pop up, by each answer. */
  answers: { text?: string; alert: boolean }[];
}

export interface GroundOptions {
  username?: string;
  /** The time that messages are stamped with; the real one by default. */
  clock?: () => Date;
  /** Keeps no requests and no transcript: for load. */
  lean?: boolean;
}

/** All that the simulated people and the Bot API share. */
export class Ground {
  readonly world: World;
  readonly ledger = new Ledger();
  readonly queue = new UpdateQueue(this.ledger);
  readonly webhook: Webhook;
  readonly profile = new Profile();
  readonly presses = new Map<string, Press>();
  readonly breaches: string[] = [];
  /** The conversation of all chats in order, to be read by a person. */
  readonly transcript: string[] = [];
  readonly lean: boolean;
  token: string;
  limits: Limits | undefined;
  /** Privacy mode: in a group the bot gets only what is meant for it. */
  privacy = true;

  constructor(options: GroundOptions, perform: (method: string, params: Params) => Promise<unknown>) {
    this.world = new World(options.username ?? 'dondoc_bot', options.clock ?? (() => new Date()));
    this.webhook = new Webhook(this.queue, this.ledger, perform);
    this.lean = options.lean ?? false;
    this.token = this.newToken();
  }

  get bot(): TgUser {
    return this.world.bot;
  }

  newToken(): string {
    return `${this.bot.id}:${randomBytes(26).toString('base64url').slice(0, 35)}`;
  }

  note(who: string, room: Room, what: string): void {
    if (this.lean) return;
    const where = room.wire.title ? ` (nhóm ${room.wire.title})` : '';
    this.transcript.push(`${who}${where}:\n${what.replace(/^/gm, '    ')}`);
  }

  noteBot(room: Room, stored: Stored, verb = ''): void {
    if (this.lean) return;
    const labels = (stored.wire.reply_markup?.inline_keyboard ?? [])
      .flat()
      .map((button) => `[${button.text}]`);
    const lines = [
      stored.wire.text ?? stored.wire.caption ?? '',
      stored.files.map((file) => `(tệp ${file.name})`).join(' '),
      labels.join(' '),
    ];
    this.note(`Bot${verb} → ${room.wire.first_name ?? 'nhóm'}`, room, lines.filter(Boolean).join('\n'));
  }
}

/** A message as it stands in an update or an answer: replies are told one level deep. */
export function onWire(stored: Stored): TgMessage {
  const { reply_to_message: to, ...rest } = stored.wire;
  if (!to) return rest;
  const { reply_to_message: _deeper, ...flat } = to;
  return { ...rest, reply_to_message: flat };
}
