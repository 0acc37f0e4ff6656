import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Post {
  /** In which life of the bot it came (0, 1, 2 …). */
  life: number;
  delivery: string;
  address: string;
  text: string;
}

/** The platform beyond our reach: it takes what it is given and forgets nothing. */
export class Platform {
  readonly posts: Post[] = [];
  life = 0;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(): Promise<Platform> {
    const server = createServer();
    const platform = new Platform(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (request.url === '/send') {
          platform.posts.push({ ...(JSON.parse(body) as Omit<Post, 'life'>), life: platform.life });
        }
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ id: String(platform.posts.length) }));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
