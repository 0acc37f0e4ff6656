// How one message looks, whether it came from the server or waits to be sent.
import { fileAddress } from './api.js';
import { clock, clockNear } from './dates.js';
import { fromMarkup, icon, make, outside, webAddress } from './dom.js';
import { say, settings, sizeText } from './words.js';

/** Pictures up to this size are shown; larger ones are a link: a phone photo is megabytes, and lines are slow. */
const SHOWN_BYTES = 500 * 1024;
const pictures = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
/** Not every browser tells whether the person saves data. @type {any} */
const device = navigator;
const saving = Boolean(device.connection && device.connection.saveData);

function fileView({ id, name, size, mime }) {
  const label = say('file', { name, size: sizeText(size) });
  const href = fileAddress(id);
  if (pictures.has(mime) && size <= SHOWN_BYTES && !saving) {
    const picture = make('img', { src: href, alt: name, loading: 'lazy', decoding: 'async' });
    return make('li', { class: 'photo' }, make('a', { href, 'aria-label': label, ...outside }, picture));
  }
  const text = make('span', { class: 'name' }, name);
  const link = make(
    'a',
    { class: 'file', href, download: name },
    icon('file'),
    text,
    make('span', {}, sizeText(size)),
  );
  return make('li', {}, link);
}

const filesView = (files) => files.length > 0 && make('ul', { class: 'files' }, ...files.map(fileView));

/** What is answered: its first words, and the way to it where it is loaded. */
function quoteView(id, { quoted, jump }) {
  const original = quoted(id);
  if (!original) return make('p', { class: 'quote' }, say('earlierMessage'));
  return make(
    'button',
    { type: 'button', class: 'quote', 'data-key': 'quote', onclick: () => jump(id) },
    original,
  );
}

function optionView(option, number, press) {
  const content = [make('span', { class: 'count' }, String(number)), make('span', {}, option.label)];
  if (option.url !== undefined) {
    const href = webAddress(option.url);
    return href && make('a', { class: 'button option', href, ...outside }, ...content, icon('link'));
  }
  const onclick = (event) => press(option, event.currentTarget);
  return make(
    'button',
    { type: 'button', class: 'button option', 'data-key': option.id, onclick },
    ...content,
  );
}

/** Buttons are numbered through all rows: the number is also what a person may type. */
function optionsView(rows, press) {
  let number = 0;
  const lines = rows.map((row) =>
    make('div', { class: 'line' }, ...row.map((option) => optionView(option, (number += 1), press))),
  );
  return (
    number > 0 && make('div', { class: 'options', role: 'group', 'aria-label': say('options') }, ...lines)
  );
}

const wasEdited = ({ editedAt, at }) =>
  editedAt && make('span', {}, say('edited', { time: clockNear(editedAt, at) }));

function botView(item, actions) {
  const time = clock(item.at);
  const text = item.html ? fromMarkup(item.html) : make('p', { class: 'plain' }, item.text);
  const onclick = () => actions.reply(item);
  return make(
    'article',
    { class: 'bubble', 'aria-label': say('them', { name: settings.name, time }) },
    item.replyTo && quoteView(String(item.replyTo), actions),
    make('div', { class: 'text' }, text),
    filesView(item.files || []),
    optionsView(item.buttons || [], actions.press),
    make(
      'footer',
      { class: 'meta' },
      make('div', { class: 'when' }, make('time', { datetime: item.at }, time), wasEdited(item)),
      make(
        'button',
        {
          type: 'button',
          class: 'reply',
          'data-key': 'reply',
          'aria-label': say('replyTo', { time }),
          onclick,
        },
        icon('reply'),
        say('reply'),
      ),
    ),
  );
}

const words = {
  waiting: 'sending',
  sending: 'sending',
  sent: 'sent',
  delayed: 'notSent',
  parked: 'waitingSignIn',
  refused: 'refused',
  stale: 'refused',
};

function troubleView({ state, problem, clientId, at, button }, actions) {
  if (!['delayed', 'refused', 'stale'].includes(state)) return false;
  const act = (name, run, key) =>
    make(
      'button',
      { type: 'button', class: 'button small', 'data-key': key, onclick: () => run(clientId) },
      say(name),
    );
  const reason =
    state === 'stale' ? say('stale', { time: clockNear(at, Date.now()) }) : problem || say('failed');
  return make(
    'div',
    { class: 'trouble' },
    state !== 'delayed' && make('p', {}, reason),
    act('retry', actions.retry, 'retry'),
    state !== 'delayed' && !button && act('rewrite', actions.rewrite, 'rewrite'),
    state !== 'delayed' && act('discard', actions.discard, 'discard'),
  );
}

/** One's own message: `item` once the server has it, `entry` before. */
function ownView({ item, entry }, actions) {
  const { at, text, label, files, replyTo } = item || entry;
  const state = item ? 'sent' : entry.state;
  return make(
    'article',
    { class: `bubble ${state}`, 'aria-label': say('you', { time: clock(at) }) },
    replyTo && quoteView(String(replyTo), actions),
    (text || label) && make('div', { class: 'text' }, make('p', { class: 'plain' }, text || label)),
    filesView(files || []),
    make(
      'footer',
      { class: 'meta' },
      make(
        'div',
        { class: 'when' },
        make('time', { datetime: at }, clock(at)),
        item && wasEdited(item),
        make('span', { class: 'status' }, say(words[state])),
      ),
    ),
    entry && !item && troubleView(entry, actions),
  );
}

/** The content of a message's place in the log. */
export const messageView = (record, actions) =>
  record.item && record.item.from === 'bot' ? botView(record.item, actions) : ownView(record, actions);
