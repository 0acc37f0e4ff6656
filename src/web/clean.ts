import type { FastifyInstance } from 'fastify';
import { storable } from '../domain/storable.ts';

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name), clean(inner)]));
}

/** Makes the texts of every request storable before anything looks at them, so that no request can fail by them. */
export function cleanRequests(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    request.params = clean(request.params);
    request.query = clean(request.query);
    if (!request.isMultipart()) request.body = clean(request.body);
  });
}
