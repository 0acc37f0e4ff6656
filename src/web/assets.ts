import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Style, scripts and fonts, served from memory. Addresses carry a digest of the content, so that browsers may
 * keep them for good and a new release is seen at once. A group shares one digest: its modules import each
 * other by relative path, and a release that leaves the fonts alone does not send them again.
 */

const fontFiles = [
  'be-vietnam-pro-400.woff2',
  'be-vietnam-pro-500.woff2',
  'be-vietnam-pro-700.woff2',
] as const;

/** The modules of the chat page, its entry first. */
export const chatScripts = [
  'chat.js',
  'chat/api.js',
  'chat/attachments.js',
  'chat/composer.js',
  'chat/dates.js',
  'chat/dom.js',
  'chat/live.js',
  'chat/log.js',
  'chat/menu.js',
  'chat/message.js',
  'chat/outbox.js',
  'chat/shelf.js',
  'chat/words.js',
] as const;

const appFiles = ['style.css', 'icon.svg', 'forms.js', ...chatScripts] as const;

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

interface Asset {
  type: string;
  plain: Buffer;
  /** Absent where compressing gains nothing: woff2 is compressed already. */
  packed?: { br: Buffer; gzip: Buffer };
}

const read = (name: string): Buffer => readFileSync(new URL(`./assets/${name}`, import.meta.url));

const digest = (contents: readonly Buffer[]): string => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 12);
};

const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

function asset(name: string, plain: Buffer): Asset {
  const extension = name.split('.').at(-1) ?? '';
  const type = types[extension] ?? 'application/octet-stream';
  return extension === 'woff2'
    ? { type, plain }
    : { type, plain, packed: { br: brotliCompressSync(plain, best), gzip: gzipSync(plain, { level: 9 }) } };
}

/** Name in `src/web/assets/` → address, and address → content. */
function build(): { urls: Map<string, string>; assets: Map<string, Asset> } {
  const urls = new Map<string, string>();
  const assets = new Map<string, Asset>();
  const add = (prefix: string, base: string, names: readonly string[], contents: readonly Buffer[]): void =>
    names.forEach((name, index) => {
      const url = `${prefix}/${name}`;
      urls.set(base + name, url);
      assets.set(url, asset(name, contents[index] ?? Buffer.alloc(0)));
    });

  const fonts = fontFiles.map((name) => read(`fonts/${name}`));
  const fontPrefix = `/assets/${digest(fonts)}`;
  add(fontPrefix, 'fonts/', fontFiles, fonts);

  const app = appFiles.map((name) =>
    name === 'style.css'
      ? Buffer.from(read(name).toString().replaceAll('url(fonts/', `url(${fontPrefix}/`))
      : read(name),
  );
  add(`/assets/${digest(app)}`, '', appFiles, app);
  return { urls, assets };
}

const { urls, assets } = build();

/** The address of a file of `src/web/assets/`, for example `style.css` or `chat/log.js`. */
export function assetUrl(name: string): string {
  const url = urls.get(name);
  if (url === undefined) throw new Error(`There is no asset ${name}: list it in src/web/assets.ts`);
  return url;
}

/** What the browser takes of what we have; `q=0` is a refusal. */
function packing(accepts: string | undefined): 'br' | 'gzip' | undefined {
  const taken = (accepts ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => !/;\s*q=0(\.0*)?$/.test(entry))
    .map((entry) => entry.split(';')[0]?.trim());
  return (['br', 'gzip'] as const).find((name) => taken.includes(name));
}

function send(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const found = assets.get(request.url.split('?')[0] ?? '');
  if (!found) {
    reply.callNotFound();
    return reply;
  }
  reply
    .header('content-type', found.type)
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('vary', 'accept-encoding');
  const name = packing(request.headers['accept-encoding']);
  if (!found.packed || !name) return reply.send(found.plain);
  return reply.header('content-encoding', name).send(found.packed[name]);
}

/** Fastify plugin: GET and HEAD /assets/… */
export async function assetRoutes(app: FastifyInstance): Promise<void> {
  app.get('/assets/*', send);
}
