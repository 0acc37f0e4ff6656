import type { FastifyInstance } from 'fastify';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { WebDeps } from './deps.ts';

/** /healthz (alive), /readyz (database and channels), /metrics (Prometheus). */
export async function healthRoutes(app: FastifyInstance, { deps }: { deps: WebDeps }): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  gauges(registry, deps);

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const health = await deps.health();
    return reply.code(health.ready ? 200 : 503).send(health);
  });

  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
}

/** Counted when asked for: rows tell the truth over all processes and restarts. */
function gauges(registry: Registry, { prisma, health }: WebDeps): void {
  new Gauge({
    name: 'dondoc_deliveries',
    help: 'Rows of the outbox by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      for (const { state, _count } of await prisma.delivery.groupBy({ by: ['state'], _count: true })) {
        this.set({ state }, _count);
      }
    },
  });
  new Gauge({
    name: 'dondoc_inbox_waiting',
    help: 'Stored messages that are not handled yet',
    registers: [registry],
    async collect() {
      this.set(await prisma.inboundMessage.count({ where: { state: 'received' } }));
    },
  });
  new Gauge({
    name: 'dondoc_inbox_failed',
    help: 'Messages set aside after five failures',
    registers: [registry],
    async collect() {
      this.set(await prisma.inboundMessage.count({ where: { state: 'failed' } }));
    },
  });
  new Gauge({
    name: 'dondoc_channel_up',
    help: '1 where the channel works, 0 where it is down',
    labelNames: ['channel'],
    registers: [registry],
    async collect() {
      for (const [channel, state] of Object.entries((await health()).channels)) {
        if (state !== 'off') this.set({ channel }, state === 'ok' ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'dondoc_audit_findings',
    help: 'Findings of the self-audit that are not mended',
    registers: [registry],
    async collect() {
      this.set((await health()).findings.length);
    },
  });
}
