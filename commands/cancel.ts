import { defineCommand } from '../src/inbound/command.ts';

/** Hủy: drops the question that is open. */
export default defineCommand({
  name: 'cancel',
  slash: { vi: 'huy', en: 'cancel' },
  words: ['huy bo'],
  who: 'all',
  inGroup: 'here',
  // Whatever command is said drops the open question before it runs.
  run: async (at) => ({ text: at.t(at.interrupted ? 'common.cancelled' : 'common.nothingToCancel') }),
});
