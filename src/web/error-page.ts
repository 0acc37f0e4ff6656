import { translatorFor, type Language, type TextKey } from '../i18n.ts';
import { html, page } from './layout.ts';

/** What a person sees in the browser where there is nothing else to show: what happened and what to do next. */

export type ErrorKind = 'notFound' | 'server' | 'expired' | 'forbidden';

export interface ErrorPage {
  language: Language;
  displayName: string;
  kind: ErrorKind;
  /** The request's id in the log, shown where support will ask for it. */
  reference?: string;
}

const texts: Record<ErrorKind, { title: TextKey; text: TextKey; next?: TextKey }> = {
  notFound: { title: 'chat.errors.notFoundTitle', text: 'chat.errors.notFoundText' },
  server: { title: 'chat.errors.serverTitle', text: 'chat.errors.serverText' },
  expired: {
    title: 'chat.errors.expiredTitle',
    text: 'chat.errors.expiredText',
    next: 'chat.errors.expiredNext',
  },
  forbidden: { title: 'chat.errors.forbiddenTitle', text: 'chat.errors.forbiddenText' },
};

export const errorPage = ({ language, displayName, kind, reference }: ErrorPage): string => {
  const t = translatorFor(language);
  const { title, text, next } = texts[kind];
  return page({
    language,
    title: t(title),
    displayName,
    kind: 'plain',
    body: html`<main class="card">
      <p class="brand">${displayName}</p>
      <h1>${t(title)}</h1>
      <p>${t(text)}</p>
      ${next !== undefined && html`<p>${t(next)}</p>`}
      ${reference !== undefined && html`<p class="hint">${t('chat.errors.reference', { id: reference })}</p>`}
      <p class="actions">
        <a class="button primary" href="/chat">${t('chat.errors.toChat')}</a>
        <a class="button" href="/">${t('chat.errors.toHome')}</a>
      </p>
    </main>`,
  });
};
