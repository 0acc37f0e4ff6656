// What the person has said and the server has not confirmed yet. An entry is kept in the browser before it is sent,
// goes out under one `clientId` however often it is tried, and in the order in which it was written.
import { send } from './api.js';
import * as shelf from './shelf.js';

/** A message older than this is not sent by itself when the page opens: what it says may no longer hold. */
const STALE_AFTER = 12 * 3600 * 1000;
/** The server's own errors for one message after which the others go on without it. */
const SERVER_ERRORS = 8;
const LONGEST_WAIT = 30000;

/** A version 4 UUID; `crypto.randomUUID` exists on https and localhost only. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const payload = ({ clientId, text, button, replyTo, files }) => ({
  clientId,
  text: button ? undefined : text || undefined,
  button,
  replyTo,
  files: files.length ? files.map(({ id }) => id) : undefined,
});

/**
 * States of an entry: `waiting` → `sending` → `sent` (until its echo arrives and it leaves), or `delayed` (tried, will
 * be tried again by itself), `parked` (until the person signs in), `refused` and `stale` (the person decides).
 * `signedOut` is expected to call `close`.
 */
export function createOutbox({ changed, removed, accepted, signedOut, notKept }) {
  const entries = [];
  const unsent = () => entries.filter(({ state }) => state !== 'sent');
  let busy = false;
  let closed = false;
  let failures = 0;
  let timer;
  let notBefore = 0;

  const mark = (entry, state, problem) => {
    entry.state = state;
    entry.problem = problem;
    changed(entry);
  };
  const waiting = () => entries.filter(({ state }) => state === 'waiting' || state === 'delayed');

  function keep(entry) {
    const { state, problem, ...kept } = entry;
    const mayRetry = state !== 'refused';
    if (!shelf.write(`out.${entry.clientId}`, { ...kept, refused: mayRetry ? undefined : problem || '' }))
      notKept();
  }

  function leave(entry) {
    shelf.remove(`out.${entry.clientId}`);
    const index = entries.indexOf(entry);
    if (index >= 0) entries.splice(index, 1);
  }

  function later(problem) {
    failures += 1;
    const asked = (problem.retryAfter || 0) * 1000;
    const wait = asked || Math.min(1000 * 2 ** (failures - 1), LONGEST_WAIT);
    notBefore = Date.now() + asked;
    for (const entry of waiting()) mark(entry, closed ? 'parked' : 'delayed');
    clearTimeout(timer);
    // The jitter keeps a whole province from coming back in the same second.
    timer = setTimeout(pump, wait * (1 + Math.random() / 4));
  }

  function failed(entry, problem) {
    if (problem.status === 401) {
      entry.state = 'waiting';
      return signedOut();
    }
    if (problem.status >= 500) entry.serverErrors = (entry.serverErrors || 0) + 1;
    if (problem.passing && (entry.serverErrors || 0) < SERVER_ERRORS) {
      entry.state = 'delayed';
      return later(problem);
    }
    mark(entry, 'refused', problem.status < 500 ? problem.detail : undefined);
    keep(entry);
    return pump();
  }

  async function pump() {
    const entry = waiting()[0];
    if (busy || closed || !entry) return;
    busy = true;
    clearTimeout(timer);
    mark(entry, 'sending');
    let problem = null;
    try {
      await send(payload(entry));
    } catch (error) {
      problem = error;
    }
    busy = false;
    if (!problem) failures = 0;
    // The echo may have come before the answer did: then the entry has left already, whatever the answer.
    if (!entries.includes(entry)) return pump();
    if (problem) return failed(entry, problem);
    shelf.remove(`out.${entry.clientId}`);
    mark(entry, 'sent');
    accepted(entry);
    return pump();
  }

  return {
    unsent,

    /** Takes a message: `{text, button?, label?, replyTo?, files?}`. It is kept before this returns. */
    add(message) {
      const entry = {
        files: [],
        ...message,
        clientId: uuid(),
        at: new Date().toISOString(),
        state: closed ? 'parked' : 'waiting',
      };
      entries.push(entry);
      keep(entry);
      changed(entry);
      pump();
      return entry;
    },

    /** Brings back what an earlier page left behind. */
    restore() {
      const kept = shelf
        .names('out.')
        .map(shelf.read)
        .filter((entry) => entry && entry.clientId);
      kept.sort((a, b) => a.at.localeCompare(b.at));
      for (const { refused, ...entry } of kept) {
        const stale = Date.now() - Date.parse(entry.at) > STALE_AFTER;
        const state = refused !== undefined ? 'refused' : stale ? 'stale' : closed ? 'parked' : 'waiting';
        entries.push({ ...entry, state, problem: refused });
        changed(entries[entries.length - 1]);
      }
      pump();
    },

    /** The line is back, or the person asks: try at once, unless the server has named a time. */
    kick() {
      if (busy || Date.now() < notBefore) return;
      failures = 0;
      clearTimeout(timer);
      pump();
    },

    retry(clientId) {
      const entry = entries.find((each) => each.clientId === clientId);
      if (!entry || entry.state === 'sending' || entry.state === 'sent') return;
      entry.serverErrors = 0;
      if (entry.state !== 'delayed') mark(entry, 'waiting');
      this.kick();
    },

    /** Takes an entry back out, and returns it. One that is under way or sent stays. */
    discard(clientId) {
      const entry = entries.find((each) => each.clientId === clientId);
      if (!entry || entry.state === 'sending' || entry.state === 'sent') return undefined;
      leave(entry);
      removed(entry);
      return entry;
    },

    /** The server has it: its echo is in the log. */
    settle(clientId) {
      const entry = entries.find((each) => each.clientId === clientId);
      if (entry) leave(entry);
      return entry;
    },

    close() {
      closed = true;
      for (const entry of waiting()) mark(entry, 'parked');
      clearTimeout(timer);
    },
  };
}
