import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * A bad line between a browser and a Fastify server, whichever it is: answers lost, late or refused, connections cut.
 * Must be installed before the server listens. A route is written as "POST /api/v1/chat/messages".
 */
export interface Faults {
  /** The next request to this route is handled to its end, and its answer never arrives. */
  loseAnswer(route: string): void;
  /** The next answer of this route waits until the returned function is called. */
  holdAnswer(route: string): () => void;
  /** The next request to this route is answered with this status instead of being handled. */
  refuse(
    route: string,
    status: number,
    problem: { title: string; detail?: string },
    headers?: Record<string, string>,
  ): void;
  /** Ends all connections and takes no new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** Faults that no request has met yet. */
  pending(): number;
}

interface Fault {
  route: string;
  kind: 'lose' | 'hold' | 'refuse';
  until?: Promise<void>;
  status?: number;
  problem?: { title: string; detail?: string };
  headers?: Record<string, string>;
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.url.split('?')[0]}`;

export function installFaults(app: FastifyInstance): Faults {
  let faults: Fault[] = [];
  let down = false;
  const sockets = new Set<Socket>();

  const take = (request: FastifyRequest, kinds: readonly Fault['kind'][]): Fault | undefined => {
    const found = faults.find((fault) => kinds.includes(fault.kind) && fault.route === routeOf(request));
    faults = faults.filter((fault) => fault !== found);
    return found;
  };

  app.server.on('connection', (socket: Socket) => {
    if (down) return socket.destroy();
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket));
  });
  app.addHook('onRequest', async (request, reply) => {
    const fault = take(request, ['refuse']);
    if (!fault) return;
    const status = fault.status ?? 500;
    await reply
      .code(status)
      .headers(fault.headers ?? {})
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', status, ...fault.problem }));
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    const fault = take(request, ['lose', 'hold']);
    if (fault?.kind === 'lose') request.raw.socket.destroy();
    await fault?.until;
    return payload;
  });

  return {
    loseAnswer: (route) => void faults.push({ route, kind: 'lose' }),
    holdAnswer(route) {
      let release = (): void => {};
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      faults.push({ route, kind: 'hold', until });
      return release;
    },
    refuse: (route, status, problem, headers = {}) =>
      void faults.push({ route, kind: 'refuse', status, problem, headers }),
    cut() {
      down = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      down = false;
    },
    pending: () => faults.length,
  };
}
