import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { connectTimeout, proxyFailed } from './fault.ts';

/**
 * The way to the platform. A connection that does not come about fails under a name of its own, long before the
 * answer is given up: so it is known that nothing was sent, and a carrier that drops Telegram's packets makes no send
 * doubtful.
 */

/** ms until a connection, TLS included, counts as impossible. */
export const connectWithin = 10_000;
/** Idle connections are closed by ourselves after so long (ms), before the other side does it under a request. */
const idleFor = 15_000;

const failed = (code: string): Error => Object.assign(new Error(code), { code });

const options = { keepAlive: true, timeout: idleFor };

/**
 * Agent for an API root (http or https), directly or through a proxy (http, https, socks5). `within`: ms until a
 * connection counts as impossible.
 */
export function agentFor(apiRoot: string, proxy?: string, within = connectWithin): http.Agent {
  return Object.assign(agentOf(apiRoot.startsWith('https:'), proxy), { within });
}

function agentOf(secure: boolean, proxy: string | undefined): http.Agent {
  if (!proxy) return secure ? new DirectTls(options) : new Direct(options);
  // The proxy looks up the name: where Telegram is blocked its name leads astray.
  if (proxy.startsWith('socks')) return new ThroughSocks(proxy.replace(/^socks5?:/, 'socks5h:'), options);
  return secure ? new TunnelThroughProxy(proxy, options) : new ThroughProxy(proxy, options);
}

class Direct extends http.Agent {
  within = connectWithin;

  override createConnection(
    ...args: Parameters<http.Agent['createConnection']>
  ): ReturnType<http.Agent['createConnection']> {
    return limited(super.createConnection(...args), 'connect', this.within);
  }
}

class DirectTls extends https.Agent {
  within = connectWithin;

  override createConnection(
    ...args: Parameters<https.Agent['createConnection']>
  ): ReturnType<https.Agent['createConnection']> {
    return limited(super.createConnection(...args), 'secureConnect', this.within);
  }
}

/** Ends a connection that is not there in time. */
function limited<T extends Duplex | null | undefined>(socket: T, ready: string, within: number): T {
  if (!socket) return socket;
  const timer = setTimeout(() => socket.destroy(failed(connectTimeout)), within).unref();
  const stop = (): void => clearTimeout(timer);
  socket.once(ready, stop).once('close', stop);
  return socket;
}

class ThroughProxy extends HttpProxyAgent<string> {
  within = connectWithin;

  override connect(...args: Parameters<HttpProxyAgent<string>['connect']>): Promise<Socket> {
    return inTime(super.connect(...args), this.within);
  }
}

class TunnelThroughProxy extends HttpsProxyAgent<string> {
  within = connectWithin;

  override connect(...args: Parameters<HttpsProxyAgent<string>['connect']>): Promise<Socket> {
    return inTime(super.connect(...args), this.within);
  }
}

class ThroughSocks extends SocksProxyAgent {
  within = connectWithin;

  override connect(...args: Parameters<SocksProxyAgent['connect']>): ReturnType<SocksProxyAgent['connect']> {
    return inTime(super.connect(...args), this.within);
  }
}

/** Whatever keeps the proxy from connecting, nothing has been sent yet. */
async function inTime<T extends Duplex>(connecting: Promise<T>, within: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(connectTimeout)), within);
  });
  try {
    const socket = await Promise.race([connecting, late]);
    // What the proxy said instead of connecting (407, 502) comes as a socket that only reads.
    if (!socket.writable) throw failed(proxyFailed);
    return socket instanceof TLSSocket ? limited(socket, 'secureConnect', within) : socket;
  } catch (error) {
    // One that comes about all the same is nobody's.
    void connecting.then((socket) => socket.destroy()).catch(() => undefined);
    const isLate = error instanceof Error && 'code' in error && error.code === connectTimeout;
    throw isLate ? error : failed(proxyFailed);
  } finally {
    clearTimeout(timer);
  }
}
