/** What the Bot API says on the wire, as far as the fake platform speaks it. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface TgUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  username?: string;
  language_code?: string;
}

export interface TgChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  first_name?: string;
  username?: string;
  is_forum?: boolean;
}

export interface TgEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
}

export interface TgButton {
  text: string;
  url?: string;
  callback_data?: string;
  [other: string]: unknown;
}

export interface TgMarkup {
  inline_keyboard?: TgButton[][];
  keyboard?: (TgButton | string)[][];
  remove_keyboard?: boolean;
  force_reply?: boolean;
  [other: string]: unknown;
}

export interface TgMessage {
  message_id: number;
  message_thread_id?: number;
  is_topic_message?: boolean;
  from?: TgUser;
  chat: TgChat;
  date: number;
  edit_date?: number;
  text?: string;
  entities?: TgEntity[];
  caption?: string;
  caption_entities?: TgEntity[];
  document?: {
    file_id: string;
    file_unique_id: string;
    file_name?: string;
    mime_type?: string;
    file_size?: number;
  };
  photo?: { file_id: string; file_unique_id: string; width: number; height: number; file_size?: number }[];
  media_group_id?: string;
  reply_to_message?: TgMessage;
  reply_markup?: TgMarkup;
  group_chat_created?: boolean;
  new_chat_members?: TgUser[];
  left_chat_member?: TgUser;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string; icon_color: number };
  forum_topic_closed?: Record<string, never>;
  forum_topic_reopened?: Record<string, never>;
}

export interface TgCallback {
  id: string;
  from: TgUser;
  message: TgMessage;
  chat_instance: string;
  data: string;
}

export interface TgMemberChange {
  chat: TgChat;
  from: TgUser;
  date: number;
  old_chat_member: { status: string; user: TgUser; [other: string]: unknown };
  new_chat_member: { status: string; user: TgUser; [other: string]: unknown };
}

export interface TgUpdate {
  update_id: number;
  message?: TgMessage;
  edited_message?: TgMessage;
  callback_query?: TgCallback;
  my_chat_member?: TgMemberChange;
}

export type UpdateKind = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member';

/** The parameters of a call, as they came. */
export type Params = Record<string, unknown>;

/** A file that came with a call. */
export class Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
  constructor(name: string, mime: string, bytes: Buffer) {
    this.name = name;
    this.mime = mime;
    this.bytes = bytes;
  }
}

/** The platform's "no": what it answers with `ok: false`. */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number };
  /** The bot should have known better: recorded as a breach. */
  readonly breach: boolean;
  constructor(
    code: number,
    description: string,
    more: { parameters?: ApiError['parameters']; breach?: boolean } = {},
  ) {
    super(description);
    this.code = code;
    this.parameters = more.parameters;
    this.breach = more.breach ?? false;
  }
}

/** A 400 that a correct bot never gets. */
export const breach = (description: string): ApiError =>
  new ApiError(400, `Bad Request: ${description}`, { breach: true });

/** A 400 that happens to correct bots too. */
export const badRequest = (description: string): ApiError => new ApiError(400, `Bad Request: ${description}`);

export const forbidden = (description: string): ApiError => new ApiError(403, `Forbidden: ${description}`);
