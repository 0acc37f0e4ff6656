/** What is said, apart from the channel that carries it. */

export const channelNames = ['webchat', 'telegram', 'zalo_oa', 'zalo_bot'] as const;
export type ChannelName = (typeof channelNames)[number];

/** A button: pressing it is the same as saying `say` in answer to the message that carries it. */
export interface Choice {
  label: string;
  say?: string;
  url?: string;
}

/** What a message of ours is about, kept with its delivery so that a reply to it is understood. */
export interface About {
  assignmentId?: string;
  taskId?: string;
  extensionId?: string;
  broadcastId?: string;
  /** A question from an agency (StatusReport id): a coordinator's reply goes back to the asker. */
  questionId?: string;
  /** Assignments of a digest or a list: a bare digit counts only after one was chosen. */
  digest?: string[];
  /** The reports that were recorded: Rút lại and edits take them back. */
  batchId?: string;
  /** Key of the dialogue's question that shows these buttons: an older one is no longer valid. */
  dialogue?: string;
  /** Said by this emoji alone under the message that is answered, where the channel can; else by the text. */
  reaction?: string;
}

/** A message to a person, as composed. Text is markup (markup.ts). */
export interface Reply {
  text: string;
  /** Rows of buttons; each is also a number (1–9, in reading order) of the list that a bare digit picks from. */
  buttons?: Choice[][];
  fileIds?: string[];
  about?: About;
  /** In a group: for the person alone. */
  privately?: true;
}

/**
 * The outbox goes by these, then by age (design: answers, decisions, reminders, broadcasts).
 * `system` is what people must hear at once although nobody asked (unreachable, set aside).
 */
export const priorities = {
  answer: 0,
  decision: 1,
  system: 1,
  assignment: 2,
  reminder: 2,
  nudge: 2,
  summary: 2,
  broadcast: 3,
} as const;
export type DeliveryKind = keyof typeof priorities;
