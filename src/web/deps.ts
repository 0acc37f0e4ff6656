import type { Channel, Inbound } from '../channels/channel.ts';
import type { Env } from '../decisions/scope.ts';
import type { ChannelName } from '../domain/message.ts';
import type { Db, PrismaClient } from '../store/db.ts';

/** What the web needs, handed in from the composition root. */
export interface WebDeps {
  prisma: PrismaClient;
  env: Env;
  clock(): Date;
  /** The way in of every channel: secrecy guard, then the inbox, in the caller's transaction. */
  receive(
    db: Db,
    channel: ChannelName,
    inbound: Inbound,
    fileIds: readonly string[],
  ): Promise<{ id: bigint; first: boolean; text: string }>;
  /** Those whose platforms push what people write. */
  channels?: readonly Channel[];
  /** Something was stored and committed: handle it now. */
  received(): void;
  /** How often an open page is pinged, and its session looked at again (ms; default 20,000). */
  pingEveryMs?: number;
  /** What /readyz and the metrics tell of the parts that run beside. */
  health(): Promise<Health>;
  log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

export interface Health {
  ready: boolean;
  database: 'ok' | 'down';
  channels: Record<string, 'ok' | 'down' | 'off'>;
  /** Findings of the self-audit that are not mended. */
  findings: readonly string[];
  paused: boolean;
}
