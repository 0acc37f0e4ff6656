import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Actor, Env, Scope } from '../../decisions/scope.ts';
import { rolesOf } from '../../decisions/scope.ts';
import { may, visibleAgencies } from '../../domain/roles.ts';
import { languages, translatorFor, type Translate } from '../../i18n.ts';
import { inTransaction, type Db, type PrismaClient } from '../../store/db.ts';
import { fieldErrors } from './field-errors.ts';
import { guarded } from './guard.ts';
import { routes } from './index.ts';
import { once } from './once.ts';
import { describeRoutes } from './openapi.ts';
import { Problem, problemOf, problemSchema, type ProblemDetails } from './problem.ts';
import type { Asked, Given, Rights, Route } from './route.ts';

/** Who asks: a person with a browser session, or a token. */
export interface Caller {
  actor: Actor;
  language: string;
}

export interface ApiDeps {
  prisma: PrismaClient;
  env: Env;
  clock(): Date;
  /** Whose request it is; undefined where it carries neither a session nor a token that is in force. */
  identify(request: FastifyRequest): Promise<Caller | undefined>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the caller of an API route is known and may use it. */
    caller?: Caller;
  }
}

/** Enough for a task's text; files go by the chat. */
const BODY_LIMIT = 256 * 1024;

/** Fastify plugin: the API's routes, to be registered below /api/v1. */
export async function api(app: FastifyInstance, deps: ApiDeps): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller');
  takeEmptyBodies(app);
  app.setErrorHandler((error, request, reply) => fail(error, request, reply, deps));
  app.setNotFoundHandler((request, reply) => fail(new Problem('notFound'), request, reply, deps));
  await describeRoutes(app);
  for (const route of routes) register(app, route, deps);
}

/** A POST that needs no body may come without one, whatever its content type says. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (typeof body === 'string' && body.trim() === '') done(null, null);
    else void parse(request, String(body), done);
  });
}

function register(app: FastifyInstance, route: Route, deps: ApiDeps): void {
  const success = route.media
    ? { content: { [route.media]: { schema: route.answer } }, description: route.summary }
    : route.answer;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: BODY_LIMIT,
    schema: {
      summary: route.summary,
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { querystring: route.query } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...(route.once ? { headers: onceHeaders } : {}),
      ...(route.rights === 'public' ? { security: [] } : {}),
      response: {
        [route.status ?? 200]: success,
        '4xx': {
          description: 'Problem details',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    },
    onRequest: async (request) => {
      request.caller = await enter(request, route.rights, deps);
    },
    handler: async (request, reply) => {
      const answer = await run(request, route, deps);
      if (route.media) reply.type(`${route.media}; charset=utf-8`);
      return reply
        .code(route.status ?? 200)
        .header('cache-control', 'no-store')
        .send(answer);
    },
  });
}

const onceHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key with the same request is done once and answered alike'),
});

/** The caller of a route, where it is one who may use it. */
async function enter(request: FastifyRequest, rights: Rights, deps: ApiDeps): Promise<Caller | undefined> {
  if (rights === 'public') return undefined;
  const caller = await deps.identify(request);
  if (!caller) throw new Problem('unauthorized');
  request.caller = caller;
  const held = rolesOf(caller.actor);
  const allowed =
    rights === 'everyone' ? held.length > 0 : rights.some((capability) => may(held, capability));
  if (!allowed) throw new Problem('forbidden');
  return caller;
}

async function run(request: FastifyRequest, route: Route, deps: ApiDeps): Promise<unknown> {
  const given: Given<unknown, unknown, unknown> = {
    params: request.params,
    query: request.query,
    body: guarded(request.body),
  };
  const t = translatorOf(request, deps);
  const scope = (db: Db): Asked => ({ ...asked(request, deps), db, t });
  if (route.method === 'GET') return route.run(scope(deps.prisma), given);
  return inTransaction(deps.prisma, async (db) => {
    const at = scope(db);
    const key = route.once ? request.headers['idempotency-key'] : undefined;
    if (typeof key !== 'string') return route.run(at, given);
    const what = [route.method, route.path, given.params, given.body];
    return once(db, { actor: at.actor, key, request: what }, at.now, () => route.run(at, given));
  });
}

const nobody: Actor = { kind: 'token', name: '', channel: 'api', offices: [] };

const asked = (request: FastifyRequest, deps: ApiDeps): Omit<Scope, 'db'> & Pick<Asked, 'agencyIds'> => {
  const actor = request.caller?.actor ?? nobody;
  const sees = visibleAgencies(actor.offices);
  return {
    now: deps.clock(),
    env: deps.env,
    actor: { ...actor, channel: 'api' },
    // A token of an agency's role is of no agency: it sees nothing.
    agencyIds: sees === 'all' ? undefined : sees.filter((id) => id !== ''),
  };
};

/** The caller's own language, else the first that the request accepts and we have. */
function translatorOf(request: FastifyRequest, { env }: ApiDeps): Translate {
  const accepted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase());
  const known = accepted.find((entry) => languages.some((language) => language === entry));
  return translatorFor(request.caller?.language ?? known ?? env.locale);
}

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** Every error leaves as problem details; one of ours is logged and shows nothing of itself. */
function fail(error: unknown, request: FastifyRequest, reply: FastifyReply, deps: ApiDeps): FastifyReply {
  const t = translatorOf(request, deps);
  const problem = detailsOf(error, pathOf(request), t);
  if (problem.status >= 500) request.log.error({ err: error }, 'a request of the API failed');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function detailsOf(error: unknown, instance: string, t: Translate): ProblemDetails {
  const make = (problem: Problem): ProblemDetails => {
    const details = problemOf(problem, instance, t);
    if (!details) throw problem;
    return details;
  };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = 'validationContext' in error ? String(error.validationContext) : 'request';
    return { ...make(new Problem('invalid')), errors: fieldErrors(error.validation, part, t) };
  }
  return problemOf(error, instance, t) ?? make(new Problem(byStatus[statusOf(error)] ?? 'internal'));
}

/** What the server itself refuses before a route is reached. */
const byStatus: Record<number, 'malformed' | 'notFound' | 'tooLarge' | 'mediaType'> = {
  400: 'malformed',
  404: 'notFound',
  413: 'tooLarge',
  415: 'mediaType',
};

const statusOf = (error: unknown): number =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
