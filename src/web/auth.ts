import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Office } from '../decisions/scope.ts';
import { isLanguage, type Language } from '../i18n.ts';
import { findApiToken, findSession, type SessionPerson } from '../store/sessions.ts';
import type { WebDeps } from './deps.ts';

/** Who asks: a person by session (cookie or bearer) or a machine by API token. */
export interface Caller {
  actor: Actor;
  language: Language;
  /** Set for people: the session and the web chat identity. */
  person?: SessionPerson;
}

export const sessionCookie = 'dondoc_session';

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

/** The caller of a request; undefined where there is no valid session or token. */
export async function callerOf(request: FastifyRequest, deps: WebDeps): Promise<Caller | undefined> {
  const token = bearer(request) ?? request.cookies[sessionCookie];
  if (!token) return undefined;
  const { prisma, env } = deps;
  if (token.startsWith('ddt_')) {
    const found = await findApiToken(prisma, env.secretKey, token);
    if (!found) return undefined;
    const office: Office = {
      role: found.role,
      rank: 'main',
      agencyId: '',
      agencyCode: '',
      agencyName: '',
      agencyShortName: '',
      oversight: true,
    };
    return {
      actor: { kind: 'token', tokenId: found.id, name: found.name, channel: 'api', offices: [office] },
      language: languageOf(request, env.locale),
    };
  }
  const person = await findSession(prisma, env.secretKey, token, deps.clock());
  if (!person) return undefined;
  // A page left open while somebody else signed in must neither send nor read in the other's name.
  const page = request.headers['x-chat-account'];
  if (page !== undefined && page !== person.identityId) return undefined;
  return {
    actor: { kind: 'contact', id: person.id, name: person.name, channel: 'web', offices: person.offices },
    language: isLanguage(person.language) ? person.language : 'vi',
    person,
  };
}

/** The language that a browser asks for, where no person's is known. */
export function languageOf(request: FastifyRequest, fallback: string): Language {
  const asked = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase())
    .find(isLanguage);
  return asked ?? (isLanguage(fallback) ? fallback : 'vi');
}

/**
 * A request that changes something and is authorised by the browser's cookie must come from a page of ours: browsers
 * say so themselves (Sec-Fetch-Site), older ones by Origin.
 */
export function isCrossSite(request: FastifyRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || bearer(request)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return hostOf(origin) !== request.headers.host;
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: 30 * 24 * 60 * 60,
  });
}

export const clearSessionCookie = (reply: FastifyReply): void =>
  void reply.clearCookie(sessionCookie, { path: '/' });
