import { channelContract, type Subject } from '../../harness/channel-contract.ts';
import { subject, type OnStage } from './subject.ts';
import type { Stage } from './stage.ts';

const onStage = (one: Subject): OnStage => one as OnStage;
const fails = (fault: Parameters<Stage['platform']['fails']>[0]) => (one: Subject) =>
  void onStage(one).stage.platform.fails(fault);

channelContract('telegram', {
  make: subject,
  failures: [
    { name: 'blocked → recipientGone', arrange: (one) => onStage(one).lan.blocks(), want: 'recipientGone' },
    {
      name: 'account deleted → recipientGone',
      arrange: (one) => onStage(one).lan.deletesAccount(),
      want: 'recipientGone',
    },
    {
      name: 'never started → recipientGone',
      arrange: (one) =>
        void Object.assign(one, { address: String(onStage(one).stage.platform.person({ name: 'Mai' }).id) }),
      want: 'recipientGone',
    },
    {
      name: 'no such chat → recipientGone',
      arrange: (one) => void Object.assign(one, { address: '42' }),
      want: 'recipientGone',
    },
    {
      name: 'an address of another platform → recipientGone',
      arrange: (one) => void Object.assign(one, { address: 'lan@example.vn' }),
      want: 'recipientGone',
    },
    {
      name: '429 with its time → retryAfter',
      arrange: fails({ kind: 'tooMany', retryAfter: 7 }),
      want: 'retryAfter',
    },
    { name: '429 without → retryAfter', arrange: fails({ kind: 'tooMany' }), want: 'retryAfter' },
    { name: '502 with a page → retry', arrange: fails({ kind: 'serverError', status: 502 }), want: 'retry' },
    { name: 'cut before it was done → unknown', arrange: fails({ kind: 'resetBefore' }), want: 'unknown' },
    { name: 'cut after it was done → unknown', arrange: fails({ kind: 'resetAfter' }), want: 'unknown' },
    {
      name: 'the token revoked → channelDown',
      arrange: (one) => void onStage(one).stage.platform.revokesToken(),
      want: 'channelDown',
    },
    {
      name: 'nobody listening → retry',
      arrange: (one) => onStage(one).stage.platform.close(),
      want: 'retry',
    },
  ],
});
