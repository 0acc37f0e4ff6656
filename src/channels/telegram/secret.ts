import type { Inbound } from '../channel.ts';
import { chatId, isGroup, messageId } from './address.ts';
import type { Api } from './api.ts';
import { fieldsOf } from './fields.ts';

/**
 * What bears a mark of secrecy is not to lie in the chat either. In a group that takes a right which the bot may not
 * have; its failure is nobody's, as the person is told to remove it.
 */
export async function removeSecret(
  api: Pick<Api, 'call'>,
  bot: { id: number },
  { address, platformId }: Inbound,
): Promise<void> {
  const chat_id = chatId(address);
  const message_id = messageId(platformId);
  if (chat_id === undefined || message_id === undefined) return;
  try {
    if (isGroup(address) && !(await mayDelete(api, chat_id, bot.id))) return;
    await api.call('deleteMessage', { chat_id, message_id });
  } catch {
    return;
  }
}

async function mayDelete(api: Pick<Api, 'call'>, chat_id: number, user_id: number): Promise<boolean> {
  const member = fieldsOf(await api.call('getChatMember', { chat_id, user_id }));
  return member?.status === 'administrator' && member.can_delete_messages !== false;
}
