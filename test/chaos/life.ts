import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One life of the bot: from its start to its death. */
export class Life {
  readonly url: string;
  readonly link: string | undefined;
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, told: { url: string; link?: string }) {
    this.child = child;
    this.url = told.url;
    this.link = told.link;
    this.ended = new Promise((done) => child.once('exit', () => done()));
  }

  /** Resolves when it serves; undefined where it died before (a crash point reached at the start). */
  static async begin(env: Record<string, string>): Promise<Life | undefined> {
    const child = spawn(
      process.execPath,
      ['--import', './prisma/generate.mjs', '--import', 'tsx', 'test/chaos/bot.ts'],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const lines = createInterface({ input: child.stdout });
    const line = await new Promise<string | undefined>((done) => {
      lines.once('line', done);
      child.once('exit', () => done(undefined));
    });
    return line === undefined
      ? undefined
      : new Life(child, JSON.parse(line) as { url: string; link?: string });
  }

  kill(): Promise<void> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  stop(): Promise<void> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}
