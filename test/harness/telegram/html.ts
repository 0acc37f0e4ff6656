import type { TgEntity } from './wire.ts';

/**
 * Telegram's HTML (https://core.telegram.org/bots/api#html-style) as its server reads it, with its error texts. In
 * one point stricter: a bare "&" or ">" and unknown entity names, which the documentation forbids and the server
 * lets pass, are refused too.
 */

export interface Formatted {
  text: string;
  entities: TgEntity[];
}

/** Markup that the platform refuses; the message is its description. */
export class MarkupError extends Error {}

const entityOfTag: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  blockquote: 'blockquote',
};

const signs: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const token = /<|>|&/g;
const entityAt = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/iy;
const tagAt = /<(\/?)([^\s>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/y;
const attributeAt = /\s*(?:([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?)/y;

interface Open {
  tag: string;
  offset: number;
  argument: string;
}

const byteOffset = (html: string, at: number): number => Buffer.byteLength(html.slice(0, at));

function refuse(reason: string, html: string, at: number): never {
  throw new MarkupError(reason.replace('@', `at byte offset ${byteOffset(html, at)}`));
}

/** The sign that an entity at this place stands for, and where the text goes on. */
function decode(html: string, at: number): { sign: string; next: number } {
  entityAt.lastIndex = at;
  const found = entityAt.exec(html);
  if (!found) return refuse('Unescaped "&" @', html, at);
  const [whole, decimal, hex, name] = found;
  const code = decimal ? parseInt(decimal, 10) : hex ? parseInt(hex, 16) : undefined;
  const sign =
    code === undefined ? signs[name ?? ''] : code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '';
  if (!sign) return refuse(`Unknown entity "${whole}" @`, html, at);
  return { sign, next: at + whole.length };
}

const decodeAll = (html: string, from: string): string =>
  from.replace(/&[^&;]*;?/g, (entity) => decode(entity, 0).sign || refuse('Bad entity @', html, 0));

function attributesOf(html: string, at: number, tag: string, source: string): Record<string, string> {
  const found: Record<string, string> = {};
  attributeAt.lastIndex = 0;
  while (source.slice(attributeAt.lastIndex).trim()) {
    const match = attributeAt.exec(source);
    if (!match?.[1]) return refuse(`Empty attribute name in the tag "${tag}" @`, html, at);
    const value = match[2] ?? match[3] ?? match[4];
    if (value === undefined && !(tag === 'blockquote' && match[1] === 'expandable')) {
      return refuse(`Expected equal sign in declaration of an attribute of the tag "${tag}" @`, html, at);
    }
    found[match[1].toLowerCase()] = decodeAll(html, value ?? '');
  }
  return found;
}

function opening(html: string, at: number, tag: string, rest: string, offset: number): Open {
  if (!Object.hasOwn(entityOfTag, tag)) refuse(`Unsupported start tag "${tag}" @`, html, at);
  const attributes = attributesOf(html, at, tag, rest);
  if (tag === 'span' && attributes.class !== 'tg-spoiler') {
    refuse('Tag "span" must have class "tg-spoiler" @', html, at);
  }
  const argument =
    attributes.href ?? attributes['emoji-id'] ?? attributes.class?.replace(/^language-/, '') ?? '';
  return { tag, offset, argument };
}

function entityFor(open: Open, end: number, text: string): TgEntity | undefined {
  const length = end - open.offset;
  const type = entityOfTag[open.tag] ?? '';
  if (!length) return undefined;
  const place = { offset: open.offset, length };
  if (type === 'text_link') {
    const url = open.argument || text.slice(open.offset, end);
    // A link without an address that it could lead to is shown as plain text.
    return /^(https?|tg|mailto|tel):|^[\w-]+(\.[\w-]+)+/.test(url) ? { type, ...place, url } : undefined;
  }
  if (type === 'custom_emoji') return { type, ...place, custom_emoji_id: open.argument };
  if (type === 'pre' && open.argument) return { type, ...place, language: open.argument };
  return { type, ...place };
}

/** Reads HTML; throws MarkupError where the platform answers "can't parse entities". */
export function parseHtml(html: string): Formatted {
  const open: Open[] = [];
  const entities: TgEntity[] = [];
  let text = '';
  let from = 0;
  for (;;) {
    token.lastIndex = from;
    const at = token.exec(html)?.index ?? html.length;
    text += html.slice(from, at);
    if (at === html.length) break;
    if (html[at] === '>') refuse('Unescaped ">" @', html, at);
    if (html[at] === '&') {
      const { sign, next } = decode(html, at);
      text += sign;
      from = next;
      continue;
    }
    tagAt.lastIndex = at;
    const tag = tagAt.exec(html);
    if (!tag) return refuse(`Unclosed ${html[at + 1] === '/' ? 'end' : 'start'} tag @`, html, at);
    const name = (tag[2] ?? '').toLowerCase();
    from = at + tag[0].length;
    if (!tag[1]) {
      open.push(opening(html, at, name, tag[3] ?? '', text.length));
      continue;
    }
    const last = open.pop() ?? refuse('Unexpected end tag @', html, at);
    if (name && name !== last.tag) {
      refuse(`Unmatched end tag @, expected "</${last.tag}>", found "</${name}>"`, html, at);
    }
    const entity = entityFor(last, text.length, text);
    if (entity) entities.push(entity);
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new MarkupError(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return trimmed(text, entities);
}

/** The platform drops space around a text; entities keep to what is left. */
export function trimmed(text: string, entities: readonly TgEntity[]): Formatted {
  const lead = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.flatMap((entity) => {
    const start = Math.max(entity.offset - lead, 0);
    const end = Math.min(entity.offset + entity.length - lead, kept.length);
    return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
  });
  return { text: kept, entities: moved.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

const found: [RegExp, string][] = [
  [/(?<![\w/@])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/gi, 'bot_command'],
  [/(?<![\w/@])@\w{4,32}/g, 'mention'],
  [/https?:\/\/\S+/g, 'url'],
];

/** The entities that Telegram finds in what a person types: commands, mentions, addresses. */
export function typedEntities(text: string): TgEntity[] {
  return found
    .flatMap(([pattern, type]) =>
      [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length })),
    )
    .sort((a, b) => a.offset - b.offset);
}
