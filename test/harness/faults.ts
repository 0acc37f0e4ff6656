import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * A bad line between a browser and a Fastify server, whichever it is: answers lost, late or refused, connections cut.
 * Installed before the server listens. A route is written as "POST /api/v1/chat/messages".
 */
export interface Faults {
  /** The next request to this route is handled to its end, and its answer never arrives. */
  loseAnswer(route: string): void;
  /** The next request to this route waits, unhandled, until the returned function is called. */
  holdRequest(route: string): () => void;
  /** The next request to this route is handled, and its answer waits until the returned function is called. */
  holdAnswer(route: string): () => void;
  /** The next request to this route is answered with this instead of being handled. */
  refuse(route: string, refusal: Refusal): void;
  /** The same for every request, until the returned function is called. */
  refuseAll(route: string, refusal: Refusal): () => void;
  /** Ends all connections and takes no new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** Faults that no request has met. */
  unmet(): string[];
  clear(): void;
}

export interface Refusal {
  status: number;
  title: string;
  detail?: string;
  headers?: Record<string, string>;
}

type Fault = { route: string; lasting?: boolean } & (
  | { kind: 'lose' }
  | { kind: 'holdRequest' | 'holdAnswer'; until: Promise<void> }
  | { kind: 'refuse'; refusal: Refusal }
);

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.url.split('?')[0]}`;

const latch = (): { until: Promise<void>; release: () => void } => {
  let release = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
};

export function installFaults(app: FastifyInstance): Faults {
  let faults: Fault[] = [];
  const drop = (fault: Fault): void => {
    faults = faults.filter((each) => each !== fault);
  };
  const take = (request: FastifyRequest, kinds: readonly Fault['kind'][]): Fault | undefined => {
    const found = faults.find((fault) => kinds.includes(fault.kind) && fault.route === routeOf(request));
    if (found && !found.lasting) drop(found);
    return found;
  };
  const hold = (route: string, kind: 'holdRequest' | 'holdAnswer'): (() => void) => {
    const { until, release } = latch();
    faults.push({ route, kind, until });
    return release;
  };

  app.addHook('onRequest', async (request, reply) => {
    const fault = take(request, ['refuse', 'holdRequest']);
    if (fault?.kind === 'holdRequest') await fault.until;
    if (fault?.kind !== 'refuse') return;
    const { status, title, detail, headers = {} } = fault.refusal;
    await reply
      .code(status)
      .headers(headers)
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', status, title, detail }));
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    const fault = take(request, ['lose', 'holdAnswer']);
    if (fault?.kind === 'lose') request.raw.socket.destroy();
    if (fault?.kind === 'holdAnswer') await fault.until;
    return payload;
  });

  return {
    loseAnswer: (route) => void faults.push({ route, kind: 'lose' }),
    holdRequest: (route) => hold(route, 'holdRequest'),
    holdAnswer: (route) => hold(route, 'holdAnswer'),
    refuse: (route, refusal) => void faults.push({ route, kind: 'refuse', refusal }),
    refuseAll(route, refusal) {
      const fault: Fault = { route, kind: 'refuse', refusal, lasting: true };
      faults.push(fault);
      return () => drop(fault);
    },
    unmet: () => faults.filter(({ lasting }) => !lasting).map(({ route, kind }) => `${kind} ${route}`),
    clear() {
      faults = [];
    },
    ...cutter(app),
  };
}

function cutter(app: FastifyInstance): Pick<Faults, 'cut' | 'mend'> {
  let down = false;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    if (down) return socket.destroy();
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket));
  });
  return {
    cut() {
      down = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      down = false;
    },
  };
}
