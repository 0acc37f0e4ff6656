import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/**
 * Describes every route that is registered after this one by the schemas that check it, at GET openapi.json. To be
 * called on the scope of the API itself.
 */
export async function describeRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Đôn Đốc',
        version: '1',
        description:
          'Tasks given to agencies, what they report, and the state of all work. Instants are ISO 8601 with offset. ' +
          'Lists are {items, next?}: next is the cursor for ?after=. Errors are problem details (RFC 9457) in the ' +
          'language of the caller.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'dondoc_session' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
