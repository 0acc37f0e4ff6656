import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, type Body } from './body.ts';
import { Faults, htmlPage, type Order } from './faults.ts';
import type { Ground } from './ground.ts';
import type { Call } from './messages.ts';
import { methods } from './methods.ts';
import { methodNamed, wrongCall } from './schema.ts';
import { ApiError, breach, type Params } from './wire.ts';

/** The Bot API over HTTP: addresses, tokens, schema, faults, answers. */

export interface Answer {
  status: number;
  body: string;
}

export interface Request {
  method: string;
  params: Params;
}

const yes = (result: unknown): Answer => ({ status: 200, body: JSON.stringify({ ok: true, result }) });

const no = ({ code, message, parameters }: ApiError): Answer => ({
  status: code,
  body: JSON.stringify({
    ok: false,
    error_code: code,
    description: message,
    ...(parameters ? { parameters } : {}),
  }),
});

const notFound = new ApiError(404, 'Not Found');

export class ApiServer {
  readonly faults = new Faults();
  /** Every call that got as far as a method, unless lean. */
  readonly requests: Request[] = [];
  /** How many calls were refused with 429 by the limits. */
  limited = 0;
  /** Calls to a chat that came before the time named by an earlier 429 was over. */
  readonly tooEarly: string[] = [];
  url = '';
  private readonly waits = new Map<number, number>();
  private readonly ground: Ground;
  private readonly server: Server;

  constructor(ground: Ground) {
    this.ground = ground;
    this.server = createServer((request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        // A caller that was killed in the midst of its call is no fault of anyone here.
        if (!request.destroyed) ground.breaches.push(`the fake platform failed: ${String(error)}`);
        response.destroy();
      });
    });
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.faults.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://platform');
    const [, file, token, rest] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (token === undefined || rest === undefined) return reply(response, no(notFound));
    if (decodeURIComponent(token) !== this.ground.token) {
      return reply(response, no(new ApiError(401, 'Unauthorized')));
    }
    if (file) return this.serveFile(response, rest);
    const method = methodNamed(rest);
    if (!method) {
      this.ground.breaches.push(`${rest}: unknown method`);
      return reply(response, no(notFound));
    }
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    let body: Body;
    try {
      body = await readBody(method, request, url);
    } catch (error) {
      return reply(response, this.refusal(method, {}, error));
    }
    await this.perform(response, { method, ...body, gone: gone.signal });
  }

  private serveFile(response: ServerResponse, path: string): void {
    const file = this.ground.world.files.get(path.split('/').at(-1) ?? '');
    const order = this.faults.for('file', {});
    if (order?.fault.kind === 'resetBefore' || order?.fault.kind === 'resetAfter')
      return void response.destroy();
    if (!file) return reply(response, no(notFound));
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': file.bytes.length,
    });
    response.end(file.bytes);
  }

  /** One call with whatever fault was ordered for it. */
  private async perform(response: ServerResponse, call: Call): Promise<void> {
    const order = this.faults.for(call.method, call.params);
    const early = order && (await this.before(order, response, call));
    if (early === 'done') return;
    const from = this.ground.ledger.calls.length;
    const answer = await this.answer(call);
    const cut = order?.fault.kind === 'resetAfter' || call.gone.aborted;
    if (cut) for (const entry of this.ground.ledger.calls.slice(from)) entry.told = false;
    if (order?.fault.kind === 'resetAfter') return void response.destroy();
    if (order?.fault.kind === 'hangAfter') await order.hold();
    if (order?.fault.kind === 'slow') return trickle(response, answer, order.fault);
    reply(response, answer);
  }

  /** The faults that strike before a call is carried out. */
  private async before(order: Order, response: ServerResponse, call: Call): Promise<'done' | undefined> {
    const { fault } = order;
    switch (fault.kind) {
      case 'tooMany': {
        const { retryAfter } = fault;
        const error =
          retryAfter === undefined
            ? new ApiError(429, 'Too Many Requests')
            : new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, {
                parameters: { retry_after: retryAfter },
              });
        this.waitsAfter(call.params, retryAfter);
        reply(response, no(error));
        return 'done';
      }
      case 'refuse':
        reply(response, no(new ApiError(fault.code, fault.description, { parameters: fault.parameters })));
        return 'done';
      case 'serverError':
        response.writeHead(fault.status, { 'content-type': 'text/html' }).end(htmlPage(fault.status));
        return 'done';
      case 'resetBefore':
        response.destroy();
        return 'done';
      case 'hang':
        await order.hold();
        if (!call.gone.aborted) response.destroy();
        return 'done';
      default:
        return undefined;
    }
  }

  private async answer(call: Call): Promise<Answer> {
    const { method, params } = call;
    if (!this.ground.lean) this.requests.push({ method, params });
    try {
      const wrong = wrongCall(method, params);
      if (wrong !== undefined) throw breach(wrong);
      this.mustHaveWaited(method, params);
      const handler = methods[method];
      if (!handler) throw notFound;
      return yes(await handler(this.ground, call));
    } catch (error) {
      return this.refusal(method, params, error);
    }
  }

  /** The same without HTTP, for a call that came in a webhook's answer. */
  async direct(name: string, params: Params): Promise<Answer> {
    const method = methodNamed(name);
    if (method)
      return this.answer({ method, params, attached: new Map(), gone: new AbortController().signal });
    this.ground.breaches.push(`${name}: unknown method`);
    return no(notFound);
  }

  private refusal(method: string, params: Params, error: unknown): Answer {
    if (!(error instanceof ApiError)) throw error;
    if (error.breach) this.ground.breaches.push(`${method}: ${error.message}`);
    if (error.code === 429) {
      this.limited++;
      this.waitsAfter(params, error.parameters?.retry_after);
    }
    return no(error);
  }

  private waitsAfter(params: Params, seconds: number | undefined): void {
    if (seconds !== undefined) this.waits.set(Number(params.chat_id), performance.now() + seconds * 1000);
  }

  private mustHaveWaited(method: string, params: Params): void {
    const until = this.waits.size ? this.waits.get(Number(params.chat_id)) : undefined;
    if (until === undefined || !method.startsWith('send') || method === 'sendChatAction') return;
    const left = until - performance.now();
    if (left > 0)
      this.tooEarly.push(`${method} to ${String(params.chat_id)} came ${Math.round(left)} ms too early`);
    else this.waits.delete(Number(params.chat_id));
  }
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function trickle(
  response: ServerResponse,
  { status, body }: Answer,
  { bytes, everyMs }: { bytes: number; everyMs: number },
): Promise<void> {
  const all = Buffer.from(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': all.length });
  for (let from = 0; from < all.length && !response.destroyed; from += bytes) {
    response.write(all.subarray(from, from + bytes));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  response.end();
}
