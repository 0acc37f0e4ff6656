// Staying in touch: server-sent events while they work, asking every few seconds where they do not.
import { stream } from './api.js';

const POLL_EVERY = 5000;
const POLL_HIDDEN = 30000;
/** The server pings more often than this; a stream that is silent for longer is dead, whatever the browser thinks. */
const SILENT_FOR = 70000;
const LONGEST_WAIT = 60000;

const backOff = (failures) => Math.min(1000 * 2 ** failures, LONGEST_WAIT) * (1 + Math.random() / 4);

/**
 * Keeps the page up to date until `stop()`. `catchUp` fetches what was missed and rejects with a Problem; it is called
 * each time a stream opens, because what was said in between came over no stream. `online` and `offline` are told.
 */
export function stayInTouch({ message, deleted, catchUp, online, offline, signedOut }) {
  let source = null;
  let open = false;
  let stopped = false;
  let streamFailures = 0;
  let pollFailures = 0;
  let streamTimer;
  let pollTimer;
  let silence;

  function alive() {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_FOR);
  }

  function drop() {
    if (source) source.close();
    source = null;
    open = false;
    clearTimeout(silence);
  }

  /** The stream broke: ask directly now, and try a stream again later. */
  function lost() {
    drop();
    if (stopped) return;
    clearTimeout(streamTimer);
    streamTimer = setTimeout(connect, backOff(streamFailures));
    streamFailures += 1;
    ask();
  }

  function connect() {
    if (stopped || source) return;
    const heard = (handle) => (data) => {
      alive();
      handle(data);
    };
    source = stream({
      message: heard(message),
      deleted: heard(({ id }) => deleted(String(id))),
      ping: heard(() => {}),
    });
    source.onopen = () => {
      open = true;
      streamFailures = 0;
      alive();
      ask();
    };
    source.onerror = lost;
    alive();
  }

  async function ask() {
    clearTimeout(pollTimer);
    if (stopped) return;
    let wait = document.hidden ? POLL_HIDDEN : POLL_EVERY;
    try {
      await catchUp();
      pollFailures = 0;
      if (!stopped) online();
    } catch (problem) {
      if (problem.status === 401) return signedOut();
      pollFailures += 1;
      wait = Math.max(backOff(pollFailures - 1), (problem.retryAfter || 0) * 1000);
      if (!stopped) offline();
    }
    clearTimeout(pollTimer);
    // With an open stream one successful look is enough; a failed one must be repeated even so.
    if (!stopped && (!open || pollFailures > 0)) pollTimer = setTimeout(ask, wait);
  }

  function wake() {
    if (stopped) return;
    streamFailures = 0;
    clearTimeout(streamTimer);
    connect();
    ask();
  }

  window.addEventListener('online', wake);
  window.addEventListener('offline', () => {
    if (stopped) return;
    offline();
    lost();
  });
  window.addEventListener('pageshow', (event) => event.persisted && wake());
  document.addEventListener('visibilitychange', () => !document.hidden && !open && wake());

  return {
    start: wake,
    /** What was just sent has no stream to come back on: look for it. */
    look: () => !open && ask(),
    stop() {
      stopped = true;
      drop();
      clearTimeout(streamTimer);
      clearTimeout(pollTimer);
    },
  };
}
