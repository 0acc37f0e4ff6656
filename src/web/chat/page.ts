import type { Role } from '../../domain/roles.ts';
import { translatorFor, type Language, type Translate } from '../../i18n.ts';
import { chatScripts } from '../assets.ts';
import { dataBlock, html, icon, icons, page, type Html } from '../layout.ts';
import { menuFor } from './menu.ts';
import { textsForScript } from './texts.ts';

/** The web chat's page: a shell that reads well before its script runs, and the data the script needs. */

export interface ChatPage {
  language: Language;
  /** The office's name for this service, as configured: what people call it. */
  displayName: string;
  /** The person with the form of address ("đồng chí Lê Văn Cường"), and the agency spoken for. */
  contactName: string;
  agency: string;
  roles: readonly Role[];
  /**
   * A stable, opaque name of this person's web chat identity. What is not sent yet is kept in the browser under
   * it, so that on a shared machine nobody sends another person's words.
   */
  account: string;
  /** IANA name; days and times of messages are shown in it whatever the machine is set to. */
  timeZone: string;
  /** Bytes of one file, files of one message, UTF-16 units of one text. */
  limits: { fileBytes: number; files: number; text: number };
  /** Where the sign-out form posts to, and where a person signs in again. */
  signOutUrl: string;
  signInUrl: string;
}

/** "đồng chí Lê Văn Cường" at the beginning of a line. */
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

const header = ({ displayName, contactName, agency }: ChatPage, t: Translate): Html => html`
  <header class="bar">
    <div class="who">
      <h1>${displayName}</h1>
      <p><span>${agency}</span> <span>${capital(contactName)}</span></p>
    </div>
    <button
      type="button"
      id="menu-button"
      class="button quiet"
      aria-expanded="false"
      aria-controls="menu"
      aria-label="${t('chat.page.menu')}"
    >
      ${icon('menu')}<span>${t('chat.page.menu')}</span>
    </button>
  </header>
  <div id="connection" class="connection" role="status"></div>
`;

const menu = ({ roles, contactName, agency, signOutUrl }: ChatPage, t: Translate): Html => html`
  <nav id="menu" class="menu" aria-label="${t('chat.page.menu')}">
    <p class="self">${capital(contactName)}, ${agency}</p>
    <p class="hint">${t('chat.page.menuHint')}</p>
    <ul>
      ${menuFor(roles, t).map(
        ({ label, say }) =>
          html`<li>
            <button type="button" class="button quiet" data-say="${say}">
              <span>${label}</span> <code>${say}</code>
            </button>
          </li>`,
      )}
    </ul>
    <form id="sign-out" method="post" action="${signOutUrl}">
      <p class="hint" id="sign-out-hint" role="status">${t('chat.page.sessions')}</p>
      <button class="button" aria-describedby="sign-out-hint">${t('chat.page.signOut')}</button>
    </form>
  </nav>
`;

const composer = (t: Translate): Html => html`
  <form id="composer" class="composer" aria-label="${t('chat.page.compose')}">
    <div id="quoting" class="quoting" hidden></div>
    <ul id="attachments" class="attachments" aria-label="${t('chat.client.attachments')}" hidden></ul>
    <p id="notice" class="notice" role="status"></p>
    <div class="row">
      <button type="button" id="attach" class="button quiet square" aria-label="${t('chat.page.attach')}">
        ${icon('attach')}
      </button>
      <input type="file" id="files" multiple hidden />
      <textarea
        id="say"
        rows="1"
        enterkeyhint="enter"
        autocapitalize="sentences"
        aria-label="${t('chat.page.compose')}"
        aria-describedby="keys"
        placeholder="${t('chat.page.placeholder')}"
      ></textarea>
      <button id="send" class="button primary square" aria-label="${t('chat.page.send')}">
        ${icon('send')}
      </button>
    </div>
    <p id="keys" class="keys">${t('chat.page.keys')}</p>
  </form>
`;

const talk = (t: Translate): Html => html`
  <main class="talk">
    <div
      id="log"
      class="scroll"
      role="log"
      tabindex="0"
      aria-live="off"
      aria-label="${t('chat.page.messages')}"
    >
      <div id="older" class="older" hidden>
        <button type="button" class="button quiet">${t('chat.client.older')}</button>
      </div>
      <ol id="messages" class="messages"></ol>
      <div id="state" class="state"><p>${t('chat.page.loading')}</p></div>
      <noscript><p class="state">${t('chat.page.noScript')}</p></noscript>
    </div>
    <div class="jump"><button type="button" id="latest" class="button" hidden></button></div>
    ${composer(t)}
  </main>
`;

/** The chat of a person who is signed in. */
export function chatPage(chat: ChatPage): string {
  const t = translatorFor(chat.language);
  const settings = {
    api: '/api/v1/chat',
    account: chat.account,
    timeZone: chat.timeZone,
    name: chat.displayName,
    limits: chat.limits,
    signInUrl: chat.signInUrl,
    texts: textsForScript(t),
  };
  return page({
    language: chat.language,
    title: t('chat.page.title'),
    displayName: chat.displayName,
    kind: 'chat',
    scripts: chatScripts,
    body: html`${icons()}
      <a class="skip" href="#say">${t('chat.page.skip')}</a>
      <div class="app">
        ${header(chat, t)}
        <div class="columns">${menu(chat, t)} ${talk(t)}</div>
      </div>
      <div id="drop" class="drop" hidden><p>${t('chat.client.drop')}</p></div>
      ${dataBlock('settings', settings)}`,
  });
}
