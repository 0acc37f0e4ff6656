import type { Conversation, Param } from '../../src/inbound/command.ts';
import type { Reply } from '../../src/domain/message.ts';
import { withoutBecause } from './date.ts';

/** Stands for "no reason is needed": nothing is decided yet. */
const none = '-';

/** The argument "why", which the agency reads: from the line, else asked for. */
export const reasonParam = <A extends object>(param: {
  /** False while it is not clear what is decided. */
  needed?(soFar: Partial<A>): boolean;
  said(at: Conversation, soFar: Partial<A>): Promise<string>;
  ask(at: Conversation, soFar: Partial<A>): Promise<Reply> | Reply;
}): Param<A> => ({
  name: 'reason',
  takes: () => undefined,
  async read(words, at, soFar) {
    if (words === none) return '';
    const reason = withoutBecause(words);
    return reason || { misread: (await param.ask(at, soFar)).text };
  },
  async guess(at, soFar) {
    if (param.needed && !param.needed(soFar)) return none;
    return withoutBecause(await param.said(at, soFar)) || undefined;
  },
  ask: param.ask,
  free: [],
});
