// The list of messages: those of the server in the order of their ids, then those on their way, under one heading a day.
import { dayOf, dayTitle } from './dates.js';
import { byId, fill, icon, make, withoutLights } from './dom.js';
import { messageView } from './message.js';
import { say } from './words.js';

/** Ids are growing decimal numbers, of any length. */
export const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** What a message is about, short enough to be quoted. */
export function firstLine(text) {
  const line = withoutLights(text || '')
    .trim()
    .split('\n')[0];
  return line.length > 120 ? `${line.slice(0, 120).trimEnd()}…` : line;
}

const editTime = ({ editedAt }) => (editedAt ? Date.parse(editedAt) : 0);
const isOlder = (one, other) => editTime(one) < editTime(other);

/** Nearer to the end than this, the reader is taken to follow what is new. */
const NEAR = 80;

export function createLog(actions) {
  const list = byId('messages');
  const scroll = byId('log');
  const latest = byId('latest');
  const items = []; // records of messages that the server has, by id
  const pending = []; // records of messages on their way, as written
  const days = new Map();
  const deleted = new Set();
  let following = true;
  let unseen = 0;

  const find = (id) => items.find(({ item }) => item.id === id);
  const place = (record) => {
    record.node = make('li', { class: 'message mine', 'aria-live': 'off', tabindex: '-1' });
    return record;
  };

  const quoted = (id) => {
    const record = find(id);
    if (!record) return null;
    return firstLine(record.item.text) || say('earlierMessage');
  };

  const jump = (id) => {
    const record = find(id);
    if (!record) return;
    record.node.scrollIntoView({ block: 'center' });
    record.node.focus({ preventScroll: true });
  };

  const all = { ...actions, quoted, jump };

  function draw(record) {
    const bot = record.item && record.item.from === 'bot';
    const within = record.node.contains(document.activeElement) && document.activeElement;
    const key = within && within.getAttribute('data-key');
    record.node.className = bot ? 'message bot' : 'message mine';
    if (bot) record.node.removeAttribute('aria-live');
    fill(record.node, messageView(record, all));
    if (!within) return;
    const controls = Array.from(record.node.querySelectorAll('[data-key]'));
    (controls.find((control) => control.getAttribute('data-key') === key) || record.node).focus({
      preventScroll: true,
    });
  }

  function heading(day) {
    if (!days.has(day)) days.set(day, make('li', { class: 'day' }, make('h2', {}, dayTitle(day))));
    return days.get(day);
  }

  /** Puts headings and messages in order, touching only what is out of place, and keeps the reader where they are. */
  function arrange() {
    const wanted = [];
    let day = null;
    for (const record of [...items, ...pending]) {
      const own = dayOf((record.item || record.entry).at);
      // Clocks differ: a message on its way never opens a day before the one above it.
      if (own !== day && !(day && own < day)) wanted.push(heading((day = own)));
      wanted.push(record.node);
    }
    let cursor = list.firstChild;
    for (const node of wanted) {
      if (node === cursor) cursor = cursor.nextSibling;
      else list.insertBefore(node, cursor);
    }
    while (cursor) {
      const next = cursor.nextSibling;
      list.removeChild(cursor);
      cursor = next;
    }
    settleScroll();
  }

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;

  /** Where following last left the list, in px from its top. */
  let settled = 0;

  /** The browser tells of a movement only with its next frame; what comes in before that asks here. */
  function noticeMovement() {
    if (scroll.scrollTop < settled - 1 && !atEnd()) following = false;
  }

  function settleScroll() {
    if (following) {
      scroll.scrollTop = scroll.scrollHeight;
      settled = scroll.scrollTop;
    }
    latest.hidden = following;
    if (following) unseen = 0;
    const text = unseen > 0 ? say('newMessages', { count: unseen }) : say('latest');
    if (latest.hidden || latest.getAttribute('data-text') === text) return;
    latest.setAttribute('data-text', text);
    fill(latest, make('span', { class: unseen > 0 ? null : 'unseen' }, text), icon('down'));
  }

  function follow() {
    following = true;
    settleScroll();
  }

  scroll.addEventListener(
    'scroll',
    () => {
      following = atEnd();
      settleScroll();
    },
    { passive: true },
  );
  latest.addEventListener('click', () => {
    follow();
    scroll.focus({ preventScroll: true });
  });
  // The keyboard opens, the composer grows, a picture arrives: whoever follows goes on following.
  if (window.ResizeObserver) {
    const watch = new ResizeObserver(() => following && settleScroll());
    watch.observe(scroll);
    watch.observe(list);
  }

  function insert(record) {
    let index = items.length;
    while (index > 0 && compareIds(items[index - 1].item.id, record.item.id) > 0) index -= 1;
    items.splice(index, 0, record);
  }

  /** True if the message is new to this page. */
  function take(item) {
    // An answer that was on its way while the stream told of a deletion or an edit does not undo it.
    if (deleted.has(item.id)) return false;
    const known = find(item.id);
    if (known) {
      if (isOlder(item, known.item) || JSON.stringify(known.item) === JSON.stringify(item)) return false;
      known.item = item;
      draw(known);
      return false;
    }
    const index = item.clientId ? pending.findIndex(({ entry }) => entry.clientId === item.clientId) : -1;
    const record = index >= 0 ? pending.splice(index, 1)[0] : place({});
    record.item = item;
    insert(record);
    draw(record);
    return true;
  }

  return {
    follow,
    size: () => items.length + pending.length,
    oldest: () => items.length > 0 && items[0].item.id,
    newest: () => items.length > 0 && items[items.length - 1].item.id,
    /** The id that stands `count` messages before the end; undefined where so many are not loaded. */
    anchor: (count) => (items.length > count ? items[items.length - 1 - count].item.id : undefined),

    /** Takes messages in, each once however often it comes; returns those that are new to this page. */
    put(found) {
      noticeMovement();
      const news = found.filter(take);
      if (!following) unseen += news.filter(({ from }) => from === 'bot').length;
      arrange();
      return news;
    },

    /** Older messages, above: the reader stays at the message they were reading, and nothing is read out. */
    putOlder(found) {
      const below = scroll.scrollHeight - scroll.scrollTop;
      scroll.setAttribute('aria-live', 'off');
      found.forEach(take);
      arrange();
      scroll.scrollTop = scroll.scrollHeight - below;
      requestAnimationFrame(() => scroll.setAttribute('aria-live', 'polite'));
    },

    /** Ids known here, of those that were `asked` for, that are not among `ids`: deleted while nobody listened. */
    gone: (asked, ids) => items.map(({ item }) => item.id).filter((id) => asked(id) && !ids.has(id)),

    drop(ids) {
      for (const id of ids) {
        deleted.add(id);
        const index = items.findIndex(({ item }) => item.id === id);
        if (index >= 0) items.splice(index, 1);
      }
      arrange();
    },

    showEntry(entry) {
      let record = pending.find((each) => each.entry.clientId === entry.clientId);
      if (!record) {
        record = place({ entry });
        pending.push(record);
        following = true;
      }
      draw(record);
      arrange();
    },

    dropEntry(clientId) {
      const index = pending.findIndex(({ entry }) => entry.clientId === clientId);
      if (index >= 0) pending.splice(index, 1);
      arrange();
    },

    /** From now on what arrives is read out. */
    speak: () => requestAnimationFrame(() => scroll.setAttribute('aria-live', 'polite')),
  };
}
