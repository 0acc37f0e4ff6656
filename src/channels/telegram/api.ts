import { open } from 'node:fs/promises';
import { Telegram } from 'telegraf';
import { agentFor } from './agents.ts';
import { downloadFrom } from './download.ts';
import { ApiError, faultOf, type Fault } from './fault.ts';
import { fieldsOf, words } from './fields.ts';

export interface CallOptions {
  /** ms until the answer is given up. */
  within?: number;
  /** Gives it up earlier. */
  signal?: AbortSignal;
}

export interface Api {
  /** Any method of the Bot API, also one that telegraf does not know yet. Its result is for the caller to check. */
  call(method: string, payload?: object, options?: CallOptions): Promise<unknown>;
  /** A method that takes a file of this machine under `field`. */
  upload(
    method: string,
    payload: Readonly<Record<string, unknown>>,
    field: string,
    file: { path: string; name: string },
  ): Promise<unknown>;
  /** Bytes of a file that a person sent; at most 20 MB, as the platform has it. */
  download(fileId: string): Promise<Uint8Array>;
}

export interface ApiConfig {
  token: string;
  /** Bare origin. */
  apiRoot: string;
  proxy?: string;
}

/** Below the time within which the dispatcher wants a send answered (30 s). */
const answerWithin = 25_000;

/** The Bot API, through telegraf's client: it retries nothing by itself, and neither do we here. */
export function createApi({ token, apiRoot, proxy }: ApiConfig): Api {
  const agent = agentFor(apiRoot, proxy);
  const telegram = new Telegram(token, { apiRoot, agent, webhookReply: false });
  // telegraf drops the agent for http roots, and with it the proxy.
  telegram.options.agent = agent;

  const call: Api['call'] = async (method, payload = {}, { within = answerWithin, signal } = {}) => {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const timer = setTimeout(end, within);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    try {
      // Its types end at Bot API 7.1 (test/harness/telegram checks every call against the newest), and name a shim's
      // signal where its HTTP client takes the platform's own.
      return await telegram.callApi(method as never, payload as never, { signal: ended.signal as never });
    } catch (error) {
      // telegraf leaves the body of a 5xx unread, and with it the connection open.
      end();
      throw new ApiError(method, faultOf(error, token));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  };

  return {
    call,
    async upload(method, payload, field, { path, name }) {
      const handle = await open(path).catch(() => {
        throw new ApiError(method, { answered: false, sent: false, reason: 'file unreadable' });
      });
      const source = handle.createReadStream();
      let read = false;
      source.once('end', () => (read = true));
      try {
        return await call(method, { ...flat(payload), [field]: { source, filename: safeName(name) } });
      } catch (error) {
        // A request whose end was never sent is not carried out.
        throw error instanceof ApiError && !error.fault.answered && !read
          ? new ApiError(method, { ...error.fault, sent: false })
          : error;
      } finally {
        source.destroy();
      }
    },
    async download(fileId) {
      const file = fieldsOf(await call('getFile', { file_id: fileId }));
      const path = words(file?.file_path);
      if (!path) throw new ApiError('getFile', notFound);
      try {
        return await downloadFrom(new URL(`/file/bot${token}/${path}`, apiRoot), agent);
      } catch (error) {
        throw error instanceof ApiError ? error : new ApiError('download', faultOf(error, token));
      }
    },
  };
}

const notFound: Fault = { answered: true, code: 400, description: 'Bad Request: file not found' };

/** In a multipart body telegraf takes objects for files, except in fields that it knows: those are text here. */
const flat = (payload: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(payload).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );

/** A name stands between quotation marks in a header of the multipart body. */
const safeName = (name: string): string => name.replace(/["\\\p{Cc}]/gu, '_') || 'file';
