import type { Ledger } from './ledger.ts';
import type { UpdateQueue } from './updates.ts';
import type { Params, TgUpdate } from './wire.ts';

/** Delivery by webhook: one update at a time and in order, again and again until the bot answers 2xx. */

export interface WebhookPace {
  /** Milliseconds before an update is delivered again, where the bot names no time. */
  retryDelay: number;
  /** How long a second of the bot's Retry-After lasts here, in milliseconds. */
  retrySecond: number;
  /** How long the bot may take, in milliseconds. */
  timeout: number;
}

export interface Attempt {
  update: TgUpdate;
  at: number;
  /** Undefined where there was no answer. */
  status?: number;
  /** Milliseconds that were to pass before the next attempt. */
  waited?: number;
}

export class Webhook {
  readonly pace: WebhookPace = { retryDelay: 20, retrySecond: 1000, timeout: 60_000 };
  readonly attempts: Attempt[] = [];
  /** How many of the next answers get lost: the update is delivered again although the bot took it. */
  answersToLose = 0;
  url = '';
  private secret: string | undefined;
  private maxConnections = 40;
  private lastError: { at: number; message: string } | undefined;
  private running = false;
  private readonly waitsForIdle: (() => void)[] = [];
  private readonly closing = new AbortController();
  /** Ends a pause early where the registration changes. */
  private wake: () => void = () => {};
  private readonly queue: UpdateQueue;
  private readonly ledger: Ledger;
  /** Carries out a call that the bot put into its answer. */
  private readonly perform: (method: string, params: Params) => Promise<unknown>;

  constructor(queue: UpdateQueue, ledger: Ledger, perform: Webhook['perform']) {
    this.queue = queue;
    this.ledger = ledger;
    this.perform = perform;
    queue.onAdded = () => void this.deliver();
  }

  set(url: string, more: { secret_token?: unknown; max_connections?: unknown } = {}): void {
    this.url = url;
    this.secret = more.secret_token as string | undefined;
    this.maxConnections = (more.max_connections as number | undefined) ?? 40;
    this.lastError = undefined;
    this.queue.webhookSet = url !== '';
    this.wake();
    void this.deliver();
  }

  info(): Params {
    return {
      url: this.url,
      has_custom_certificate: false,
      pending_update_count: this.queue.pending.length,
      ...(this.url ? { max_connections: this.maxConnections, ip_address: '127.0.0.1' } : {}),
      ...(this.lastError
        ? {
            last_error_date: Math.floor(this.lastError.at / 1000),
            last_error_message: this.lastError.message,
          }
        : {}),
      ...(this.queue.allowedKinds.length ? { allowed_updates: [...this.queue.allowedKinds] } : {}),
    };
  }

  close(): void {
    this.url = '';
    this.closing.abort();
    this.wake();
  }

  private async deliver(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (;;) {
        const [update] = this.queue.pending;
        if (!update || !this.url || this.closing.signal.aborted) return;
        const attempt: Attempt = { update, at: Date.now() };
        const wait = await this.attempt(attempt);
        if (wait) await this.pause((attempt.waited = wait));
      }
    } finally {
      this.running = false;
      for (const wake of this.waitsForIdle.splice(0)) wake();
    }
  }

  /** Resolves when all that waits has been delivered. */
  async idle(): Promise<void> {
    if (this.running) await new Promise<void>((resolve) => this.waitsForIdle.push(resolve));
  }

  /** Delivers once; milliseconds to wait before the next delivery, 0 where it was taken. */
  private async attempt(attempt: Attempt): Promise<number> {
    const { update } = attempt;
    this.attempts.push(attempt);
    this.ledger.handedOut(update);
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(this.secret ? { 'x-telegram-bot-api-secret-token': this.secret } : {}),
        },
        body: JSON.stringify(update),
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(this.pace.timeout)]),
      });
      attempt.status = response.status;
      return this.answered(update, response, await response.text());
    } catch (error) {
      return this.failed(
        error instanceof Error && error.name === 'TimeoutError'
          ? 'Read timeout expired'
          : 'Connection refused',
      );
    }
  }

  private async answered(update: TgUpdate, response: Response, body: string): Promise<number> {
    if (!response.ok) {
      const after = Number(response.headers.get('retry-after'));
      const wait = this.failed(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
      return after > 0 ? after * this.pace.retrySecond : wait;
    }
    if (this.answersToLose > 0) {
      this.answersToLose--;
      return this.failed('Read timeout expired');
    }
    this.queue.taken(update);
    await this.performAnswer(body);
    return 0;
  }

  private async performAnswer(body: string): Promise<void> {
    if (!body.startsWith('{')) return;
    const { method, ...params } = JSON.parse(body) as Params;
    if (typeof method === 'string') await this.perform(method, params).catch(() => undefined);
  }

  private failed(message: string): number {
    this.lastError = { at: Date.now(), message };
    return this.pace.retryDelay;
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
