import { markShown, newsFor, type WebMessageRow } from '../../store/web-chat.ts';
import type { WebDeps } from '../deps.ts';

/** An open page: how to tell it something, and up to where it knows. */
export interface OpenPage {
  identityId: string;
  after: bigint;
  /** Edits and removals after this instant are still to be told. */
  since: Date;
  tell(event: 'message' | 'deleted', row: WebMessageRow): void;
}

export interface Hub {
  open(page: OpenPage): () => void;
  /** Something changed in this chat: look at once. Changes made by other processes are found within a second. */
  wake(identityId?: string): void;
  stop(): Promise<void>;
}

const lookEveryMs = 1000;

/**
 * All open pages of this process: one question to the database a second for all of them together, and one at once
 * when this process wrote something. What a page was told counts as shown.
 */
export function createHub(deps: Pick<WebDeps, 'prisma' | 'clock' | 'log'>): Hub {
  const pages = new Set<OpenPage>();
  let looking: Promise<void> | undefined;
  let again = false;

  async function look(): Promise<void> {
    do {
      again = false;
      const open = [...pages];
      const rows = await newsFor(deps.prisma, oncePerChat(open));
      for (const page of open) await deliver(page, rows);
    } while (again);
  }

  async function deliver(page: OpenPage, rows: readonly WebMessageRow[]): Promise<void> {
    let shown: bigint | undefined;
    // Rows come by id, and an older one may have been edited later: all are held against what was known before.
    const { since } = page;
    for (const row of rows) {
      if (row.identityId !== page.identityId) continue;
      const fresh = row.id > page.after;
      const changed = row.editedAt !== null && row.editedAt > since;
      if (fresh && row.deletedAt === null) page.tell('message', row);
      else if (!fresh && changed) page.tell(row.deletedAt ? 'deleted' : 'message', row);
      if (fresh) page.after = row.id;
      if (row.editedAt && row.editedAt > page.since) page.since = row.editedAt;
      if (row.from === 'bot' && fresh) shown = row.id;
    }
    if (shown !== undefined) await markShown(deps.prisma, page.identityId, shown, deps.clock());
  }

  const round = (): void => {
    if (pages.size === 0) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => deps.log.error({ err: error }, 'open pages could not be told the news'))
      .finally(() => (looking = undefined));
  };
  const timer = setInterval(round, lookEveryMs);
  timer.unref();

  return {
    open(page) {
      pages.add(page);
      round();
      return () => pages.delete(page);
    },
    wake: round,
    async stop() {
      clearInterval(timer);
      pages.clear();
      await looking;
    },
  };
}

/** Several pages of one person are asked for once, from the one that knows least. */
function oncePerChat(pages: readonly OpenPage[]): { identityId: string; after: bigint; since: Date }[] {
  const chats = new Map<string, { identityId: string; after: bigint; since: Date }>();
  for (const { identityId, after, since } of pages) {
    const known = chats.get(identityId);
    chats.set(identityId, {
      identityId,
      after: known && known.after < after ? known.after : after,
      since: known && known.since < since ? known.since : since,
    });
  }
  return [...chats.values()];
}
