// The HTTP contract of the web chat.
import { settings } from './words.js';

/** What went wrong with a request: `status` 0 where no answer came. `detail` is written for the person. */
export class Problem extends Error {
  constructor(status, detail, retryAfter) {
    super(detail || `status ${status}`);
    this.status = status;
    this.detail = detail;
    /** Seconds that the server asked to wait. */
    this.retryAfter = retryAfter;
  }

  /** True where the same request may succeed later: no answer, too many, or the server's own trouble. */
  get passing() {
    return (
      this.status === 0 ||
      this.status === 408 ||
      this.status === 425 ||
      this.status === 429 ||
      this.status >= 500
    );
  }
}

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

const refusal = (status, text, retryAfter) => {
  const { detail, title } = parse(text);
  return new Problem(status, detail || title, Number(retryAfter) || undefined);
};

/** On a slow line an answer may take long; one that takes longer is lost, and asking again is safe. */
const ANSWER_WITHIN = 30000;

/**
 * Whose page this is. The browser's cookie may meanwhile be another person's (signed in from another tab): the server
 * then answers 401, and nothing is said in the wrong name.
 */
const headers = { accept: 'application/json', 'x-chat-account': settings.account };

async function call(method, path, body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_WITHIN);
  try {
    const response = await fetch(settings.api + path, {
      method,
      signal: abort.signal,
      credentials: 'same-origin',
      headers: body ? { ...headers, 'content-type': 'application/json' } : headers,
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    if (!response.ok) throw refusal(response.status, text, response.headers.get('retry-after'));
    return parse(text);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0);
  } finally {
    clearTimeout(timer);
  }
}

const normal = (item) => ({ ...item, id: String(item.id) });

/** Messages, oldest first: the last 50, those after or those before an id. */
export async function messages(query = {}) {
  const search = new URLSearchParams(query).toString();
  const { items = [] } = await call('GET', `/messages${search ? `?${search}` : ''}`);
  return items.map(normal);
}

export const send = (message) => call('POST', '/messages', message);

export const fileAddress = (id) => `${settings.api}/files/${encodeURIComponent(id)}`;

/** The stream of what is new. `handlers` by event name get the parsed data. */
export function stream(handlers) {
  const source = new EventSource(`${settings.api}/stream`);
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      const data = parse(event.data || '{}');
      handle(name === 'message' ? normal(data) : data);
    });
  }
  return source;
}

/** An upload that stands still this long is given up, to be tried again. */
const STALLED_AFTER = 60000;

/** Uploads a file. `done` resolves with `{id, name, size}`; `progress` is told the part from 0 to 1. */
export function upload(file, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    let stalled;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_AFTER);
    };
    request.upload.addEventListener('progress', (event) => {
      alive();
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    });
    request.addEventListener('loadend', () => {
      clearTimeout(stalled);
      const { status, responseText } = request;
      if (status >= 200 && status < 300) resolve(parse(responseText));
      else
        reject(
          status ? refusal(status, responseText, request.getResponseHeader('retry-after')) : new Problem(0),
        );
    });
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', `${settings.api}/files`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    alive();
    request.send(form);
  });
  return { done, cancel: () => request.abort() };
}
