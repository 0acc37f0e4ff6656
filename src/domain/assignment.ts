import { may, type Capability, type Role } from './roles.ts';

/** States of an assignment, from given to done. */
export const assignmentStates = [
  'assigned', // đã giao
  'acknowledged', // đã tiếp nhận
  'in_progress', // đang thực hiện
  'submitted', // đã báo cáo hoàn thành, chờ xác nhận
  'returned', // đề nghị bổ sung
  'completed', // hoàn thành
  'cancelled', // thu hồi
  'merged', // nhập vào nhiệm vụ của cơ quan kế thừa
] as const;
export type AssignmentState = (typeof assignmentStates)[number];

export const acts = [
  'acknowledge',
  'progress',
  'submit',
  'withdrawReport',
  'block',
  'unblock',
  'confirm',
  'requestExtension',
  'accept',
  'return',
  'reopen',
  'reschedule',
  'approveExtension',
  'denyExtension',
  'cancel',
  'merge',
] as const;
export type Act = (typeof acts)[number];

/** While the agency still owes its report. Any word of the agency implies that it received the assignment. */
const decisionsOnWork = {
  reschedule: 'same',
  approveExtension: 'same',
  denyExtension: 'same',
  cancel: 'cancelled',
  merge: 'merged',
} as const;
const wordsOnWork = {
  acknowledge: 'same',
  progress: 'in_progress',
  submit: 'submitted',
  block: 'same',
  unblock: 'same',
  confirm: 'same',
  requestExtension: 'same',
} as const;

/**
 * What each state allows and where it leads; `same` leaves the state as it is.
 * After "xong" a colleague's "60%" or second "xong" is kept as a note.
 */
export const transitions = {
  assigned: {
    ...wordsOnWork,
    acknowledge: 'acknowledged',
    block: 'acknowledged',
    unblock: 'acknowledged',
    confirm: 'acknowledged',
    requestExtension: 'acknowledged',
    ...decisionsOnWork,
  },
  acknowledged: { ...wordsOnWork, ...decisionsOnWork },
  in_progress: { ...wordsOnWork, ...decisionsOnWork },
  submitted: {
    acknowledge: 'same',
    progress: 'same',
    submit: 'same',
    confirm: 'same',
    block: 'same',
    unblock: 'same',
    withdrawReport: 'in_progress',
    accept: 'completed',
    return: 'returned',
    ...decisionsOnWork,
  },
  returned: { ...wordsOnWork, ...decisionsOnWork },
  completed: { reopen: 'returned' },
  cancelled: {},
  merged: {},
} as const satisfies Record<AssignmentState, Partial<Record<Act, AssignmentState | 'same'>>>;

/** The state after an act, or undefined where the state does not allow it. */
export const transition = (state: AssignmentState, act: Act): AssignmentState | undefined => {
  const allowed: Partial<Record<Act, AssignmentState | 'same'>> = transitions[state];
  const next = allowed[act];
  return next === 'same' ? state : next;
};

/** Words that are kept in the history and change nothing: a second "đã nhận", "60%" after "xong". */
export const isNoteOnly = (state: AssignmentState, act: Act): boolean =>
  (act === 'acknowledge' && state !== 'assigned' && transition(state, act) !== undefined) ||
  (state === 'submitted' && (act === 'progress' || act === 'submit' || act === 'confirm'));

/** The agency still owes its report. */
export const owesReport = (state: AssignmentState): boolean =>
  state === 'assigned' || state === 'acknowledged' || state === 'in_progress' || state === 'returned';

/** Not ended: work goes on or a report waits. What a reorganisation moves, and what `/nhiemvu` lists. */
export const isOpen = (state: AssignmentState): boolean => owesReport(state) || state === 'submitted';

/** Counted in no category: withdrawn, or gone into another agency's assignment. */
export const isDropped = (state: AssignmentState): boolean => state === 'cancelled' || state === 'merged';

/** In which way somebody acts: for an own agency, or by an office's power over all. */
export type Standing = 'own' | 'onBehalf' | 'office';

const agencyAct = { own: 'answer', onBehalf: 'answerOnBehalf' } as const;

/** Acts × capabilities: acts of an agency are done by its people or on its behalf, decisions by an office. */
export const actsBy: Readonly<Record<Act, Partial<Record<Standing, Capability>>>> = {
  acknowledge: agencyAct,
  progress: agencyAct,
  submit: agencyAct,
  withdrawReport: agencyAct,
  block: agencyAct,
  unblock: agencyAct,
  confirm: agencyAct,
  requestExtension: agencyAct,
  accept: { office: 'accept' },
  return: { office: 'return' },
  reopen: { office: 'reopen' },
  reschedule: { office: 'changeDates' },
  approveExtension: { office: 'changeDates' },
  denyExtension: { office: 'changeDates' },
  cancel: { office: 'withdrawTask' },
  merge: { office: 'manageAgencies' },
};

export const isAgencyAct = (act: Act): boolean => actsBy[act].own !== undefined;

/**
 * How a person may do an act, or undefined where not at all. `rolesHere` are the
 * roles held at the assignment's agency, `rolesAnywhere` all roles of the person.
 */
export const standingFor = (
  act: Act,
  rolesHere: readonly Role[],
  rolesAnywhere: readonly Role[],
): Standing | undefined => {
  const { own, onBehalf, office } = actsBy[act];
  if (own && may(rolesHere, own)) return 'own';
  if (onBehalf && may(rolesAnywhere, onBehalf)) return 'onBehalf';
  if (office && may(rolesAnywhere, office)) return 'office';
  return undefined;
};
