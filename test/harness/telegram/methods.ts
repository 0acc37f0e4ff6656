import type { Ground } from './ground.ts';
import { messageMethods, type Handler } from './messages.ts';
import { badRequest, breach, type Params, type TgChat, type TgUser } from './wire.ts';
import type { Room } from './world.ts';

/** The Bot API, method by method; messages have a file of their own. */

const getMe: Handler = ({ bot, privacy }) => ({
  ...bot,
  can_join_groups: true,
  can_read_all_group_messages: !privacy,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

const setWebhook: Handler = ({ webhook, queue }, { params }) => {
  const url = params.url as string;
  const secret = params.secret_token;
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret as string)) {
    throw breach('secret token contains unallowed characters');
  }
  const connections = (params.max_connections as number | undefined) ?? 40;
  if (connections < 1 || connections > 100) throw breach('max_connections must be between 1 and 100');
  // Plain http is for this machine alone: the real platform takes https only.
  if (url && !/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) {
    throw breach('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (params.drop_pending_updates === true) queue.drop();
  queue.allow(params.allowed_updates);
  if (url) queue.interrupt('terminated by setWebhook request');
  webhook.set(url, params);
  return true;
};

const deleteWebhook: Handler = ({ webhook, queue }, { params }) => {
  if (params.drop_pending_updates === true) queue.drop();
  webhook.set('');
  return true;
};

const twentyMegabytes = 20 * 1024 * 1024;

const getFile: Handler = ({ world }, { params }) => {
  const file = world.files.get(params.file_id as string);
  if (!file) throw breach('invalid file_id');
  if (file.bytes.length > twentyMegabytes) throw badRequest('file is too big');
  return {
    file_id: file.id,
    file_unique_id: `u${file.id.slice(-8)}`,
    file_size: file.bytes.length,
    file_path: `${file.photo ? 'photos' : 'documents'}/${file.id}`,
  };
};

const memberOf = (room: Room, user: TgUser, ground: Ground): Params => {
  if (user.id === ground.bot.id) return { status: room.botStatus, user };
  if (room.admins.has(user.id)) return { status: 'creator', user, is_anonymous: false };
  return { status: room.members.has(user.id) ? 'member' : 'left', user };
};

const getChatMember: Handler = (ground, { params }) => {
  const room = ground.world.room(params.chat_id);
  room.mustBeWritable();
  const id = params.user_id as number;
  const user = id === ground.bot.id ? ground.bot : ground.world.users.get(id);
  if (!user) throw badRequest('user not found');
  return memberOf(room, user, ground);
};

const getChat: Handler = ({ world }, { params }) => {
  const room = world.room(params.chat_id);
  if (room.wire.type !== 'private') room.mustBeWritable();
  const chat: TgChat & Params = { ...room.wire, accent_color_id: 0, max_reaction_count: 11 };
  return chat;
};

const leaveChat: Handler = (ground, { method, params }) => {
  const room = ground.world.room(params.chat_id);
  if (room.wire.type === 'private') throw breach("chat member status can't be changed in private chats");
  room.mustBeWritable();
  room.botStatus = 'left';
  ground.ledger.record({ deed: 'other', method, chat: room.id });
  return true;
};

const known = (ground: Ground, params: Params): void => {
  const scope = params.scope as { chat_id?: number | string } | undefined;
  if (scope?.chat_id !== undefined) ground.world.room(scope.chat_id);
};

const aboutItself: Record<string, Handler> = {
  setMyCommands: (ground, { params }) => {
    known(ground, params);
    return ground.profile.setCommands(params);
  },
  deleteMyCommands: (ground, { params }) => {
    known(ground, params);
    return ground.profile.deleteCommands(params);
  },
  getMyCommands: ({ profile }, { params }) => profile.getCommands(params),
  setMyName: ({ profile }, { params }) => profile.setText('name', params),
  getMyName: ({ profile }, { params }) => profile.getText('name', params),
  setMyDescription: ({ profile }, { params }) => profile.setText('description', params),
  getMyDescription: ({ profile }, { params }) => profile.getText('description', params),
  setMyShortDescription: ({ profile }, { params }) => profile.setText('short_description', params),
  getMyShortDescription: ({ profile }, { params }) => profile.getText('short_description', params),
  setChatMenuButton: ({ profile }, { params }) => profile.setMenu(params),
  getChatMenuButton: ({ profile }, { params }) => profile.getMenu(params),
};

export const methods: Record<string, Handler> = {
  ...messageMethods,
  ...aboutItself,
  getUpdates: ({ queue }, { params, gone }) => queue.poll(params, gone),
  setWebhook,
  deleteWebhook,
  getWebhookInfo: ({ webhook }) => webhook.info(),
  getMe,
  getFile,
  getChat,
  getChatMember,
  leaveChat,
  logOut: () => true,
  close: () => true,
};
