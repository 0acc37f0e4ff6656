import Fastify from 'fastify';

/** The peer of the start: a server that does nothing. */
const app = Fastify();
app.get('/healthz', async () => ({ status: 'ok' }));
const address = await app.listen({ port: 0 });
process.stdout.write(`http://localhost:${new URL(address).port}\n`);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
