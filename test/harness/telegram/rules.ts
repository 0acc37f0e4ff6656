import { MarkupError, parseHtml, trimmed, type Formatted } from './html.ts';
import { badRequest, breach, type Params, type TgButton, type TgEntity, type TgMarkup } from './wire.ts';

/** What the Bot API demands beyond types: lengths, markup, buttons, commands, names. */

const units = { text: 4096, caption: 1024 };

/** A text or caption as people will see it. */
export function formatted(
  what: 'text' | 'caption',
  value: string,
  params: { parse_mode?: unknown; entities?: unknown; caption_entities?: unknown },
): Formatted {
  const read = readMarkup(value, params.parse_mode, params.entities ?? params.caption_entities);
  if (what === 'text' && !read.text) throw breach('message text is empty');
  if (read.text.length > units[what]) {
    throw breach(what === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return read;
}

function readMarkup(value: string, mode: unknown, entities: unknown): Formatted {
  if (mode === undefined) return trimmed(value, (entities as TgEntity[] | undefined) ?? []);
  if (mode !== 'HTML') throw breach('unsupported parse_mode');
  try {
    return parseHtml(value);
  } catch (error) {
    if (error instanceof MarkupError) throw breach(`can't parse entities: ${error.message}`);
    throw error;
  }
}

const inlineActions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];

const isWebAddress = (url: string): boolean => {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'tg:' || (/^https?:$/.test(protocol) && hostname.includes('.'));
  } catch {
    return false;
  }
};

function checkButton(button: TgButton): void {
  if (!button.text.trim()) throw breach("can't parse inline keyboard button: Text can't be empty");
  const actions = inlineActions.filter((action) => button[action] !== undefined);
  if (actions.length === 0) {
    throw breach("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (actions.length > 1) {
    throw breach(
      `can't parse inline keyboard button: exactly one action expected, got ${actions.join(', ')}`,
    );
  }
  const { callback_data: data, url } = button;
  if (data !== undefined && (Buffer.byteLength(data) < 1 || Buffer.byteLength(data) > 64)) {
    throw breach('BUTTON_DATA_INVALID');
  }
  // Telegram refuses addresses without a public-looking host, localhost among them.
  if (url !== undefined && !isWebAddress(url)) {
    throw breach(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
}

/** The keyboard of a call, checked. */
export function markupOf(params: Params): TgMarkup | undefined {
  const markup = params.reply_markup as TgMarkup | undefined;
  for (const row of markup?.inline_keyboard ?? []) row.forEach(checkButton);
  if ((markup?.inline_keyboard ?? []).flat().length > 100) throw breach('reply markup is too long');
  for (const row of markup?.keyboard ?? []) {
    for (const key of row) {
      if (!(typeof key === 'string' ? key : key.text).trim()) {
        throw breach("can't parse keyboard button: Text can't be empty");
      }
    }
  }
  return markup;
}

/** A list of commands; https://core.telegram.org/bots/api#botcommand */
export function checkCommands(commands: readonly { command: string; description: string }[]): void {
  if (commands.length > 100) throw breach('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw breach(`BOT_COMMAND_INVALID "${command}"`);
    if (!description || description.length > 256) throw breach('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  if (new Set(commands.map((each) => each.command)).size < commands.length) {
    throw breach('BOT_COMMAND_INVALID twice');
  }
}

export function checkLanguage(params: Params): void {
  const language = params.language_code;
  if (language !== undefined && !/^([a-z]{2})?$/.test(language as string)) {
    throw breach('invalid language code specified');
  }
}

export function checkLength(what: string, value: unknown, max: number): void {
  if (typeof value === 'string' && value.length > max) throw breach(`${what} is too long`);
}

const chatActions = new Set(
  (
    'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker ' +
    'find_location record_video_note upload_video_note'
  ).split(' '),
);

export function checkAction(action: unknown): void {
  if (!chatActions.has(action as string)) throw breach('wrong parameter action in request');
}

/** The emoji a bot may react with: https://core.telegram.org/bots/api#reactiontypeemoji */
const reactions = new Set(
  (
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 ' +
    '👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
  ).split(' '),
);

/** The emoji that a bot wants to react with; undefined where it takes its reaction back. */
export function reactionOf(value: unknown): string | undefined {
  const list = (value ?? []) as { type: string; emoji?: string }[];
  if (list.length > 1) throw breach('REACTIONS_TOO_MANY');
  const [only] = list;
  if (only && !reactions.has(only.emoji ?? '')) throw breach('REACTION_INVALID');
  return only?.emoji;
}

export const notModified = () =>
  badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
