import type { FastifyInstance } from 'fastify';
import type { Channel } from '../channels/channel.ts';

/** `POST /webhooks/<channel>`: the raw body goes to the channel, which alone knows how its platform signs. */
export async function webhookRoutes(
  app: FastifyInstance,
  { channels }: { channels: readonly Channel[] },
): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const channel of channels) {
    if (!channel.webhook) continue;
    app.post(
      `/webhooks/${channel.name.replace('_', '-')}`,
      { bodyLimit: 1024 * 1024 },
      async (request, reply) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value[0] : value,
          ]),
        );
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { status, retryAfter } = (await channel.webhook?.(headers, body)) ?? { status: 404 };
        if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
        return reply.code(status).send();
      },
    );
  }
}
