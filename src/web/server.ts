import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { api } from './api/register.ts';
import { Problem } from './api/problem.ts';
import { assetRoutes } from './assets.ts';
import { callerOf, isCrossSite, languageOf } from './auth.ts';
import { cleanRequests } from './clean.ts';
import { chatApi } from './chat/api.ts';
import { createHub, type Hub } from './chat/hub.ts';
import { maxFileBytes } from '../store/keep-file.ts';
import type { WebDeps } from './deps.ts';
import { errorPage, type ErrorKind } from './error-page.ts';
import { healthRoutes } from './health.ts';
import { pageHeaders } from './layout.ts';
import { displayName, pages } from './pages.ts';
import { webhookRoutes } from './webhooks.ts';

export interface Web {
  app: FastifyInstance;
  /** Open pages: to be woken when the web chat's mailbox changed. */
  hub: Hub;
}

/** Of every answer; pages say what they need beyond it (layout.ts). */
const strictHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** The web: pages, web chat, API, health. Nothing listens yet. */
export async function buildServer(deps: WebDeps, logger?: FastifyBaseLogger): Promise<Web> {
  const hub = createHub(deps);
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    // Codes stand in paths: request lines are not logged at all.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
    bodyLimit: 256 * 1024,
    forceCloseConnections: true,
  });
  await app.register(cookie);
  await app.register(multipart, {
    limits: { fileSize: maxFileBytes, files: 1, fields: 5 },
    throwFileSizeLimit: true,
  });
  await app.register(rateLimit, { global: false, errorResponseBuilder: () => new Problem('tooMany') });
  takeForms(app);
  cleanRequests(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(strictHeaders);
    // A browser that came by https once never asks in the clear again.
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    if (isCrossSite(request)) throw new Problem('crossSite');
  });
  htmlErrors(app, deps);

  await app.register(assetRoutes);
  await app.register(healthRoutes, { deps });
  await app.register(pages, { deps });
  await app.register(webhookRoutes, { channels: deps.channels ?? [] });
  await app.register(
    async (scope) => {
      await api(scope, {
        prisma: deps.prisma,
        env: deps.env,
        clock: deps.clock,
        identify: (request) => callerOf(request, deps),
      });
      await chatApi(scope, { deps, hub });
    },
    { prefix: '/api/v1' },
  );
  app.addHook('onClose', () => hub.stop());
  return { app, hub };
}

/** The doors' forms. */
function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
}

/** Errors of pages are pages; those of the API are problem details (api/register.ts). */
function htmlErrors(app: FastifyInstance, deps: WebDeps): void {
  const page = async (kind: ErrorKind, request: Parameters<typeof languageOf>[0]): Promise<string> =>
    errorPage({
      language: languageOf(request, deps.env.locale),
      displayName: await displayName(deps),
      kind,
      reference: request.id,
    });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .headers(pageHeaders)
      .send(await page('notFound', request)),
  );
  app.setErrorHandler(async (error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) deps.log.error({ err: error, request: request.id }, 'a page could not be shown');
    const kind = status === 404 ? 'notFound' : status === 403 ? 'forbidden' : 'server';
    return reply
      .code(status)
      .headers(pageHeaders)
      .send(await page(kind, request));
  });
}

function statusOf(error: unknown): number {
  if (error instanceof Problem)
    return error.code === 'crossSite' ? 403 : error.code === 'tooMany' ? 429 : 400;
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  return typeof error.statusCode === 'number' ? error.statusCode : 500;
}
