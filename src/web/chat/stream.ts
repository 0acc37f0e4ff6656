import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionPerson } from '../../store/sessions.ts';
import { readChat, type WebMessageRow } from '../../store/web-chat.ts';
import { callerOf } from '../auth.ts';
import type { WebDeps } from '../deps.ts';
import type { Hub } from './hub.ts';
import { itemsOf } from './items.ts';

const pingEvery = 20_000;
/** Edits and removals so recent are told again when a page (re)connects: it may have missed them (ms). */
const toldAgain = 60 * 60_000;

interface Streaming {
  deps: WebDeps;
  hub: Hub;
  reader: SessionPerson;
  request: FastifyRequest;
  reply: FastifyReply;
  /** The page knows everything up to this id; undefined: it has just read the newest. */
  after?: bigint;
}

/** Server-sent events of one open page: `message` (new or edited), `deleted`, `ping`. Ends when the page goes. */
export async function streamChat({ deps, hub, reader, request, reply, after }: Streaming): Promise<void> {
  const newest = await readChat(deps.prisma, reader.identityId, { limit: 1 });
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  raw.write('retry: 2000\n\n');
  const send = (event: string, data: unknown, id?: string): void => {
    raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  // Items are looked up one after the other, so that they leave in the order of their ids.
  let turn = Promise.resolve();
  const tell = (event: 'message' | 'deleted', row: WebMessageRow): void => {
    turn = turn
      .then(async () => {
        if (event === 'deleted') return send('deleted', { id: row.id.toString() });
        const [item] = await itemsOf(deps.prisma, [row], deps.env.zone);
        if (item) send('message', item, item.id);
      })
      .catch((error: unknown) => deps.log.error({ err: error }, 'a message could not be shown'));
  };
  const close = hub.open({
    identityId: reader.identityId,
    after: after ?? newest[0]?.id ?? 0n,
    since: new Date(deps.clock().getTime() - toldAgain),
    tell,
  });
  const ping = setInterval(() => {
    send('ping', {});
    // Access that has ended ends the open pages too.
    void callerOf(request, deps).then(
      (caller) => caller?.person || raw.end(),
      () => undefined,
    );
  }, deps.pingEveryMs ?? pingEvery);
  raw.on('close', () => {
    clearInterval(ping);
    close();
    raw.end();
  });
}
