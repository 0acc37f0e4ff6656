import { describe, expect, test } from 'vitest';
import { meaningOf, type Meaning } from '../../../src/channels/telegram/failures.ts';
import { ApiError, faultOf } from '../../../src/channels/telegram/fault.ts';
import { createFlood } from '../../../src/channels/telegram/flood.ts';

const gone = (reason: string): Meaning => ({ kind: 'recipientGone', reason });
const refused = (reason: string): Meaning => ({ kind: 'messageRefused', reason });
const adapt = (to: Extract<Meaning, { kind: 'adapt' }>['to']): Meaning => ({ kind: 'adapt', to });
const down: Meaning = { kind: 'channelDown', reason: 'unauthorized' };

describe('what an answer means', () => {
  test.each<[number, string, Meaning]>([
    [401, 'Unauthorized', down],
    [404, 'Not Found', down],
    [403, 'Forbidden: bot was blocked by the user', gone('blocked')],
    [403, 'Forbidden: user is deactivated', gone('deactivated')],
    [403, "Forbidden: bot can't initiate conversation with a user", gone('neverStarted')],
    [403, 'Forbidden: bot was kicked from the group chat', gone('kicked')],
    [403, 'Forbidden: bot was kicked from the supergroup chat', gone('kicked')],
    [403, 'Forbidden: bot is not a member of the supergroup chat', gone('kicked')],
    [403, 'Forbidden: the group chat was deleted', gone('chatNotFound')],
    [403, "Forbidden: bot can't send messages to bots", gone('chatNotFound')],
    [403, 'Forbidden: not enough rights to send text messages to the chat', gone('noRights')],
    [403, 'Forbidden: something new', gone('noRights')],
    [400, 'Bad Request: chat not found', gone('chatNotFound')],
    [400, 'Bad Request: PEER_ID_INVALID', gone('chatNotFound')],
    [400, 'Bad Request: user not found', gone('chatNotFound')],
    [400, 'Bad Request: INPUT_USER_DEACTIVATED', gone('deactivated')],
    [400, 'Bad Request: USER_IS_BLOCKED', gone('blocked')],
    [400, 'Bad Request: TOPIC_CLOSED', { kind: 'adapt', to: 'withoutReply' }],
    [400, 'Bad Request: message thread not found', { kind: 'adapt', to: 'withoutReply' }],
    [400, 'Bad Request: have no rights to send a message', gone('noRights')],
    [400, 'Bad Request: not enough rights to send documents to the chat', gone('noRights')],
    [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', gone('noRights')],
    [400, 'Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN', gone('noRights')],
    [
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      { kind: 'done' },
    ],
    [400, 'Bad Request: message to delete not found', { kind: 'done' }],
    [
      400,
      'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3',
      adapt('plainText'),
    ],
    [400, 'Bad Request: message to be replied not found', adapt('withoutReply')],
    [400, 'Bad Request: BUTTON_URL_INVALID', adapt('withoutLinks')],
    [
      400,
      "Bad Request: inline keyboard button URL 'http://x' is invalid: Wrong HTTP URL",
      adapt('withoutLinks'),
    ],
    [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', adapt('asDocument')],
    [400, 'Bad Request: IMAGE_PROCESS_FAILED', adapt('asDocument')],
    [400, 'Bad Request: there is no text in the message to edit', adapt('asCaption')],
    [400, 'Bad Request: message to edit not found', refused('gone')],
    [400, "Bad Request: message can't be edited", refused('gone')],
    [400, "Bad Request: message can't be deleted for everyone", refused('gone')],
    [400, 'Bad Request: MESSAGE_ID_INVALID', refused('gone')],
    [400, 'Bad Request: message is too long', refused('tooLong')],
    [400, 'Bad Request: message caption is too long', refused('tooLong')],
    [400, 'Bad Request: file is too big', refused('tooLarge')],
    [413, 'Request Entity Too Large', refused('tooLarge')],
    [400, 'Bad Request: wrong file_id or the file is temporarily unavailable', refused('gone')],
    [400, 'Bad Request: message text is empty', refused('empty')],
    [400, 'Bad Request: file must be non-empty', refused('empty')],
    [400, 'Bad Request: BUTTON_DATA_INVALID', refused('refused')],
    [400, '', refused('refused')],
    [409, 'Conflict', refused('refused')],
    [500, 'Internal Server Error', { kind: 'retry' }],
    [502, 'Bad Gateway', { kind: 'retry' }],
    [504, '', { kind: 'retry' }],
    [0, '', { kind: 'unknown' }],
    [302, 'Found', { kind: 'unknown' }],
  ])('%i %s', (code, description, want) => {
    expect(meaningOf({ answered: true, code, description })).toEqual(want);
  });

  test('429 with its time, and without', () => {
    const fault = { answered: true, code: 429, description: 'Too Many Requests: retry after 17' } as const;
    expect(meaningOf({ ...fault, retryAfter: 17 })).toEqual({ kind: 'retryAfter', seconds: 17 });
    expect(meaningOf(fault)).toEqual({ kind: 'retryAfter', seconds: 5 });
  });

  test('a group that became a supergroup has moved', () => {
    const description = 'Bad Request: group chat was upgraded to a supergroup chat';
    expect(meaningOf({ answered: true, code: 400, description, migrateTo: '-1001' })).toEqual({
      kind: 'moved',
      to: '-1001',
    });
  });

  test('no answer: in doubt once the request may have arrived, else tried again', () => {
    expect(meaningOf({ answered: false, sent: true, reason: 'x' })).toEqual({ kind: 'unknown' });
    expect(meaningOf({ answered: false, sent: false, reason: 'x' })).toEqual({ kind: 'retry' });
  });
});

describe('an error of the network', () => {
  const token = '123:SECRET';
  const url = `https://api.telegram.org/bot${token}/sendMessage`;
  const error = (reason: string, code?: string) =>
    Object.assign(
      new Error(`request to ${url} failed, reason: ${reason}`),
      { type: 'system' },
      code ? { code } : {},
    );

  test.each<[string, string | undefined, boolean]>([
    ['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED', false],
    ['', 'ECONNREFUSED', false],
    ['getaddrinfo ENOTFOUND api.telegram.org', 'ENOTFOUND', false],
    ['getaddrinfo EAI_AGAIN api.telegram.org', 'EAI_AGAIN', false],
    ['connect EHOSTUNREACH', 'EHOSTUNREACH', false],
    ['connect ETIMEDOUT 149.154.167.220:443', 'ETIMEDOUT', false],
    ['', 'ETIMEDOUT', false],
    ['connect ECONNRESET', 'ECONNRESET', false],
    ['Client network socket disconnected before secure TLS connection was established', 'ECONNRESET', false],
    ['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN', false],
    ['certificate has expired', 'CERT_HAS_EXPIRED', false],
    ["Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID', false],
    ['CONNECT_TIMEOUT', 'CONNECT_TIMEOUT', false],
    ['PROXY_FAILED', 'PROXY_FAILED', false],
    ['read ETIMEDOUT', 'ETIMEDOUT', true],
    ['read ECONNRESET', 'ECONNRESET', true],
    ['socket hang up', 'ECONNRESET', true],
    ['write EPIPE', 'EPIPE', true],
    ['something else', undefined, true],
  ])('%s (%s): may have arrived %s', (reason, code, sent) => {
    expect(faultOf(error(reason, code), token)).toMatchObject({ answered: false, sent });
  });

  test('an abort and an answer that is no JSON may have arrived', () => {
    const aborted = Object.assign(new Error('The user aborted a request.'), {
      name: 'AbortError',
      type: 'aborted',
    });
    expect(faultOf(aborted, token)).toEqual({ answered: false, sent: true, reason: 'aborted' });
    const html = Object.assign(new Error(`invalid json response body at ${url}`), { type: 'invalid-json' });
    expect(faultOf(html, token)).toEqual({ answered: false, sent: true, reason: 'invalid-json' });
    expect(faultOf('thrown text', token)).toMatchObject({ answered: false, sent: true });
  });

  test('nothing of it holds the token', () => {
    const fault = faultOf(error(`odd ${token}`, `E ${token}`), token);
    const thrown = new ApiError('sendMessage', fault);
    expect(`${thrown.message} ${thrown.stack} ${JSON.stringify(thrown)}`).not.toContain('SECRET');
  });
});

describe('a refusal for too many messages', () => {
  const at = (...refusals: [ms: number, chat: string][]): boolean[] => {
    let now = 0;
    const flood = createFlood(() => new Date(now));
    return refusals.map(([ms, chat]) => {
      now = ms;
      return flood.refused(chat);
    });
  };
  test.each<[string, [number, string][], boolean[]]>([
    ['one chat alone', [[0, 'a']], [false]],
    [
      'the same chat again',
      [
        [0, 'a'],
        [300, 'a'],
      ],
      [false, false],
    ],
    [
      'two chats within a second: each by itself',
      [
        [0, 'a'],
        [900, 'b'],
      ],
      [false, false],
    ],
    [
      'three chats within a second: the whole bot',
      [
        [0, 'a'],
        [400, 'b'],
        [900, 'c'],
      ],
      [false, false, true],
    ],
    [
      'three chats with more between',
      [
        [0, 'a'],
        [900, 'b'],
        [1001, 'c'],
      ],
      [false, false, false],
    ],
    [
      'ever more',
      [
        [0, 'a'],
        [100, 'b'],
        [200, 'c'],
        [300, 'd'],
      ],
      [false, false, true, true],
    ],
  ])('%s', (_, refusals, want) => expect(at(...refusals)).toEqual(want));
});
