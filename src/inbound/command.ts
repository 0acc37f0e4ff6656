import type { Actor, Scope } from '../decisions/scope.ts';
import type { About, ChannelName, Choice, Reply } from '../domain/message.ts';
import type { Meaning } from '../domain/reply.ts';
import type { Role } from '../domain/roles.ts';
import type { Translate } from '../i18n.ts';

/**
 * What a chat command is. One file in `commands/` declares one; routing, permission, help, menus, the
 * platforms' command lists and the refusal matrix are computed from the declarations.
 */

/** The stored message that is being handled. */
export interface Incoming {
  id: bigint;
  channel: ChannelName;
  address: string;
  sender: string;
  text: string;
  fileIds: string[];
  /** Platform's time of sending: the moment that counts. */
  sentAt: Date;
  button?: string;
  replyTo?: string;
  editOf?: string;
  /** A button was pressed, rather than words typed. */
  pressed: boolean;
  /** What the message of ours is about that is answered or whose button was pressed. */
  about?: About;
}

/** A group in which something was said. */
export interface Group {
  identityId: string;
  /** The agency whose group it is; undefined: it is linked to none. */
  agencyId?: string;
}

/** The person as the conversation needs them. */
export interface Person extends Actor {
  id: string;
  identityId: string;
  language: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
}

/** All that a command sees: a decision's scope, the person, their translator and the message. */
export interface Conversation extends Scope {
  actor: Person;
  t: Translate;
  message: Incoming;
  /** Set where the message was said in a group. */
  group?: Group;
  /** The whole group reads what is answered now: short, and of its agency alone. */
  openly?: true;
  /** A question was open and has been dropped for this command. */
  interrupted?: boolean;
  /** All commands, in help order. */
  commands: readonly Command[];
  /** Goes on as if another command had been said, with these arguments' words: what is missing is asked for. */
  go(command: string, words: Record<string, string>): Promise<Reply[]>;
}

/** Words of an argument that could not be read; the question is asked again with this refusal before it. */
export interface Misread {
  misread: string;
  /** Buttons to choose from, where several things fit. */
  buttons?: Choice[][];
}

export const isMisread = (value: unknown): value is Misread =>
  typeof value === 'object' && value !== null && 'misread' in value;

/**
 * One argument of a command. Taken from the words after the command's name, or asked for step by step.
 * Arguments are kept as the person's words until the command runs, so that a restart loses nothing.
 */
export interface Param<A> {
  name: string;
  /** How much of the words after the command is this argument: one word, the rest, or what `split` cuts off. */
  takes: 'word' | 'rest' | ((rest: string, at: Conversation) => { value: string; rest: string } | undefined);
  /** Reads the words; a Misread is told to the person, who is asked again. `soFar` holds the arguments before. */
  read(words: string, at: Conversation, soFar: Partial<A>): unknown;
  /** The question put to the person when the argument is missing. Undefined: optional, left out. */
  ask?(at: Conversation, soFar: Partial<A>): Promise<Reply> | Reply;
  /** What is known without asking (the task of the message answered to), as words; undefined: not known. */
  guess?(at: Conversation, soFar: Partial<A>): Promise<string | undefined> | string | undefined;
  /**
   * Set where any words would do as an answer (a reason, a difficulty): the meanings that an answer may have. What is
   * plainly a report, a command or a question of its own is not swallowed but asked about.
   */
  free?: readonly Meaning['kind'][];
  /** The question is "which of my tasks": a message that says more than that is a message of its own. */
  chooses?: boolean;
}

export interface Command<A = Record<string, unknown>> {
  /** English name: the key of its texts `commands.<name>` (`summary`, `example`, …). */
  name: string;
  /** Slash names, ASCII, without the slash. Undefined: not typed by people (what free text is turned into). */
  slash?: { vi: string; en: string };
  /** Other words people type for it (without slash too), folded: "tro giup". */
  words?: readonly string[];
  /** Roles that may use it; 'all' is every contact; 'anyone' also a stranger. */
  who: readonly Role[] | 'all' | 'anyone';
  /** False for commands that end, delete or send to others: they need the slash or a button. Default true. */
  bare?: boolean;
  /**
   * Where it is answered when it was said in a group. `agency`: it speaks of own tasks, and is answered there to those
   * who answer for the agency whose group it is. `here`: it speaks of no task at all. `private`, the default: to the
   * person alone, as for everything that shows more than the group's agency.
   */
  inGroup?: 'agency' | 'here' | 'private';
  /** What is written in it takes several steps: a button pressed elsewhere meanwhile does not lose it. */
  draft?: boolean;
  params?: readonly Param<A>[];
  /** Words at the preview that change an argument (KHẨN): the arguments' words to set, or undefined for no such words. */
  amend?(words: string): Record<string, string> | undefined;
  /** Shown with Gửi / Hủy before `run`, once all arguments are there. Undefined result: run at once. */
  preview?(at: Conversation, args: A): Promise<Reply | undefined>;
  run(at: Conversation, args: A): Promise<Reply | Reply[] | undefined>;
}

/** Keeps the arguments' type while the list of commands forgets it. */
export const defineCommand = <A extends object>(command: Command<A>): Command => command as Command<never>;
