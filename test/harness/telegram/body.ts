import { Busboy } from '@fastify/busboy';
import type { IncomingMessage } from 'node:http';
import { fromForm } from './schema.ts';
import { ApiError, breach, Upload, type Params } from './wire.ts';

/** Reads a call's parameters from the address, JSON, a form or multipart, as the Bot API takes them. */

export interface Body {
  params: Params;
  /** Files under names that are no fields of the method: referred to as attach://name. */
  attached: Map<string, Upload>;
}

const fiftyMegabytes = 50 * 1024 * 1024;

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function readJson(bytes: Buffer): Params {
  if (!bytes.length) return {};
  try {
    const value = JSON.parse(bytes.toString()) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Params;
  } catch {
    // Refused below, like any other body that is no object.
  }
  throw breach("can't parse JSON object");
}

const readForm = (method: string, fields: Iterable<[string, string]>): Params => {
  const params: Params = {};
  for (const [name, value] of fields) params[name] = fromForm(method, name, value);
  return params;
};

function readMultipart(method: string, request: IncomingMessage, type: string): Promise<Body> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = [];
    const files = new Map<string, Upload>();
    let tooBig = false;
    const form = new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { fileSize: fiftyMegabytes, fieldSize: 4 * 1024 * 1024 },
    });
    form.on('field', (name: string, value: string) => fields.push([name, value]));
    form.on('file', (name, stream, filename, _encoding, mime) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('limit', () => (tooBig = true));
      stream.on('end', () => files.set(name, new Upload(filename, mime, Buffer.concat(parts))));
    });
    form.on('error', () => reject(breach("can't parse multipart form data")));
    form.on('finish', () => {
      if (tooBig) return reject(new ApiError(413, 'Request Entity Too Large', { breach: true }));
      resolve(sorted(method, fields, files));
    });
    request.on('error', reject);
    request.pipe(form);
  });
}

/** Files referred to by attach:// stay apart; all others are the field that they are named after. */
function sorted(method: string, fields: [string, string][], files: Map<string, Upload>): Body {
  const attached = new Map<string, Upload>();
  const said = fields.map(([, value]) => value).join('\n');
  // telegraf says the method once more in the form, which the platform allows.
  const params = readForm(
    method,
    fields.filter(([name, value]) => name !== 'method' || value !== method),
  );
  for (const [name, file] of files) {
    if (said.includes(`attach://${name}`)) attached.set(name, file);
    else params[name] = file;
  }
  return { params, attached };
}

export async function readBody(method: string, request: IncomingMessage, url: URL): Promise<Body> {
  const query = readForm(method, url.searchParams);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const { params, attached } = await readMultipart(method, request, type);
    return { params: { ...query, ...params }, attached };
  }
  const bytes = await bytesOf(request);
  const own = type.startsWith('application/json')
    ? readJson(bytes)
    : readForm(method, new URLSearchParams(bytes.toString()));
  return { params: { ...query, ...own }, attached: new Map() };
}
