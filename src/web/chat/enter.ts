import { translatorFor, type Language, type Translate } from '../../i18n.ts';
import { html, page, type Html } from '../layout.ts';

/**
 * The doors: an invitation and a login. A page that is only looked at spends nothing, because chat platforms
 * open links to show a preview; the one button's POST does. Both forms send the field `inviteCode`.
 */

export interface JoinPage {
  language: Language;
  displayName: string;
  /** Where the form posts to. */
  action: string;
  /** The invitation that the link carried; without one there is a field to type it into. */
  code?: string;
  /** What was wrong with the last attempt, in the person's language. */
  problem?: string;
  /** The page to type a code, and the one that says how to sign in. */
  joinUrl: string;
  loginUrl: string;
  /** Where a person who joined on this device goes: people open the same link again to come back. */
  chatUrl?: string;
}

export interface LoginPage {
  language: Language;
  displayName: string;
  action: string;
  /** The one-time token that the link carried; without one the page says how to get a link or code. */
  code?: string;
  problem?: string;
}

const problemBox = (problem: string | undefined): Html | false =>
  problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`;

const oneButton = (action: string, code: string, label: string): Html => html`
  <form method="post" action="${action}" data-once>
    <input type="hidden" name="inviteCode" value="${code}" />
    <button class="button primary wide">${label}</button>
  </form>
`;

const codeForm = (action: string, label: string, hint: string, button: string, typed = ''): Html => html`
  <form method="post" action="${action}" data-once>
    <label for="code">${label}</label>
    <input
      id="code"
      name="inviteCode"
      value="${typed}"
      required
      maxlength="100"
      autocomplete="one-time-code"
      autocapitalize="characters"
      spellcheck="false"
      aria-describedby="code-hint"
    />
    <p id="code-hint" class="hint">${hint}</p>
    <button class="button primary wide">${button}</button>
  </form>
`;

const door = (language: Language, displayName: string, title: string, content: Html): string =>
  page({
    language,
    title,
    displayName,
    kind: 'plain',
    scripts: ['forms.js'],
    body: html`<main class="card">
      <p class="brand">${displayName}</p>
      <h1>${title}</h1>
      ${content}
    </main>`,
  });

const backToChat = ({ chatUrl = '/chat' }: JoinPage, t: Translate): Html => html`
  <p class="links"><a href="${chatUrl}">${t('chat.join.already')}</a></p>
`;

const invitation = (join: JoinPage, code: string, t: Translate): Html => html`
  <p>${t('chat.join.lead')}</p>
  ${problemBox(join.problem)} ${oneButton(join.action, code, t('chat.join.accept'))}
  <p class="hint">${t('chat.join.once')}</p>
  ${backToChat(join, t)}
  <p class="links"><a href="${join.joinUrl}">${t('chat.join.otherCode')}</a></p>
`;

const typeCode = (join: JoinPage, t: Translate): Html => html`
  <p>${t('chat.join.leadCode')}</p>
  ${problemBox(join.problem)}
  ${codeForm(join.action, t('chat.join.code'), t('chat.join.codeHint'), t('chat.join.enter'))}
  <p class="hint">${t('chat.join.noCode')}</p>
  ${backToChat(join, t)}
  <p class="links"><a href="${join.loginUrl}">${t('chat.join.haveAccount')}</a></p>
`;

/** An invitation link, or the page to type a code. Fetching it changes nothing. */
export function joinPage(join: JoinPage): string {
  const t = translatorFor(join.language);
  const content = join.code === undefined ? typeCode(join, t) : invitation(join, join.code, t);
  return door(join.language, join.displayName, t('chat.join.title'), content);
}

const loginLink = (login: LoginPage, code: string, t: Translate): Html => html`
  <p>${t('chat.login.lead')}</p>
  ${problemBox(login.problem)} ${oneButton(login.action, code, t('chat.login.enter'))}
  <p class="hint">${t('chat.login.once')}</p>
`;

const howToLogIn = (login: LoginPage, t: Translate): Html => html`
  <p>${t('chat.login.byChat')}</p>
  ${problemBox(login.problem)}
  ${codeForm(login.action, t('chat.login.code'), t('chat.join.codeHint'), t('chat.login.enter'))}
  <p class="hint">${t('chat.login.byPerson')}</p>
`;

/** A login link (15 minutes), or how to get one. Fetching it changes nothing. */
export function loginPage(login: LoginPage): string {
  const t = translatorFor(login.language);
  const content = login.code === undefined ? howToLogIn(login, t) : loginLink(login, login.code, t);
  return door(login.language, login.displayName, t('chat.login.title'), content);
}
