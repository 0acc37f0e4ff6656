import type { Fault, FaultOptions, Order } from './faults.ts';
import { Ground, type GroundOptions } from './ground.ts';
import { TelegramGroup } from './groups.ts';
import type { Ledger } from './ledger.ts';
import { Limits } from './limits.ts';
import { TelegramPerson } from './people.ts';
import { ApiServer, type Request } from './server.ts';
import type { UpdateQueue } from './updates.ts';
import type { Webhook } from './webhook.ts';

export type { Fault, FaultOptions, Order } from './faults.ts';
export type { Press } from './ground.ts';
export { TelegramGroup } from './groups.ts';
export type { Entry, Ledger, UpdateEntry } from './ledger.ts';
export { TelegramPerson, type Said, type SayOptions, type SentFile } from './people.ts';
export type { TgSeen } from './watch.ts';

export interface FakeTelegramOptions extends GroundOptions {
  /** Answers 429 above the documented limits. */
  enforceLimits?: boolean;
  /** Milliseconds of a clock that never goes back, for the limits. */
  monotonic?: () => number;
}

/**
 * A Telegram of our own at the network edge: one bot, its Bot API over HTTP, and simulated people. It checks every
 * call against the API's description; what a correct bot never does is in `breaches`.
 */
export class FakeTelegram {
  private readonly ground: Ground;
  private readonly server: ApiServer;
  private readonly monotonic: () => number;

  constructor(options: FakeTelegramOptions = {}) {
    this.ground = new Ground(options, (method, params) => this.server.direct(method, params));
    this.server = new ApiServer(this.ground);
    this.monotonic = options.monotonic ?? (() => performance.now());
    this.enforceLimits = options.enforceLimits ?? false;
  }

  async start(port = 0): Promise<this> {
    await this.server.start(port);
    return this;
  }

  /** Stops; presses that the bot got and never answered become breaches. */
  async close(): Promise<void> {
    for (const what of this.unanswered()) this.breaches.push(`a press was never answered: ${what}`);
    this.ground.webhook.close();
    this.ground.queue.release();
    await this.server.close();
  }

  /** For TELEGRAM_API_ROOT. */
  get url(): string {
    return this.server.url;
  }

  get token(): string {
    return this.ground.token;
  }

  get username(): string {
    return this.ground.bot.username ?? '';
  }

  get botId(): number {
    return this.ground.bot.id;
  }

  /** What a correct bot never does, in words; tests expect none. */
  get breaches(): string[] {
    return this.ground.breaches;
  }

  get ledger(): Ledger {
    return this.ground.ledger;
  }

  get updates(): UpdateQueue {
    return this.ground.queue;
  }

  get webhook(): Webhook {
    return this.ground.webhook;
  }

  get transcript(): string[] {
    return this.ground.transcript;
  }

  /** Every call that got as far as a method (none when lean). */
  get requests(): Request[] {
    return this.server.requests;
  }

  /** How many calls the limits refused with 429. */
  get limited(): number {
    return this.server.limited;
  }

  /** Calls that did not keep to the time which a 429 had named. */
  get tooEarly(): string[] {
    return this.server.tooEarly;
  }

  set enforceLimits(on: boolean) {
    this.ground.limits = on ? new Limits(this.monotonic) : undefined;
  }

  get enforceLimits(): boolean {
    return this.ground.limits !== undefined;
  }

  /** Privacy mode (on by default): in groups the bot gets commands, replies to it and mentions of it only. */
  set privacy(on: boolean) {
    this.ground.privacy = on;
  }

  /** The time that messages are stamped with. */
  set clock(clock: () => Date) {
    this.ground.world.clock = clock;
  }

  person({
    name,
    language,
    username,
  }: {
    name: string;
    language?: string;
    username?: string;
  }): TelegramPerson {
    return new TelegramPerson(this.ground, this.ground.world.addUser(name, language, username));
  }

  /** A group made by its first member; the bot is not in it yet. */
  group(
    title: string,
    members: readonly TelegramPerson[],
    options: { supergroup?: boolean; forum?: boolean } = {},
  ): TelegramGroup {
    return new TelegramGroup(this.ground, title, members, options);
  }

  /** Presses that the bot was given and has not answered. */
  unanswered(): string[] {
    return [...this.ground.presses.values()]
      .filter((press) => !press.answers.length && this.ledger.handOuts(press.id) > 0)
      .map((press) => `${press.id} (${press.data}) by ${press.from.first_name}`);
  }

  /** Orders a fault: the next call (or `count` calls) of the method, in the chat, fails so. */
  fails(fault: Fault, options: FaultOptions = {}): Order {
    return this.server.faults.order(fault, options);
  }

  /** Ends all faults. */
  recovers(): void {
    this.server.faults.stop();
  }

  /** The old token is refused with 401 from now on; the new one. */
  revokesToken(): string {
    return (this.ground.token = this.ground.newToken());
  }

  /** What the bot tells of itself to people with this language. */
  profile(language?: string): { name: string; description: string; shortDescription: string } {
    const { profile } = this.ground;
    return {
      name: profile.text('name', language),
      description: profile.text('description', language),
      shortDescription: profile.text('short_description', language),
    };
  }
}

/** A running fake platform. */
export const startTelegram = (options: FakeTelegramOptions = {}): Promise<FakeTelegram> =>
  new FakeTelegram(options).start();
