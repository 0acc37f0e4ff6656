import type { Params } from './wire.ts';

/** How the platform, or the network in front of it, fails on demand. */

export type Fault =
  /** 429; without `retryAfter` the parameters are missing too. */
  | { kind: 'tooMany'; retryAfter?: number }
  /** 5xx with a proxy's HTML page for a body. */
  | { kind: 'serverError'; status: number }
  /** No answer until released (or closed); nothing is done. */
  | { kind: 'hang' }
  /** The call is done, and no answer comes until released. */
  | { kind: 'hangAfter' }
  /** The connection is cut and nothing is done. */
  | { kind: 'resetBefore' }
  /** The call is done, and the connection is cut before the answer. */
  | { kind: 'resetAfter' }
  /** The answer trickles: `bytes` at a time, every `everyMs`. */
  | { kind: 'slow'; bytes: number; everyMs: number }
  /** Any answer of the platform with ok: false. */
  | { kind: 'refuse'; code: number; description: string; parameters?: Params };

export interface FaultOptions {
  /** Methods that fail ("file" for a download); all but getUpdates and downloads where none is named. */
  method?: string | readonly string[];
  /** Only calls about this chat. */
  chat?: number;
  /** How many calls fail; Infinity for all. One by default. */
  count?: number;
}

/** A fault that was ordered. */
export class Order {
  readonly fault: Fault;
  /** How many calls it has met. */
  hits = 0;
  /** Resolves when it meets its first call. */
  readonly met: Promise<void>;
  private left: number;
  private stopped = false;
  private readonly options: FaultOptions;
  private firstMet: () => void = () => {};
  private readonly held = new Set<() => void>();

  constructor(fault: Fault, options: FaultOptions) {
    this.fault = fault;
    this.options = options;
    this.left = options.count ?? 1;
    this.met = new Promise((resolve) => (this.firstMet = resolve));
  }

  /** Takes the call if it is one of those that fail. */
  takes(method: string, params: Params): boolean {
    const { method: wanted, chat } = this.options;
    if (this.left <= 0) return false;
    if (wanted === undefined ? /^(getUpdates|file)$/.test(method) : ![wanted].flat().includes(method))
      return false;
    if (chat !== undefined && Number(params.chat_id) !== chat) return false;
    this.left--;
    this.hits++;
    this.firstMet();
    return true;
  }

  /** Waits until it is released. */
  hold(): Promise<void> {
    // A test may have released it as soon as it saw the effect, before the answer was held back.
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => this.held.add(resolve));
  }

  /** Ends the fault: no more calls fail, and those that hang go on. */
  stop = (): void => {
    this.left = 0;
    this.stopped = true;
    for (const goOn of this.held) goOn();
    this.held.clear();
  };
}

export class Faults {
  private readonly orders: Order[] = [];

  order(fault: Fault, options: FaultOptions = {}): Order {
    const order = new Order(fault, options);
    this.orders.push(order);
    return order;
  }

  for(method: string, params: Params): Order | undefined {
    return this.orders.find((order) => order.takes(method, params));
  }

  /** Ends all faults. */
  stop(): void {
    for (const order of this.orders.splice(0)) order.stop();
  }
}

/** What a proxy in front of the platform says when it is in trouble. */
export const htmlPage = (status: number): string =>
  `<html>\r\n<head><title>${status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>${status} Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n`;
