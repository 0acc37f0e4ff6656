import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { agenciesOf } from '../decisions/scope.ts';
import { instantWords, personWords } from '../decisions/wording.ts';
import { plainText } from '../domain/markup.ts';
import { isRefusal } from '../domain/refusal.ts';
import { may } from '../domain/roles.ts';
import { translatorFor, type Language } from '../i18n.ts';
import { endSession } from '../store/sessions.ts';
import { tracking } from '../store/tracking.ts';
import { callerOf, clearSessionCookie, languageOf, setSessionCookie, type Caller } from './auth.ts';
import { enter, messageLimits } from './chat/api.ts';
import { joinPage, loginPage } from './chat/enter.ts';
import { chatPage } from './chat/page.ts';
import { maxFileBytes } from '../store/keep-file.ts';
import type { WebDeps } from './deps.ts';
import { homePage } from './home.ts';
import { pageHeaders } from './layout.ts';

/** The pages: the root, the chat, and the doors. Fetching a link spends nothing; the one button's POST does. */
export async function pages(app: FastifyInstance, { deps }: { deps: WebDeps }): Promise<void> {
  const show = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
    reply.code(status).headers(pageHeaders).send(html);
  const called = () => displayName(deps);

  app.get('/', async (request, reply) => {
    const caller = await callerOf(request, deps);
    const language = caller?.language ?? languageOf(request, deps.env.locale);
    const figures = caller && (await figuresFor(deps, caller, language));
    const page = {
      language,
      displayName: await called(),
      tracking: figures,
      chatUrl: '/chat',
      joinUrl: '/join',
    };
    return show(reply, homePage(page));
  });

  app.get('/chat', async (request, reply) => {
    const caller = await callerOf(request, deps);
    if (!caller?.person) return reply.redirect('/login');
    const { person, language } = caller;
    return show(
      reply,
      chatPage({
        language,
        displayName: await called(),
        contactName: personWords(person, translatorFor(language)),
        agency: person.offices[0]?.agencyName ?? '',
        roles: person.offices.map((office) => office.role),
        account: person.identityId,
        timeZone: deps.env.zone,
        limits: { fileBytes: maxFileBytes, files: messageLimits.files, text: messageLimits.text },
        signOutUrl: '/logout',
        signInUrl: '/login',
      }),
    );
  });

  const doors = { join: joinPage, login: loginPage };
  const door = async (
    kind: keyof typeof doors,
    request: FastifyRequest,
    more: { code?: string; problem?: string },
  ) =>
    doors[kind]({
      language: languageOf(request, deps.env.locale),
      displayName: await called(),
      action: `/${kind}`,
      joinUrl: '/join',
      loginUrl: '/login',
      ...more,
    });

  for (const kind of ['join', 'login'] as const) {
    app.get(`/${kind}`, async (request, reply) => show(reply, await door(kind, request, {})));
    app.get<{ Params: { code: string } }>(`/${kind}/:code`, async (request, reply) =>
      show(reply, await door(kind, request, { code: request.params.code })),
    );
    app.post(
      `/${kind}`,
      { config: { rateLimit: { max: 20, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const { inviteCode = '' } = z
          .object({ inviteCode: z.string().max(200).optional() })
          .parse(request.body ?? {});
        try {
          const { token } = await enter(deps, inviteCode, request.headers['user-agent']);
          setSessionCookie(reply, token, request.protocol === 'https');
          return await reply.redirect('/chat', 303);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          const t = translatorFor(languageOf(request, deps.env.locale));
          const problem = plainText(t(`refusals.${error.code}`, { ...error.fields }));
          return show(reply, await door(kind, request, { problem }), 410);
        }
      },
    );
  }

  app.post('/logout', async (request, reply) => {
    const caller = await callerOf(request, deps);
    if (caller?.person) await endSession(deps.prisma, caller.person.sessionId, deps.clock());
    clearSessionCookie(reply);
    return reply.redirect('/login', 303);
  });
}

/** What this service is called by the people it writes to: the first programme's display name. */
export async function displayName({ prisma }: Pick<WebDeps, 'prisma'>): Promise<string> {
  const programme = await prisma.programme.findFirst({
    orderBy: { loadedAt: 'asc' },
    select: { displayName: true },
  });
  return programme?.displayName ?? 'Đôn Đốc';
}

async function figuresFor({ prisma, env, clock }: WebDeps, { actor }: Caller, language: Language) {
  const all = may(
    actor.offices.map((office) => office.role),
    'seeAll',
  );
  const { asOf, ...figures } = await tracking(
    prisma,
    clock(),
    env.zone,
    all ? {} : { agencyIds: agenciesOf(actor) },
  );
  return { ...figures, asOf: plainText(instantWords(asOf, env, translatorFor(language))) };
}
