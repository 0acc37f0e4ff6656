import type { TgUpdate } from './wire.ts';

/**
 * What really happened, for judging a bot that was killed: each call that had an effect, and each update with when
 * it was handed out and when the bot confirmed it. Times are milliseconds of the real clock.
 */

export type Deed = 'send' | 'edit' | 'delete' | 'answer' | 'react' | 'action' | 'other';

export interface Entry {
  deed: Deed;
  method: string;
  at: number;
  chat?: number;
  messageId?: number;
  text?: string;
  callback?: string;
  /** False where the connection was cut before the bot could learn of it. */
  told: boolean;
}

export interface UpdateEntry {
  update: TgUpdate;
  at: number;
  handedOut: number[];
  confirmedAt?: number;
}

export class Ledger {
  readonly calls: Entry[] = [];
  readonly updates = new Map<number, UpdateEntry>();
  private readonly presses = new Map<string, number>();

  record(entry: Omit<Entry, 'at' | 'told'>): Entry {
    const kept = { ...entry, at: Date.now(), told: true };
    this.calls.push(kept);
    return kept;
  }

  /** What was sent to a chat (or to all), in order. */
  sends(chat?: number): Entry[] {
    return this.calls.filter((call) => call.deed === 'send' && (chat === undefined || call.chat === chat));
  }

  entry(update: TgUpdate): UpdateEntry {
    const known = this.updates.get(update.update_id);
    if (known) return known;
    const made: UpdateEntry = { update, at: Date.now(), handedOut: [] };
    this.updates.set(update.update_id, made);
    return made;
  }

  handedOut(update: TgUpdate): void {
    this.entry(update).handedOut.push(Date.now());
    const press = update.callback_query?.id;
    if (press !== undefined) this.presses.set(press, this.handOuts(press) + 1);
  }

  confirmed(update: TgUpdate): void {
    this.entry(update).confirmedAt ??= Date.now();
  }

  /** Updates that the bot was given but never confirmed, and those it never got. */
  unconfirmed(): UpdateEntry[] {
    return [...this.updates.values()].filter((each) => each.confirmedAt === undefined);
  }

  /** How often a callback query was handed to the bot, under any update id. */
  handOuts(callbackId: string): number {
    return this.presses.get(callbackId) ?? 0;
  }
}
