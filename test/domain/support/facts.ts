import type { AssignmentFacts } from '../../../src/domain/timeliness.ts';
import { at } from './calendar.ts';

/** Given on Tuesday 1/12/2026, due "trước ngày 15/12/2026" (a Tuesday), nothing said yet. */
export const given = (changed: Partial<AssignmentFacts> = {}): AssignmentFacts => ({
  state: 'assigned',
  percent: null,
  blocked: false,
  assignedAt: at('2026-12-01 09:00'),
  ackFrom: at('2026-12-01 09:00'),
  acknowledgedAt: null,
  confirmedAt: null,
  dueAt: at('2026-12-15'),
  dueSetAt: at('2026-12-01 09:00'),
  lateSince: null,
  submittedAt: null,
  completedAt: null,
  extensionAskedAt: null,
  activityAt: null,
  ...changed,
});
