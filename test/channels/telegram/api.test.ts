import { createServer, request as httpRequest, type Server } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import https from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { agentFor } from '../../../src/channels/telegram/agents.ts';
import { createApi } from '../../../src/channels/telegram/api.ts';
import { meaningOf } from '../../../src/channels/telegram/failures.ts';
import {
  ApiError,
  connectTimeout,
  faultOf,
  proxyFailed,
  type Fault,
} from '../../../src/channels/telegram/fault.ts';
import { startTelegram, type FakeTelegram } from '../../harness/telegram/index.ts';

const open: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
let platform: FakeTelegram | undefined;
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
  await platform?.close();
  expect(platform?.breaches ?? []).toEqual([]);
  platform = undefined;
});

async function listens(server: Server | TcpServer): Promise<number> {
  open.push(server);
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

async function faultIn(work: Promise<unknown>): Promise<Fault | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof ApiError) return error.fault;
    throw error;
  }
}

describe('through a proxy', () => {
  test('http: the call goes to the proxy, which calls the platform', async () => {
    platform = await startTelegram();
    const asked: string[] = [];
    const proxy = createServer((incoming, answer) => {
      asked.push(`${incoming.headers['proxy-authorization']} ${new URL(incoming.url ?? '').origin}`);
      const { method, headers } = incoming;
      const out = httpRequest(incoming.url ?? '', { method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 0, got.headers);
        got.pipe(answer);
      });
      incoming.pipe(out);
    });
    const address = `http://user:pass@127.0.0.1:${await listens(proxy)}`;
    const api = createApi({ token: platform.token, apiRoot: platform.url, proxy: address });
    expect(await api.call('getMe')).toMatchObject({ username: 'dondoc_bot' });
    expect(asked).toEqual([`Basic ${Buffer.from('user:pass').toString('base64')} ${platform.url}`]);
  });

  test('socks5: the proxy is told the name, and looks it up itself', async () => {
    platform = await startTelegram();
    const { port: target } = new URL(platform.url);
    const named: string[] = [];
    const proxy = createTcpServer((socket) => {
      socket.once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (ask: Buffer) => {
          const length = ask[4] ?? 0;
          named.push(`${ask[3]} ${ask.subarray(5, 5 + length).toString()}`);
          const out = connect(Number(target), '127.0.0.1', () => {
            socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
            socket.pipe(out).pipe(socket);
          });
          sockets.add(out.on('error', () => undefined));
        });
      });
    });
    const api = createApi({
      token: platform.token,
      apiRoot: `http://api.telegram.invalid:${target}`,
      proxy: `socks5://127.0.0.1:${await listens(proxy)}`,
    });
    expect(await api.call('getMe')).toMatchObject({ username: 'dondoc_bot' });
    expect(named).toEqual(['3 api.telegram.invalid']);
  });

  test.each([
    ['refuses to connect', 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
    ['cannot connect', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'],
  ])('a tunnel whose proxy %s has sent nothing', async (_, answer) => {
    const proxy = createTcpServer((socket) => socket.once('data', () => socket.end(answer)));
    const address = `http://127.0.0.1:${await listens(proxy)}`;
    const api = createApi({ token: '1:x', apiRoot: 'https://api.telegram.invalid', proxy: address });
    expect(await faultIn(api.call('getMe'))).toEqual({ answered: false, sent: false, reason: proxyFailed });
  });

  test('a proxy that is not there has sent nothing', async () => {
    const port = await listens(createTcpServer());
    await new Promise((done) => open.splice(0)[0]?.close(done));
    for (const address of [`http://127.0.0.1:${port}`, `socks5://127.0.0.1:${port}`]) {
      const api = createApi({ token: '1:x', apiRoot: 'https://api.telegram.invalid', proxy: address });
      expect(await faultIn(api.call('getMe'))).toMatchObject({ answered: false, sent: false });
    }
  });
});

describe('a platform that is dropped on the way', () => {
  const reach = (apiRoot: string, proxy?: string): Promise<Fault> =>
    new Promise((resolve) => {
      const agent = agentFor(apiRoot, proxy, 50);
      https.get(apiRoot, { agent }).once('error', (error) => resolve(faultOf(error, 'token')));
    });
  const dropped: Fault = { answered: false, sent: false, reason: connectTimeout };

  test('no TLS within time: nothing has been sent', async () => {
    const silent = await listens(createTcpServer());
    expect(await reach(`https://127.0.0.1:${silent}`)).toEqual(dropped);
  });

  test('nor through a proxy that never answers, or whose tunnel leads nowhere', async () => {
    const silent = await listens(createTcpServer());
    expect(await reach('https://api.telegram.invalid', `http://127.0.0.1:${silent}`)).toEqual(dropped);
    expect(await reach('https://api.telegram.invalid', `socks5://127.0.0.1:${silent}`)).toEqual(dropped);
    const nowhere = await listens(
      createTcpServer((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))),
    );
    expect(await reach('https://api.telegram.invalid', `http://127.0.0.1:${nowhere}`)).toEqual(dropped);
  });
});

describe('files', () => {
  test.each([
    ['is not found: the file, not the token', 404, { kind: 'messageRefused', reason: 'gone' }],
    ['cannot be had now', 502, { kind: 'retry' }],
    ['is not ours to have', 401, { kind: 'channelDown', reason: 'unauthorized' }],
  ])('one that %s', async (_, status, want) => {
    const server = createServer((incoming, answer) => {
      if (incoming.url?.startsWith('/file/')) return answer.writeHead(status).end();
      return answer.end(JSON.stringify({ ok: true, result: { file_id: 'x', file_path: 'documents/x' } }));
    });
    const api = createApi({ token: '1:x', apiRoot: `http://127.0.0.1:${await listens(server)}` });
    const fault = await faultIn(api.download('x'));
    expect(fault !== 'none' && meaningOf(fault)).toEqual(want);
  });
});

describe('calls', () => {
  test('an answer that does not come is given up, and may have been acted on', async () => {
    platform = await startTelegram();
    const order = platform.fails({ kind: 'hang' }, { method: 'getMe' });
    const api = createApi({ token: platform.token, apiRoot: platform.url });
    const fault = faultIn(api.call('getMe', {}, { within: 30 }));
    await order.met;
    expect(await fault).toEqual({ answered: false, sent: true, reason: 'aborted' });
  });

  test('a call can be given up by whoever made it, also beforehand', async () => {
    platform = await startTelegram();
    const order = platform.fails({ kind: 'hang' }, { method: 'getMe' });
    const api = createApi({ token: platform.token, apiRoot: platform.url });
    const stopped = new AbortController();
    const fault = faultIn(api.call('getMe', {}, { signal: stopped.signal }));
    await order.met;
    stopped.abort();
    expect(await fault).toMatchObject({ answered: false });
    expect(await faultIn(api.call('getMe', {}, { signal: stopped.signal }))).toMatchObject({
      answered: false,
    });
  });

  test('an answer that trickles arrives', async () => {
    platform = await startTelegram();
    platform.fails({ kind: 'slow', bytes: 40, everyMs: 1 }, { method: 'getMe' });
    const api = createApi({ token: platform.token, apiRoot: platform.url });
    expect(await api.call('getMe')).toMatchObject({ is_bot: true });
  });

  test('many refusals with pages leave no connection open', async () => {
    platform = await startTelegram();
    platform.fails({ kind: 'serverError', status: 502 }, { method: 'getMe', count: 20 });
    const api = createApi({ token: platform.token, apiRoot: platform.url });
    for (let n = 0; n < 20; n++) expect(await faultIn(api.call('getMe'))).toMatchObject({ code: 502 });
    expect(await api.call('getMe')).toMatchObject({ is_bot: true });
  });
});
