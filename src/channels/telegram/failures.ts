import type { SendFailure } from '../channel.ts';
import type { Fault } from './fault.ts';

/** A form in which the same message may go through. */
export type Adaptation = 'plainText' | 'withoutReply' | 'withoutLinks' | 'asDocument' | 'asCaption';

export type Meaning =
  | SendFailure
  /** What was wanted stands already. */
  | { kind: 'done' }
  | { kind: 'adapt'; to: Adaptation };

const gone = (reason: string): Meaning => ({ kind: 'recipientGone', reason });
const refused = (reason: string): Meaning => ({ kind: 'messageRefused', reason });
const adapt = (to: Adaptation): Meaning => ({ kind: 'adapt', to });
const unauthorized: Meaning = { kind: 'channelDown', reason: 'unauthorized' };

/** Wait that a 429 without retry_after gets (s). */
const unnamedWait = 5;

/**
 * What each answer of the Bot API means, first match first: status (a number, or a whole class of them) and what its
 * description has in it. Telegram promises no descriptions; these are the ones of its server's source and of practice.
 */
const table: readonly (readonly [code: number | '4xx' | '5xx', description: RegExp, meaning: Meaning])[] = [
  [401, /./, unauthorized],
  // The path holds the token: "Not Found" is a token that no bot has.
  [404, /./, unauthorized],

  [403, /blocked by the user/, gone('blocked')],
  [403, /user is deactivated/, gone('deactivated')],
  [403, /can't initiate conversation/, gone('neverStarted')],
  [403, /kicked|not a member/, gone('kicked')],
  [403, /group chat was deleted|send messages to (?:bots|the)|user not found/, gone('chatNotFound')],
  [403, /./, gone('noRights')],

  [400, /message is not modified/, { kind: 'done' }],
  [400, /message to delete not found/, { kind: 'done' }],
  [400, /can't parse entities|can't find end of/, adapt('plainText')],
  [
    400,
    /message to be replied not found|reply_message_id_invalid|replied message not found/,
    adapt('withoutReply'),
  ],
  [400, /button_url_invalid|wrong http url|inline keyboard button url/, adapt('withoutLinks')],
  [
    400,
    /photo_invalid|photo_save_file_invalid|photo_ext_invalid|image_process_failed|wrong type of the web page content|too big for a photo/,
    adapt('asDocument'),
  ],
  [400, /there is no text in the message to edit/, adapt('asCaption')],
  [400, /chat not found|peer_id_invalid|user not found|chat_id is empty/, gone('chatNotFound')],
  [400, /group is deactivated|group chat was (?:deactivated|deleted)|chat was deleted/, gone('chatNotFound')],
  [400, /input_user_deactivated|user_deactivated/, gone('deactivated')],
  [400, /user_is_blocked/, gone('blocked')],
  [400, /topic_closed|topic_deleted|message thread not found|topic was closed/, adapt('withoutReply')],
  [
    400,
    /not enough rights|have no rights|no write access|chat_write_forbidden|chat_send_\w+_forbidden|chat_restricted|administrator rights|chat_admin_required/,
    gone('noRights'),
  ],
  [
    400,
    /message to edit not found|message can't be (?:edited|deleted)|message_id_invalid|message not found/,
    refused('gone'),
  ],
  [400, /file not found|invalid file_id|wrong file|file_id/, refused('gone')],
  [400, /too long|media_caption_too_long/, refused('tooLong')],
  [400, /file is too big|too large/, refused('tooLarge')],
  [413, /./, refused('tooLarge')],
  [400, /text is empty|must be non-empty|text must be non-empty/, refused('empty')],
  ['4xx', /./, refused('refused')],
  ['5xx', /./, { kind: 'retry' }],
];

/** What a failed call means. Whether a 429 is for the whole bot is not said by one answer: see `flood.ts`. */
export function meaningOf(fault: Fault): Meaning {
  if (!fault.answered) return fault.sent ? { kind: 'unknown' } : { kind: 'retry' };
  const { code, description, retryAfter, migrateTo } = fault;
  if (migrateTo !== undefined) return { kind: 'moved', to: migrateTo };
  if (code === 429) return { kind: 'retryAfter', seconds: retryAfter ?? unnamedWait };
  const text = ` ${description.toLowerCase()}`;
  const found = table.find(([status, pattern]) => isOf(status, code) && pattern.test(text));
  return found?.[2] ?? { kind: 'unknown' };
}

const isOf = (status: number | '4xx' | '5xx', code: number): boolean =>
  typeof status === 'number' ? status === code : Math.floor(code / 100) === Number(status[0]);

/** The same for who knows of no other form. `wide`: is a refusal for too many messages the whole bot's? */
export function failureOf(meaning: Meaning, wide: () => boolean = () => false): SendFailure {
  if (meaning.kind === 'done' || meaning.kind === 'adapt')
    return { kind: 'messageRefused', reason: 'refused' };
  return meaning.kind === 'retryAfter' && wide() ? { ...meaning, whole: true } : meaning;
}
