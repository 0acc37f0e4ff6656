import { escapeHtml } from '../domain/markup.ts';
import type { Language } from '../i18n.ts';
import { assetUrl } from './assets.ts';

/** The frame of every page: one head, one style sheet, the strict headers that go with them. */

/** HTML that we made: a person's words get in only through `html`, which escapes them. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | false | undefined | readonly Part[];

const part = (value: Part): string => {
  if (value === false || value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(part).join('');
  return escapeHtml(String(value));
};

/** Template tag: everything put in is escaped, except what is `Html` already. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.reduce((whole, text, index) => whole + part(parts[index - 1]) + text));

/**
 * Headers of every page of ours. No inline script or style, nothing from elsewhere; `blob:` shows a photo
 * before it is uploaded. Pages speak of a person's work and are never kept by a shared browser.
 */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

export interface Frame {
  language: Language;
  /** Shown in the browser's tab before the display name. */
  title: string;
  displayName: string;
  body: Html;
  /** Modules of `assets/` that the page runs; the first is the entry, the others are fetched beside it. */
  scripts?: readonly string[];
  /** Class of `body`: which kind of page this is. */
  kind: 'chat' | 'plain' | 'wide';
}

/** A whole page. */
export const page = ({ language, title, displayName, body, scripts = [], kind }: Frame): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title} · ${displayName}</title>
        <link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml" />
        <link
          rel="preload"
          href="${assetUrl('fonts/be-vietnam-pro-400.woff2')}"
          as="font"
          type="font/woff2"
          crossorigin
        />
        <link rel="stylesheet" href="${assetUrl('style.css')}" />
        ${scripts.map((name, index) => (index === 0 ? html`<script type="module" src="${assetUrl(name)}"></script>` : html`<link rel="modulepreload" href="${assetUrl(name)}" />`))}
      </head>
      <body class="${kind}">
        ${body}
      </body>
    </html> `.toString();

/** Data for a page's script, in an element that no browser runs. */
export const dataBlock = (id: string, data: unknown): Html =>
  html`<script type="application/json" id="${id}">
    ${new Html(JSON.stringify(data).replaceAll('<', '\\u003c'))}
  </script>`;

/** A decorative picture out of the page's own set (see `icons`). */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" aria-hidden="true"><use href="#i-${name}"></use></svg>`;

const shapes = {
  menu: 'M4 6h16M4 12h16M4 18h16',
  attach:
    'M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1l8.5-8.4a3.4 3.4 0 0 1 4.8 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.7',
  send: 'M4 12 20 4l-4 16-4.5-6.5L4 12Zm7.5 1.5L20 4',
  reply: 'M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  link: 'M14 5h5v5M19 5l-8 8M17 14v5H5V7h5',
  retry: 'M19 12a7 7 0 1 1-2-4.9M19 4v4h-4',
} as const;

export type IconName = keyof typeof shapes;

/** The page's set of icons: drawn once, referred to by `icon` and by the script. */
export const icons = (): Html =>
  html`<svg class="icons" aria-hidden="true">
    ${Object.entries(shapes).map(
      ([name, path]) => html`<symbol id="i-${name}" viewBox="0 0 24 24"><path d="${path}"></path></symbol>`,
    )}
  </svg>`;
