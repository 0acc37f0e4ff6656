import { readFileSync } from 'node:fs';
import { Upload, type Params } from './wire.ts';

/**
 * Checks calls against the Bot API's own description (test/fixtures/telegram/bot-api.json: version, methods and
 * types by name; "name!" is required, "A|B" one of these, "=word" exactly this word). Stricter than the real
 * platform, which lets unknown fields pass: here a misspelt field is found.
 */

type Fields = Record<string, string>;
interface ApiDescription {
  version: string;
  methods: Record<string, Fields>;
  types: Record<string, Fields | string[]>;
}

const api = JSON.parse(
  readFileSync(new URL('../../fixtures/telegram/bot-api.json', import.meta.url), 'utf8'),
) as ApiDescription;

/** What is wrong, with the place in front ("reply_markup.inline_keyboard[0][0].text: …"); undefined where all is well. */
type Check = (value: unknown) => string | undefined;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Upload);

const nameOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : value instanceof Upload
        ? 'a file'
        : typeof value;

const wants = (what: string, fits: (value: unknown) => boolean): Check => {
  return (value) => (fits(value) ? undefined : `: ${what} expected, got ${nameOf(value)}`);
};

const plain: Record<string, Check> = {
  Integer: wants('Integer', Number.isSafeInteger),
  Float: wants('Float', (value) => typeof value === 'number' && Number.isFinite(value)),
  String: wants('String', (value) => typeof value === 'string'),
  Boolean: wants('Boolean', (value) => typeof value === 'boolean'),
  InputFile: wants('InputFile', (value) => value instanceof Upload),
};

const compiled = new Map<string, Check>();

/** The check for a type as the description writes it; types refer to one another, hence the late look-up. */
function checkFor(type: string): Check {
  const known = compiled.get(type);
  if (known) return known;
  compiled.set(type, (value) => made(value));
  const made = compile(type);
  compiled.set(type, made);
  return made;
}

function compile(type: string): Check {
  if (type.includes('|')) return oneOf(type.split('|'));
  if (type.startsWith('=')) {
    return (value) => (value === type.slice(1) ? undefined : `: must be "${type.slice(1)}"`);
  }
  if (type.startsWith('Array of ')) return arrayOf(checkFor(type.slice('Array of '.length)));
  const simple = plain[type];
  if (simple) return simple;
  const described = api.types[type];
  if (!described) throw new Error(`bot-api.json does not describe ${type}`);
  return Array.isArray(described) ? oneOf(described) : objectOf(described, type);
}

function arrayOf(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return `: Array expected, got ${nameOf(value)}`;
    for (let index = 0; index < value.length; index++) {
      const wrong = item(value[index]);
      if (wrong !== undefined) return `[${index}]${wrong}`;
    }
    return undefined;
  };
}

/** How well an alternative fitted, by how far its check came; a wrong kind ("must be") is none at all. */
const depth = (wrong: string): number =>
  wrong.includes('must be "') ? -1 : 2 * wrong.indexOf(': ') + (wrong.includes(': unknown field') ? 0 : 1);

/** Of several complaints that of the alternative which fitted best helps most. */
function oneOf(types: readonly string[]): Check {
  const checks = types.map(checkFor);
  return (value) => {
    let best = `: none of ${types.join(', ')}`;
    let deepest = 1;
    for (const check of checks) {
      const wrong = check(value);
      if (wrong === undefined) return undefined;
      if (depth(wrong) > deepest) [best, deepest] = [wrong, depth(wrong)];
    }
    return best;
  };
}

function objectOf(fields: Fields, owner: string): Check {
  const checks = new Map(
    Object.entries(fields).map(([name, type]) => [name.replace('!', ''), checkFor(type)]),
  );
  const required = Object.keys(fields).flatMap((name) => (name.endsWith('!') ? [name.slice(0, -1)] : []));
  return (value) => {
    if (!isObject(value)) return `: ${owner} expected, got ${nameOf(value)}`;
    for (const name in value) {
      const check = checks.get(name);
      if (!check) return `.${name}: unknown field of ${owner}`;
      const wrong = check(value[name]);
      if (wrong !== undefined) return `.${name}${wrong}`;
    }
    for (const name of required) if (value[name] === undefined) return `.${name}: required by ${owner}`;
    return undefined;
  };
}

const methods = new Map<string, string>(Object.keys(api.methods).map((name) => [name.toLowerCase(), name]));

/** The method by its proper name (the platform ignores case), if it is one that we may call. */
export const methodNamed = (name: string): string | undefined => methods.get(name.toLowerCase());

/** Every method that the description holds. */
export const methodNames: readonly string[] = [...methods.values()];

/** What is wrong with a call's parameters; undefined where nothing is. */
export function wrongCall(method: string, params: Params): string | undefined {
  const name = `method ${method}`;
  let check = compiled.get(name);
  if (!check) compiled.set(name, (check = objectOf(api.methods[method] ?? {}, method)));
  return check(params)?.replace(/^\./, '');
}

/** What is wrong with a value of a described type, for instance an update of ours. */
export const wrongValue = (type: string, value: unknown): string | undefined => checkFor(type)(value);

/** Turns the text of a form field into what the method's field wants: forms know only text. */
export function fromForm(method: string, field: string, text: string): unknown {
  const fields = api.methods[method] ?? {};
  const type = fields[field] ?? fields[`${field}!`];
  if (type === undefined) return text;
  const types = type.split('|');
  if (types.includes('String')) return text;
  if (types.includes('Integer') && /^-?\d+$/.test(text)) return Number(text);
  if (types.includes('Boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
