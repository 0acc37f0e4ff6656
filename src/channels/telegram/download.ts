import http from 'node:http';
import https from 'node:https';
import { ApiError } from './fault.ts';

/** Telegram's own limit for what a bot may fetch. */
export const mostBytes = 20 * 1024 * 1024;
/** ms for the whole file. */
const within = 60_000;

/** The bytes at an address that holds the token: no error tells it. */
export function downloadFrom(url: URL, agent: http.Agent): Promise<Uint8Array> {
  const { get } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, signal: AbortSignal.timeout(within) }, (response) => {
      const { statusCode = 0 } = response;
      // Here, unlike for a method, it is the file that is not found.
      if (statusCode === 404) return void fail(400, 'Bad Request: file not found');
      if (statusCode !== 200) return void fail(statusCode, response.statusMessage ?? '');
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) fail(400, 'Bad Request: file is too big');
        else chunks.push(chunk);
      });
      response.once('end', () => resolve(Buffer.concat(chunks)));
      response.once('error', reject);
      response.once('aborted', () => reject(new Error('aborted')));
    });
    const fail = (code: number, description: string): void => {
      reject(new ApiError('download', { answered: true, code, description }));
      request.destroy();
    };
    request.once('error', reject);
  });
}
