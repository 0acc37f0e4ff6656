import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.ts';
import { capabilitiesOf, roles, type Role } from '../src/domain/roles.ts';
import type { Command } from '../src/inbound/command.ts';
import { translatorFor } from '../src/i18n.ts';
import { routes } from '../src/web/api/index.ts';
import type { Rights } from '../src/web/api/route.ts';
import { openApi, type Client, type TestApi } from './harness/api.ts';
import { startBot, type Chatter, type TestBot } from './harness/chat.ts';

/**
 * Every role × every command and route, against a copy of the design's tables written by hand: s a stranger, f focal
 * point, h head, l leader, c coordinator, a administrator. A command or route that is not listed here fails the test,
 * and each refused combination is tried on the running program.
 */

const everybody = '. f h l c a';
const anyone = 's f h l c a';
const agency = '. f h . . .';
const overseers = '. . . l c a';
const coordinators = '. . . . c a';
const administrators = '. . . . . a';

/** Design §7; names as the commands are declared. */
const commandTable: Record<string, string> = {
  // all
  start: anyone,
  help: everybody,
  me: everybody,
  away: everybody,
  language: everybody,
  cancel: everybody,
  unlink: everybody,
  // focal, head
  tasks: agency,
  task: agency,
  ack: agency,
  confirm: agency,
  progress: agency,
  done: agency,
  blocked: agency,
  extend: agency,
  calendar: agency,
  // focal, head for the own agency's group; coordinators for every group
  linkGroup: '. f h . c a',
  // Putting off a reminder is one person's, and agencies are reminded.
  snooze: agency,
  // What plain words of an agency become.
  report: agency,
  // An agency's own; who records for an agency takes back what was recorded.
  undo: '. f h . c a',
  // focal, head for the own agency; leader, coordinator for everything
  status: everybody,
  // leader, coordinator
  track: overseers,
  overdue: overseers,
  nudge: overseers,
  // What plain words of those become.
  asked: overseers,
  // coordinator
  assign: coordinators,
  addagency: coordinators,
  broadcast: coordinators,
  accept: coordinators,
  deny: coordinators,
  return: coordinators,
  reschedule: coordinators,
  withdraw: coordinators,
  reopen: coordinators,
  onbehalf: coordinators,
  calls: coordinators,
  wards: coordinators,
  // admin
  invite: administrators,
  contacts: administrators,
  // The date of a reporting cycle whose source names none (design §5), and what stands under a broadcast.
  cycleDate: coordinators,
  broadcastStop: coordinators,
  broadcastCorrect: coordinators,
  broadcastRecall: coordinators,
  broadcastMissing: coordinators,
  // A reply to an agency's question.
  answer: coordinators,
  // "Đã nhận" under a broadcast is said by whoever was sent it.
  broadcastReply: everybody,
};

/** Design §8, with the roles of §6: leaders see everything, an agency its own, the rest is decided by coordinators. */
const routeTable: Record<string, string> = {
  'GET /api/v1/openapi.json': anyone,
  'GET /api/v1/agencies': everybody,
  'GET /api/v1/duties': everybody,
  'GET /api/v1/wards': everybody,
  'GET /api/v1/tasks': everybody,
  'GET /api/v1/tasks/:number': everybody,
  'GET /api/v1/assignments': everybody,
  'GET /api/v1/assignments/:id': everybody,
  'GET /api/v1/tracking': everybody,
  'GET /api/v1/tracking.csv': everybody,
  'GET /api/v1/deliveries': overseers,
  'GET /api/v1/broadcasts/:id': overseers,
  'GET /api/v1/contacts': administrators,
  'GET /api/v1/audit': administrators,
  // Calendars can send no more than an address: its token is looked at by the route.
  'GET /api/v1/calendar.ics': anyone,
  'POST /api/v1/tasks': coordinators,
  'POST /api/v1/broadcasts': coordinators,
  'POST /api/v1/assignments/:id/accept': coordinators,
  'POST /api/v1/assignments/:id/return': coordinators,
  'POST /api/v1/assignments/:id/reschedule': coordinators,
  'POST /api/v1/assignments/:id/cancel': coordinators,
  'POST /api/v1/assignments/:id/reopen': coordinators,
  'POST /api/v1/assignments/:id/nudge': overseers,
  'POST /api/v1/assignments/:id/reports': coordinators,
  'POST /api/v1/extensions/:id/approve': coordinators,
  'POST /api/v1/extensions/:id/deny': coordinators,
  // The web chat: each person's own, by session; a code opens one.
  'POST /api/v1/chat/session': anyone,
  'POST /api/v1/chat/files': everybody,
  'GET /api/v1/chat/files/:id': everybody,
  'POST /api/v1/chat/messages': everybody,
  'GET /api/v1/chat/messages': everybody,
  'GET /api/v1/chat/stream': everybody,
  // Pages and monitoring.
  'GET /': anyone,
  'GET /chat': everybody,
  'GET /join': anyone,
  'GET /join/:code': anyone,
  'POST /join': anyone,
  'GET /login': anyone,
  'GET /login/:code': anyone,
  'POST /login': anyone,
  'POST /logout': anyone,
  'GET /assets/*': anyone,
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'GET /metrics': anyone,
};

const letters: Record<Role, string> = { focal: 'f', head: 'h', leader: 'l', coordinator: 'c', admin: 'a' };
const row = (allows: (role: Role) => boolean, strangers: boolean): string =>
  [strangers ? 's' : '.', ...roles.map((role) => (allows(role) ? letters[role] : '.'))].join(' ');
const refusedTo = (table: Record<string, string>, who: string): string[] =>
  Object.keys(table).filter((name) => !table[name]?.includes(who));

const declaredCommand = ({ who }: Command): string =>
  row((role) => who === 'anyone' || who === 'all' || who.includes(role), who === 'anyone');
const declaredRoute = (rights: Rights): string =>
  row(
    (role) =>
      rights === 'public' ||
      rights === 'everyone' ||
      rights.some((capability) => capabilitiesOf[role].includes(capability)),
    rights === 'public',
  );

let bot: TestBot;
let api: TestApi;
const people: Partial<Record<Role, Chatter>> = {};
const browsers: Partial<Record<Role, Client>> = {};

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T02:00:00Z' });
  api = await openApi(bot);
  for (const role of roles) {
    const person = await bot.person(role === 'focal' || role === 'head' ? 'STP' : 'CAT', { role });
    people[role] = person;
    browsers[role] = await api.browser(person);
  }
}, 120_000);
afterAll(async () => {
  await api.close();
  await bot.close();
});

const written = (): Promise<number> => bot.db.prisma.auditLog.count();

describe('commands', () => {
  test('are declared as the design has them, each of them', () => {
    const declared = Object.fromEntries(commands.map((command) => [command.name, declaredCommand(command)]));
    expect(declared).toEqual(commandTable);
  });

  const typed = commands.filter((command) => command.slash);
  const slashes = (who: string): string[] =>
    typed
      .filter((command) => refusedTo(commandTable, who).includes(command.name))
      .flatMap(({ slash }) => [`/${slash?.vi} 11`, `/${slash?.en} 11`]);

  test.each(roles)(
    'what is not for %s is refused, and nothing is written',
    async (role) => {
      const before = await written();
      const refusal = translatorFor('vi')('common.notForYou');
      for (const words of slashes(letters[role]))
        expect([words, await people[role]?.says(words)]).toEqual([words, refusal]);
      expect(await written()).toBe(before);
    },
    120_000,
  );

  test.each(roles)(
    'what is for %s is not refused',
    async (role) => {
      const refusal = translatorFor('vi')('common.notForYou');
      const mine = typed.filter((command) => commandTable[command.name]?.includes(letters[role]));
      for (const { slash } of mine) {
        expect([slash?.vi, await people[role]?.says(`/${slash?.vi}`)]).not.toEqual([slash?.vi, refusal]);
      }
    },
    120_000,
  );

  test('a stranger gets the same sentence for all of them', async () => {
    const { prisma } = bot.db;
    const stranger = await bot.person('STP');
    await prisma.contact.update({ where: { id: stranger.contactId }, data: { active: false } });
    const before = await written();
    const sentence = translatorFor('vi')('common.stranger');
    for (const words of slashes('s')) expect([words, await stranger.says(words)]).toEqual([words, sentence]);
    expect(await written()).toBe(before);
  }, 120_000);

  test('what has no slash cannot be typed', async () => {
    const hidden = commands.filter((command) => !command.slash);
    expect(hidden.length).toBeGreaterThan(0);
    for (const { name } of hidden) expect(await people.admin?.says(`/${name}`)).toContain('Không có lệnh');
  }, 60_000);

  test('what ends, deletes or sends to others needs its slash', async () => {
    const guarded = commands.filter((command) => command.bare === false);
    expect(guarded.map((command) => command.name)).toEqual(
      expect.arrayContaining([
        'unlink',
        'assign',
        'broadcast',
        'withdraw',
        'nudge',
        'accept',
        'return',
        'reopen',
      ]),
    );
    await people.admin?.says('/huy');
    const before = await written();
    for (const { slash } of guarded) await people.admin?.says(String(slash?.vi));
    expect(await bot.db.prisma.dialogue.count({ where: { contactId: people.admin?.contactId ?? '' } })).toBe(
      0,
    );
    expect(await written()).toBe(before);
  }, 60_000);
});

/** The routes that the server really has, from its own tree. */
function served(): string[] {
  const path: string[] = [];
  return api.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const match = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line);
      if (!match) return [];
      const [, indent = '', part = '', methods] = match;
      path.splice(indent.length / 4, path.length, part);
      const methodNames = (methods ?? '').split(', ').filter((method) => method && method !== 'HEAD');
      return methodNames.map((method) => `${method} ${path.join('')}`);
    });
}

describe('routes', () => {
  test('are listed here, each that the server has', () => {
    const named = served().map((route) => route.replace('GET /*', 'GET /assets/*'));
    expect(named.sort()).toEqual(Object.keys(routeTable).sort());
  });

  test('of the API are declared as the design has them', () => {
    for (const { method, path, rights } of routes) {
      const name = `${method} /api/v1${path}`;
      expect([name, declaredRoute(rights)]).toEqual([name, routeTable[name]]);
    }
  });

  const ask = (client: Client | undefined, name: string) => {
    const [method, path = ''] = name.split(' ');
    const url = path
      .replace('/api/v1', '')
      .replace(':id', '0190a5c0-0000-7000-8000-000000000000')
      .replace(':number', '999999');
    return method === 'GET' ? client?.get(url) : client?.post(url, {});
  };
  const ofApi = (name: string): boolean => name.includes(' /api/v1/');

  test.each(roles)('what is not for %s is refused, and nothing is written', async (role) => {
    const before = await written();
    for (const name of refusedTo(routeTable, letters[role])) {
      const answer = await ask(browsers[role], name);
      expect([name, answer?.status, answer?.json<{ code: string }>().code]).toEqual([name, 403, 'forbidden']);
    }
    expect(await written()).toBe(before);
  });

  test.each(roles)('what is for %s is not refused', async (role) => {
    const mine = Object.keys(routeTable).filter(
      // A stream never ends; a session is opened with a code alone.
      (name) =>
        ofApi(name) && routeTable[name]?.includes(letters[role]) && !/chat\/(stream|session)$/.test(name),
    );
    for (const name of mine) {
      const answer = await ask(browsers[role], name);
      expect([name, answer?.status]).not.toEqual([name, 401]);
      expect([name, answer?.status]).not.toEqual([name, 403]);
    }
  });

  test('a stranger is refused all that is not public', async () => {
    for (const name of refusedTo(routeTable, 's')) {
      if (ofApi(name)) expect([name, (await ask(api.stranger, name))?.status]).toEqual([name, 401]);
    }
    const page = await api.app.inject('/chat');
    expect([page.statusCode, page.headers.location]).toEqual([302, '/login']);
    expect(refusedTo(routeTable, 's').filter((name) => !ofApi(name))).toEqual(['GET /chat']);
  });

  test.each(['Bearer ddt_wrong', 'Bearer dds_wrong', 'Bearer', 'Basic YTph'])(
    'a wrong token is a stranger’s: %s',
    async (authorization) => {
      expect((await api.stranger.get('/tracking', { authorization })).status).toBe(401);
    },
  );

  test.each(['leader', 'coordinator', 'admin'] as const)(
    'a token has the rights of its role: %s',
    async (role) => {
      const machine = await api.machine(role);
      for (const { method, path, rights } of routes) {
        const name = `${method} /api/v1${path}`;
        const allowed = declaredRoute(rights).includes(letters[role]);
        expect([name, (await ask(machine, name))?.status === 403]).toEqual([name, !allowed]);
      }
      // The chat is a person's.
      expect((await machine.get('/chat/messages')).status).toBe(401);
    },
  );

  test('a revoked token and an ended session are a stranger’s', async () => {
    const { prisma } = bot.db;
    const machine = await api.machine('admin');
    await prisma.apiToken.updateMany({ data: { revokedAt: bot.clock.now() } });
    expect((await machine.get('/tracking')).status).toBe(401);
    await prisma.session.updateMany({ data: { endedAt: bot.clock.now() } });
    expect((await browsers.admin?.get('/tracking'))?.status).toBe(401);
  });
});
