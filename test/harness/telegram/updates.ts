import type { Ledger } from './ledger.ts';
import { ApiError, breach, type TgUpdate, type UpdateKind } from './wire.ts';

/** The bot's update queue as Telegram keeps it: what is not confirmed is handed out again. */

export interface PollParams {
  offset?: number;
  limit?: number;
  timeout?: number;
  allowed_updates?: string[];
}

interface OpenPoll {
  limit: number;
  answer(updates: TgUpdate[]): void;
  refuse(error: ApiError): void;
}

/** Kinds that a bot gets only if it asks for them. */
const onRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

const conflict = (why: string) => new ApiError(409, `Conflict: ${why}`);

export class UpdateQueue {
  pending: TgUpdate[] = [];
  /** Mischief done to the next batch that is not empty. */
  mischief: 'duplicate' | 'disorder' | undefined;
  /** How many confirmations from now on are lost: what they confirmed is handed out again. */
  confirmationsToLose = 0;
  webhookSet = false;
  /** Called where something may be delivered by webhook. */
  onAdded: () => void = () => {};
  private allowed: string[] = [];
  private open: OpenPoll | undefined;
  private nextId: number;
  private readonly watchers: (() => void)[] = [];
  private readonly ledger: Ledger;

  constructor(ledger: Ledger, firstId = 834_000_001) {
    this.ledger = ledger;
    this.nextId = firstId;
  }

  allow(kinds: unknown): void {
    if (Array.isArray(kinds)) this.allowed = kinds as string[];
  }

  get allowedKinds(): readonly string[] {
    return this.allowed;
  }

  wanted(kind: string): boolean {
    return this.allowed.length ? this.allowed.includes(kind) : !onRequest.has(kind);
  }

  /** Puts an update into the queue, under the next id; undefined where the bot does not want its kind. */
  add(kind: UpdateKind, payload: object): TgUpdate | undefined {
    if (!this.wanted(kind)) return undefined;
    return this.put({ update_id: this.nextId++, [kind]: structuredClone(payload) });
  }

  /** Any body as an update, as hostile or mutilated as a test wants it; its id is set. */
  addRaw(body: object): TgUpdate {
    return this.put({ ...body, update_id: this.nextId++ });
  }

  /** Delivers an update once more under another id, as the platform sometimes does. */
  repeat(update: TgUpdate): TgUpdate {
    return this.put({ ...structuredClone(update), update_id: this.nextId++ });
  }

  private put(update: TgUpdate): TgUpdate {
    this.ledger.entry(update);
    this.pending.push(update);
    const { open } = this;
    if (open) open.answer(this.batch(open.limit));
    this.onAdded();
    return update;
  }

  /** getUpdates. `gone` tells that the caller has hung up. */
  async poll(params: PollParams, gone: AbortSignal): Promise<TgUpdate[]> {
    const { limit = 100, timeout = 0 } = params;
    if (limit < 1 || limit > 100) throw breach('limit must be between 1 and 100');
    if (this.webhookSet) {
      throw conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.interrupt('terminated by other getUpdates request; make sure that only one bot instance is running');
    this.allow(params.allowed_updates);
    this.confirm(params.offset);
    if (this.pending.length || timeout <= 0) return this.batch(limit);
    return this.wait(limit, Math.min(timeout, 50), gone);
  }

  private wait(limit: number, timeout: number, gone: AbortSignal): Promise<TgUpdate[]> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', hungUp);
        if (this.open === poll) this.open = undefined;
        this.changed();
        finish();
      };
      const hungUp = (): void => end(() => resolve([]));
      const timer = setTimeout(() => end(() => resolve([])), timeout * 1000);
      const poll: OpenPoll = {
        limit,
        answer: (updates) => end(() => resolve(updates)),
        refuse: (error) => end(() => reject(error)),
      };
      if (gone.aborted) return hungUp();
      gone.addEventListener('abort', hungUp);
      this.open = poll;
      this.changed();
    });
  }

  /** Resolves when a long poll waits (at once where one does). */
  opened = (): Promise<void> => this.becomes(() => this.open !== undefined);

  /** Resolves when no poll waits. */
  closed = (): Promise<void> => this.becomes(() => this.open === undefined);

  private async becomes(fits: () => boolean): Promise<void> {
    while (!fits()) await new Promise<void>((resolve) => this.watchers.push(resolve));
  }

  private changed(): void {
    for (const wake of this.watchers.splice(0)) wake();
  }

  /** Ends an open poll with 409. */
  interrupt(why: string): void {
    this.open?.refuse(conflict(why));
  }

  /** Lets an open poll return empty-handed. */
  release(): void {
    this.open?.answer([]);
  }

  private confirm(offset = 0): void {
    if (offset === 0) return;
    const cut =
      offset > 0 ? this.pending.findIndex((each) => each.update_id >= offset) : this.pending.length + offset;
    const count = cut < 0 ? (offset > 0 ? this.pending.length : 0) : cut;
    if (count && this.confirmationsToLose > 0) {
      this.confirmationsToLose--;
      return;
    }
    this.pending.splice(0, count).forEach((update) => this.ledger.confirmed(update));
  }

  private batch(limit: number): TgUpdate[] {
    const updates = this.pending.slice(0, limit);
    for (const update of updates) this.ledger.handedOut(update);
    const { mischief } = this;
    if (!updates.length || !mischief) return updates;
    this.mischief = undefined;
    return mischief === 'disorder' ? updates.reverse() : updates.flatMap((update) => [update, update]);
  }

  /** The oldest update was taken by the webhook. */
  taken(update: TgUpdate): void {
    this.pending = this.pending.filter((each) => each !== update);
    this.ledger.confirmed(update);
  }

  drop(): void {
    this.pending = [];
  }
}
