import { may, type Capability, type Role } from '../../domain/roles.ts';
import type { TextKey, Translate } from '../../i18n.ts';

/** The actions that the chat page offers beside typing: for each, what it says in the person's name. */
export interface MenuEntry {
  label: string;
  say: string;
}

interface Choice {
  label: TextKey;
  say: TextKey;
  /** Any one of these is enough; none asked: for everybody. */
  needs: readonly Capability[];
}

const choices: readonly Choice[] = [
  { label: 'chat.menu.tasks', say: 'chat.menu.tasksSay', needs: ['answer'] },
  { label: 'chat.menu.calendar', say: 'chat.menu.calendarSay', needs: ['answer'] },
  { label: 'chat.menu.status', say: 'chat.menu.statusSay', needs: ['seeOwn', 'seeAll'] },
  { label: 'chat.menu.overdue', say: 'chat.menu.overdueSay', needs: ['track'] },
  { label: 'chat.menu.assign', say: 'chat.menu.assignSay', needs: ['createTask'] },
  { label: 'chat.menu.broadcast', say: 'chat.menu.broadcastSay', needs: ['broadcast'] },
  { label: 'chat.menu.calls', say: 'chat.menu.callsSay', needs: ['callList'] },
  { label: 'chat.menu.invite', say: 'chat.menu.inviteSay', needs: ['invite'] },
  { label: 'chat.menu.profile', say: 'chat.menu.profileSay', needs: [] },
  { label: 'chat.menu.help', say: 'chat.menu.helpSay', needs: [] },
];

/** The menu of a person who holds these roles. */
export const menuFor = (roles: readonly Role[], t: Translate): MenuEntry[] =>
  choices
    .filter(({ needs }) => needs.length === 0 || needs.some((capability) => may(roles, capability)))
    .map(({ label, say }) => ({ label: t(label), say: t(say) }));
