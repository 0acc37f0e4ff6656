import type { Conversation, Param } from '../../src/inbound/command.ts';

/**
 * The words that go with a report. Asked for where none were given and no file came along; a file alone is enough.
 */
export const said = <A extends { text: string }>(command: 'progress' | 'done' | 'blocked'): Param<A> => ({
  name: 'text',
  takes: 'rest',
  read: (words) => (words === noWords ? '' : words.trim()),
  guess: (at: Conversation) => (at.message.fileIds.length || command === 'done' ? noWords : undefined),
  ask: (at) => ({ text: at.t(`commands.${command}.ask`) }),
  free: command === 'progress' ? ['progress', 'received', 'confirm', 'blocked', 'unblocked'] : [command],
});

/** Stands for "nothing was said beside it". */
const noWords = '-';
