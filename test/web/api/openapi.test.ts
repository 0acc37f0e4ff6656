import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../../src/web/api/index.ts';
import { openApi, type TestApi } from '../../harness/api.ts';
import { startBot, type TestBot } from '../../harness/chat.ts';

/** The description of the API, for whoever writes a program against it. */

interface Operation {
  summary?: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  security?: object[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let bot: TestBot;
let api: TestApi;
let described: Document;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-25T01:00:00Z' });
  api = await openApi(bot);
  const answer = await api.stranger.get('/openapi.json');
  expect(answer.status).toBe(200);
  described = answer.json();
}, 120_000);
afterAll(async () => {
  await api.close();
  await bot.close();
});

const inPath = (path: string): string => `/api/v1${path.replace(/:(\w+)/g, '{$1}')}`;

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  const operation = described.paths[inPath(route.path)]?.[route.method.toLowerCase()];
  expect(operation?.summary).toBe(route.summary);
  expect(operation?.responses['4XX']?.content).toHaveProperty(['application/problem+json']);
  const success = operation?.responses[String(route.status ?? 200)]?.content;
  expect(success).toHaveProperty([route.media ?? 'application/json']);
  expect(operation?.requestBody !== undefined).toBe(route.body !== undefined);
  for (const [, name] of route.path.matchAll(/:(\w+)/g)) {
    expect(operation?.parameters).toContainEqual(expect.objectContaining({ name, in: 'path' }));
  }
  expect(operation?.security).toEqual(route.rights === 'public' ? [] : undefined);
});

test('shapes have names, and every reference leads to one', () => {
  const text = JSON.stringify(described);
  for (const name of ['Assignment', 'Task', 'Problem', 'Delivery', 'Broadcast']) {
    expect(described.components.schemas).toHaveProperty(name);
  }
  const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  expect(referred.length).toBeGreaterThan(20);
  expect(referred.filter((name) => !name || !(name in described.components.schemas))).toEqual([]);
});

test('the web chat is described beside', () => {
  expect(Object.keys(described.paths)).toEqual(
    expect.arrayContaining(['/api/v1/chat/session', '/api/v1/chat/messages', '/api/v1/chat/stream']),
  );
});
