/** Readers of single settings: the value, or undefined for a text that is none. */

export function databaseUrl(text: string): string | undefined {
  const url = urlOf(text, ['postgres:', 'postgresql:']);
  return url && url.pathname.length > 1 ? text : undefined;
}

/** An origin and nothing after it but a slash. */
export function origin(text: string): string | undefined {
  const url = urlOf(text, ['http:', 'https:']);
  return url && !url.username && url.pathname === '/' && !url.search && !url.hash ? url.origin : undefined;
}

export function proxy(text: string): string | undefined {
  const url = urlOf(text, ['http:', 'https:', 'socks5:', 'socks5h:']);
  return url && (url.pathname === '/' || url.pathname === '') && !url.search && !url.hash ? text : undefined;
}

export function host(text: string): string | undefined {
  return /^[\w.:-]+$/.test(text) ? text : undefined;
}

export function port(text: string): number | undefined {
  return wholeNumber(text, 0, 65_535);
}

export function rate(text: string): number | undefined {
  return wholeNumber(text, 1, 10_000);
}

export function timeZone(text: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
}

/** What a platform's console shows for copying: one word, which goes into URLs and headers. */
export function token(text: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(text) && !/[/?#]/.test(text) ? text : undefined;
}

/** Narrow enough for Telegram (letters, digits, _ and -) and for Zalo (8 characters or more). */
export function webhookSecret(text: string): string | undefined {
  return /^[\w-]{8,256}$/.test(text) ? text : undefined;
}

export function atLeast(length: number): (text: string) => string | undefined {
  return (text) => (text.length >= length ? text : undefined);
}

export const TEMPLATE_FIELDS = ['number', 'title', 'due', 'agency', 'name'] as const;
export type TemplateParams = Partial<Record<(typeof TEMPLATE_FIELDS)[number], string>>;

/** A JSON object from our fields to names of a template's parameters. */
export function templateParams(text: string): TemplateParams | undefined {
  const parsed = json(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const params: TemplateParams = {};
  for (const [name, parameter] of Object.entries(parsed)) {
    const field = TEMPLATE_FIELDS.find((known) => known === name);
    if (!field || typeof parameter !== 'string' || !parameter) return undefined;
    params[field] = parameter;
  }
  return params;
}

/** Comma-separated host names; `*.` in front stands for any subdomain, a port may follow. */
export function hosts(text: string): string[] | undefined {
  const list = text.split(',').map((one) => one.trim().toLowerCase());
  return list.every((one) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(one)) ? list : undefined;
}

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  return number >= min && number <= max ? number : undefined;
}

function urlOf(text: string, protocols: string[]): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.hostname ? url : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
