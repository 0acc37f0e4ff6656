// The web chat: ties the log, the composer, the outbox and the connection together.
import * as api from './chat/api.js';
import { createComposer } from './chat/composer.js';
import { byId, fill, holdOnce, make } from './chat/dom.js';
import { stayInTouch } from './chat/live.js';
import { compareIds, createLog } from './chat/log.js';
import { createMenu } from './chat/menu.js';
import { createOutbox } from './chat/outbox.js';
import * as shelf from './chat/shelf.js';
import { say, settings } from './chat/words.js';

/** How many messages the server gives at once without being told where to begin. */
const PAGE = 50;
/** How many of the newest known messages are looked at again after a gap: they may have been edited or deleted. */
const LOOK_BACK = 30;
/** The same when the stream opens for the first time, a moment after the page has fetched all. */
const LOOK_BACK_AT_FIRST = 5;
/** A short gap is nobody's business. */
const TELL_AFTER = 2000;

const connection = byId('connection');
const state = byId('state');
const older = byId('older');
const title = document.title;
let loaded = false;
let ended = false;
let looks = 0;

const log = createLog({
  reply: (item) => composer.reply(item),
  press,
  retry: (clientId) => outbox.retry(clientId),
  rewrite(clientId) {
    const entry = outbox.discard(clientId);
    if (entry) composer.rewrite(entry);
  },
  discard(clientId) {
    outbox.discard(clientId);
    composer.focus();
  },
});

const outbox = createOutbox({
  changed(entry) {
    log.showEntry(entry);
    showState();
  },
  removed: (entry) => log.dropEntry(entry.clientId),
  accepted: () => live.look(),
  signedOut,
  notKept: () => composer.tell(say('storageOff')),
});

const composer = createComposer({ send: (message) => outbox.add(message) });

createMenu({ choose: (text) => outbox.add({ text }), unsent: () => outbox.unsent().length });

let lastPress = 0;

/**
 * A pressed button says its label. Nothing else can be pressed for a moment: the answer may move or change what lies
 * under the finger before the second half of a double click.
 */
function press(option, control) {
  if (Date.now() - lastPress < 800 || !holdOnce(control.closest('.options'))) return;
  lastPress = Date.now();
  outbox.add({ button: option.id, label: option.label });
}

// ---- what is new -----------------------------------------------------------------------------------------------

let unread = 0;

function showUnread() {
  document.title = unread > 0 ? `(${unread}) ${title}` : title;
}

function take(items) {
  const news = log.put(items);
  for (const { clientId } of items) if (clientId) outbox.settle(clientId);
  const fromBot = loaded ? news.filter(({ from }) => from === 'bot').length : 0;
  if (document.hidden) unread += fromBot;
  showUnread();
  showState();
  return fromBot;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unread = 0;
  showUnread();
});

async function firstLook() {
  const items = await api.messages();
  take(items);
  older.hidden = items.length < PAGE;
  loaded = true;
  looks = 1;
  showState();
  log.speak();
}

/** What was said, edited or deleted since the page last heard; the number of new messages. */
async function look() {
  if (!loaded) return firstLook();
  const newest = log.newest();
  const anchor = log.anchor(looks === 1 ? LOOK_BACK_AT_FIRST : LOOK_BACK);
  looks += 1;
  if (anchor) return lookFrom(anchor, newest);
  const items = await api.messages();
  // So much is new that the last page does not reach what is known: fetch on from there, without a hole.
  if (newest && items.length === PAGE && compareIds(items[0].id, newest) > 0) return lookFrom(newest, newest);
  const fresh = take(items);
  const ids = new Set(items.map(({ id }) => id));
  log.drop(
    log.gone(
      (id) => compareIds(id, newest || '0') <= 0 && (items.length < PAGE || covers(items[0].id, id)),
      ids,
    ),
  );
  return fresh;
}

const covers = (first, id) => compareIds(id, first) >= 0;

/** All after `anchor`; and what was known between it and `newest` and is there no longer was deleted. */
async function lookFrom(anchor, newest) {
  const ids = new Set();
  let fresh = 0;
  let items = await api.messages({ after: anchor });
  while (items.length > 0) {
    for (const { id } of items) ids.add(id);
    fresh += take(items);
    items = await api.messages({ after: items[items.length - 1].id });
  }
  log.drop(log.gone((id) => compareIds(id, anchor) > 0 && compareIds(id, newest) <= 0, ids));
  return fresh;
}

let looking = null;
let lookAgain = false;
let missed = 0;

/** One look at a time; who asks during one gets another after it. */
async function catchUp() {
  if (looking) {
    lookAgain = true;
    return looking;
  }
  looking = (async () => {
    do {
      lookAgain = false;
      missed += (await look()) || 0;
    } while (lookAgain);
  })();
  try {
    await looking;
  } finally {
    looking = null;
  }
  return undefined;
}

async function showOlder() {
  const before = log.oldest();
  const button = older.querySelector('button');
  if (!before || older.hidden || !holdOnce(button, 10000)) return;
  try {
    const items = await api.messages({ before });
    log.putOlder(items);
    older.hidden = items.length < PAGE;
  } catch (problem) {
    composer.tell(problem.detail || say('loadFailed'));
  }
  button.removeAttribute('aria-disabled');
}

older.querySelector('button').addEventListener('click', showOlder);
const scroll = byId('log');
scroll.addEventListener('scroll', () => loaded && scroll.scrollTop < 120 && showOlder(), { passive: true });

// ---- states of the page ----------------------------------------------------------------------------------------

let failedOnce = false;

function showState() {
  if (loaded && log.size() > 0) return fill(state);
  if (loaded) {
    const ask = () => outbox.add({ text: say('emptySay') });
    return fill(
      state,
      make('p', {}, say('empty')),
      make('button', { type: 'button', class: 'button', onclick: ask }, say('emptyAction')),
    );
  }
  return fill(state, make('p', {}, say(failedOnce ? 'loadFailed' : 'loading')));
}

let offlineSince = 0;
let tellTimer;

/** The line under the header: `kind` is `trouble`, or `well` for news that goes away by itself. */
function banner(text, kind, ...controls) {
  clearTimeout(tellTimer);
  fill(connection, text && make('p', {}, text), ...controls);
  connection.className = text ? `connection ${kind}` : 'connection';
  if (kind === 'well') tellTimer = setTimeout(() => banner(''), 5000);
}

let connected = true;

function offline() {
  if (ended) return;
  connected = false;
  failedOnce = true;
  showState();
  if (!offlineSince) offlineSince = Date.now();
  clearTimeout(tellTimer);
  const tell = () => banner(say(navigator.onLine ? 'unreachable' : 'offline'), 'trouble');
  if (!navigator.onLine || Date.now() - offlineSince >= TELL_AFTER) tell();
  else tellTimer = setTimeout(tell, TELL_AFTER);
}

function online() {
  if (ended) return;
  const told = connection.classList.contains('trouble');
  const fresh = missed;
  missed = 0;
  offlineSince = 0;
  if (connected) return;
  connected = true;
  if (!told) banner('');
  else banner(fresh > 0 ? say('reconnectedNew', { count: fresh }) : say('reconnected'), 'well');
  outbox.kick();
}

function end(text, link) {
  if (ended) return;
  ended = true;
  live.stop();
  outbox.close();
  banner(text, 'trouble', link);
}

function signedOut() {
  end(say('signedOut'), make('a', { class: 'button', href: settings.signInUrl }, say('signIn')));
}

function otherAccount() {
  const reload = () => window.location.reload();
  end(
    say('otherAccount'),
    make('button', { type: 'button', class: 'button', onclick: reload }, say('reload')),
  );
}

const live = stayInTouch({
  message: (item) => take([item]),
  deleted: (id) => log.drop([id]),
  catchUp,
  online,
  offline,
  signedOut,
});

// A key that is held down presses a button once.
document.addEventListener('keydown', (event) => {
  if (event.repeat && event.key === 'Enter' && document.activeElement !== byId('say')) event.preventDefault();
});

shelf.onOtherAccount(otherAccount);
composer.restore();
live.start();
outbox.restore();
if (window.matchMedia('(pointer: fine)').matches) composer.focus();
