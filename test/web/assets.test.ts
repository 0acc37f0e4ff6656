import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { translatorFor } from '../../src/i18n.ts';
import { assetRoutes, assetUrl, chatScripts } from '../../src/web/assets.ts';
import { textsForScript } from '../../src/web/chat/texts.ts';
import enChat from '../../locales/en/chat.json' with { type: 'json' };
import viChat from '../../locales/vi/chat.json' with { type: 'json' };

/** What browsers are given besides pages. */

const app = Fastify();
await app.register(assetRoutes);

const source = (name: string): string =>
  readFileSync(new URL(`../../src/web/assets/${name}`, import.meta.url), 'utf8');
const get = (url: string, accepts = '') => app.inject({ url, headers: { 'accept-encoding': accepts } });

test.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['gzip;q=1, br;q=0', 'gzip', gunzipSync],
  ['', undefined, (body: Buffer) => body],
])('a browser that takes "%s" gets %s', async (accepts, encoding, unpack) => {
  const answer = await get(assetUrl('chat.js'), accepts);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-encoding']).toBe(encoding);
  expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.vary).toBe('accept-encoding');
  expect(unpack(answer.rawPayload).toString()).toBe(source('chat.js'));
});

test('fonts are sent as they are, and the style names them where they are', async () => {
  const font = await get(assetUrl('fonts/be-vietnam-pro-400.woff2'), 'br, gzip');
  expect(font.headers['content-type']).toBe('font/woff2');
  expect(font.headers['content-encoding']).toBeUndefined();
  const named = [...(await get(assetUrl('style.css'))).body.matchAll(/url\(([^)]+)\)/g)].map(
    ([, url]) => url ?? '',
  );
  expect(named).toHaveLength(3);
  for (const url of named) expect((await get(url)).statusCode).toBe(200);
});

test.each(['/assets/', '/assets/000000000000/chat.js', '/assets/../assets.ts', '/assets/%2e%2e/layout.ts'])(
  '%s is not found',
  async (url) => expect((await get(url)).statusCode).toBe(404),
);

test('an asset that nobody listed is an error of ours, at once', () => {
  expect(() => assetUrl('chat/none.js')).toThrow('chat/none.js');
});

test('each module is listed, finds those that it imports, and is ES2019', async () => {
  const files = readdirSync(new URL('../../src/web/assets/chat/', import.meta.url)).map(
    (name) => `chat/${name}`,
  );
  expect([...chatScripts].sort()).toEqual(['chat.js', ...files].sort());
  for (const name of [...chatScripts, 'forms.js']) {
    const url = assetUrl(name);
    for (const [, path = ''] of source(name).matchAll(/from '(\.[^']+)'/g)) {
      expect((await get(new URL(path, `http://host${url}`).pathname)).statusCode).toBe(200);
    }
    const options = (target: ts.ScriptTarget) => ({
      compilerOptions: { target, module: ts.ModuleKind.ESNext },
    });
    // What has to be rewritten for ES2019 is younger than that.
    expect(ts.transpileModule(source(name), options(ts.ScriptTarget.ES2019)).outputText).toBe(
      ts.transpileModule(source(name), options(ts.ScriptTarget.ESNext)).outputText,
    );
  }
});

test('a first visit on a slow line costs little: style, script and the first font', async () => {
  const sizes = await Promise.all(
    ['style.css', ...chatScripts, 'fonts/be-vietnam-pro-400.woff2'].map(
      async (name) => (await get(assetUrl(name), 'br')).rawPayload.length,
    ),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(40_000);
});

test('the script has each text that it shows, and shows each that it has', () => {
  const given = Object.keys(textsForScript(translatorFor('vi')));
  expect(given.sort()).toEqual(Object.keys(viChat.client).sort());
  expect(given.sort()).toEqual(Object.keys(enChat.client).sort());
  const scripts = chatScripts.map(source).join('\n');
  const page = readFileSync(new URL('../../src/web/chat/page.ts', import.meta.url), 'utf8');
  const said = [...scripts.matchAll(/say\('(\w+)'/g)].map(([, key]) => key);
  for (const key of said) expect(given).toContain(key);
  for (const key of given)
    expect(scripts.includes(`'${key}'`) || page.includes(`'chat.client.${key}'`), key).toBe(true);
});

test('fields of a text are the same in both languages', () => {
  const fields = (text: string): string[] => (text.match(/\{[^}]+\}+/g) ?? []).sort();
  for (const [area, texts] of Object.entries(viChat)) {
    const english: Record<string, string> = enChat[area as keyof typeof enChat];
    for (const [key, text] of Object.entries(texts))
      expect(fields(english[key] ?? ''), key).toEqual(fields(text));
  }
});
