import { onWire, type Ground } from './ground.ts';
import type { TelegramPerson } from './people.ts';
import { changesMembership } from './telling.ts';
import type { TgMessage, TgUser } from './wire.ts';
import type { Room } from './world.ts';

/** A group or supergroup with its members. */
export class TelegramGroup {
  readonly title: string;
  room: Room;
  private readonly ground: Ground;
  private readonly owner: TelegramPerson;

  constructor(
    ground: Ground,
    title: string,
    members: readonly TelegramPerson[],
    options: { supergroup?: boolean; forum?: boolean } = {},
  ) {
    const [owner] = members;
    if (!owner) throw new Error('a group needs a member who made it');
    this.ground = ground;
    this.title = title;
    this.owner = owner;
    const type = options.supergroup || options.forum ? 'supergroup' : 'group';
    this.room = ground.world.addRoom({
      id: ground.world.newGroupId(type),
      type,
      title,
      ...(options.forum ? { is_forum: true } : {}),
    });
    for (const member of members) this.room.members.add(member.id);
    this.room.admins.add(owner.id);
  }

  get id(): number {
    return this.room.id;
  }

  /** Someone adds the bot, or a person. */
  adds(who: 'bot' | TelegramPerson, by = this.owner): void {
    if (who !== 'bot') {
      this.room.members.add(who.id);
      return this.service(by.user, { new_chat_members: [who.user] });
    }
    const before = this.room.botStatus;
    this.room.botStatus = 'member';
    this.membership([before, 'member'], by);
    this.service(by.user, { new_chat_members: [this.ground.bot] });
  }

  /** Someone removes the bot, or a person. */
  kicks(who: 'bot' | TelegramPerson, by = this.owner): void {
    if (who !== 'bot') {
      this.service(by.user, { left_chat_member: who.user });
      this.room.members.delete(who.id);
      return;
    }
    const before = this.room.botStatus;
    this.service(by.user, { left_chat_member: this.ground.bot });
    this.membership([before, 'kicked'], by);
    this.room.botStatus = 'kicked';
  }

  /** The bot becomes an administrator (and gets all messages), or a plain member again. */
  promotes(admin = true, by = this.owner): void {
    const before = this.room.botStatus;
    this.room.botStatus = admin ? 'administrator' : 'member';
    this.membership([before, this.room.botStatus], by);
  }

  /** The group gets a new id; what is sent to the old one is refused with the new one named. */
  becomesSupergroup(options: { announced?: boolean } = {}): { from: number; to: number } {
    const { world } = this.ground;
    const old = this.room;
    const room = world.addRoom({ ...old.wire, id: world.newGroupId('supergroup'), type: 'supergroup' });
    for (const id of old.members) room.members.add(id);
    for (const id of old.admins) room.admins.add(id);
    room.botStatus = old.botStatus;
    if (options.announced !== false) this.service(this.owner.user, { migrate_to_chat_id: room.id });
    old.migratedTo = room.id;
    this.room = room;
    if (options.announced !== false) this.service(this.owner.user, { migrate_from_chat_id: old.id });
    return { from: old.id, to: room.id };
  }

  /** Opens a forum topic; its id is the message_thread_id. */
  opensTopic(name: string): number {
    const id = this.room.nextId;
    this.room.topics.add(id);
    this.service(this.owner.user, { ...inTopic(id), forum_topic_created: { name, icon_color: 7_322_096 } });
    return id;
  }

  closesTopic(id: number): void {
    this.room.closedTopics.add(id);
    this.service(this.owner.user, { ...inTopic(id), forum_topic_closed: {} });
  }

  reopensTopic(id: number): void {
    this.room.closedTopics.delete(id);
    this.service(this.owner.user, { ...inTopic(id), forum_topic_reopened: {} });
  }

  private membership(change: [Room['botStatus'], Room['botStatus']], by: TelegramPerson): void {
    changesMembership(this.ground, this.room, by.user, change);
  }

  /** Service messages reach the bot whatever its privacy mode. */
  private service(from: TgUser, wire: Partial<TgMessage>): void {
    const stored = this.ground.world.post(this.room, from, wire);
    if (/^(member|administrator)$/.test(this.room.botStatus))
      this.ground.queue.add('message', onWire(stored));
  }
}

const inTopic = (id: number) => ({ message_thread_id: id, is_topic_message: true });
