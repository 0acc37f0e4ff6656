/**
 * Saying no to a person is no fault of the program: a code, a few named fields
 * and no log line above `info`. The code is a key of the locales
 * (`refusal.<code>`), where its words live.
 */

/** Every reason for which the rules of the domain refuse. */
export const refusalCodes = [
  'notAllowed',
  'taskUnknown',
  'taskNotYours',
  'noOpenTask',
  'taskNotOwn',
  'nameMissing',
  'agencyUnknown',
  'contactUnknown',
  'reportWaits',
  'reportMissing',
  'alreadyCompleted',
  'alreadyWithdrawn',
  'alreadyMerged',
  'actImpossible',
  'extensionNotLater',
  'extensionMissing',
  'extensionFirst',
  'extensionWaits',
  'datePast',
  'dateUnreadable',
  'reasonMissing',
  'undoNothing',
  'undoTooLate',
  'undoActedUpon',
  'nudgedToday',
  'snoozePastDue',
  'reminderNotPlanned',
  'cycleUnknown',
  'cycleOpened',
  'roleNotHere',
  'notYourAgency',
  'codeUnknown',
  'codeUsed',
  'codeExpired',
  'channelTaken',
  'channelUnknown',
  'textMissing',
  'audienceEmpty',
  'broadcastUnknown',
  'broadcastRecalled',
  'broadcastOut',
  'decidedAccept',
  'decidedReturn',
  'decidedWithdraw',
  'decidedApprove',
  'decidedDeny',
  'nothingWaits',
  'extensionNotAsked',
  'reportNotSent',
  'reportReplaced',
  'notOpen',
  'notCompleted',
  'noSuchTask',
  'agencyHasNone',
  'agencyNotOnTask',
  'taskDatePast',
  'agencyWithdrawn',
  'agencyHasTask',
  'agencyOwesNothing',
  'nobodyOwes',
  'reportWaitsHere',
  'nobodyLate',
  'nudgedAlready',
  'questionUnknown',
  'wardUnknown',
  'wardYearAhead',
  'lastAdmin',
  'groupNotYours',
  'groupNotLinked',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** What the words of a refusal may name. Only texts and numbers: whoever words it knows the language and the zone. */
export interface RefusalFields {
  task?: number;
  agency?: string;
  contact?: string;
  name?: string;
  date?: string;
  time?: string;
  example?: string;
  state?: string;
  count?: number;
}

/** Thrown where a rule says no; the transaction rolls back and the refusal is all that stays. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly fields: RefusalFields;

  constructor(code: RefusalCode, fields: RefusalFields = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.fields = fields;
  }
}

export const isRefusal = (error: unknown): error is Refusal => error instanceof Refusal;
