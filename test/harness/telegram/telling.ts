import type { Ground } from './ground.ts';
import type { TgUser } from './wire.ts';
import type { Room, Stored } from './world.ts';

/** What the bot is told of: messages by privacy mode, and changes of its own membership. */

/** Is the bot told of this message? In a group in privacy mode only of what is meant for it. */
export function toldTo(ground: Ground, room: Room, { wire }: Stored): boolean {
  const { bot, privacy } = ground;
  if (room.wire.type === 'private') return true;
  if (room.botStatus !== 'member' && room.botStatus !== 'administrator') return false;
  if (!privacy || room.botStatus === 'administrator') return true;
  if (wire.reply_to_message?.from?.id === bot.id) return true;
  const text = wire.text ?? wire.caption ?? '';
  return (wire.entities ?? wire.caption_entities ?? []).some(({ type, offset, length }) => {
    const [, to] = text
      .slice(offset, offset + length)
      .toLowerCase()
      .split('@');
    const ours = to === bot.username?.toLowerCase();
    return type === 'mention' ? ours : type === 'bot_command' && (to === undefined || ours);
  });
}

/** The rights that an administrator may have; the bot is given none of them. */
const noRights = Object.fromEntries(
  (
    'can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members ' +
    'can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories'
  )
    .split(' ')
    .map((right) => [right, false]),
);

function asMember(user: TgUser, status: Room['botStatus']) {
  if (status === 'administrator') return { status, user, ...noRights };
  return { status, user, ...(status === 'kicked' ? { until_date: 0 } : {}) };
}

/** Tells the bot that its standing in a chat has changed. */
export function changesMembership(
  { queue, world, bot }: Ground,
  room: Room,
  by: TgUser,
  [from, to]: [Room['botStatus'], Room['botStatus']],
): void {
  queue.add('my_chat_member', {
    chat: room.wire,
    from: by,
    date: world.seconds(),
    old_chat_member: asMember(bot, from),
    new_chat_member: asMember(bot, to),
  });
}
