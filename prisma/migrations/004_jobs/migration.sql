-- What jobs look for each minute is few, however much there is: an index of those rows alone.
-- Reminders that wait to be told in a digest, and notices whose message is under way.
CREATE INDEX "Notice_queued" ON "Notice" ("contactId") WHERE state = 'queued';
-- Open work of which no reminder is planned: only what is long overdue may stand here.
CREATE INDEX "Assignment_unplanned" ON "Assignment" ("dueAt")
  WHERE "nextReminderAt" IS NULL AND "extensionAskedAt" IS NULL
    AND state IN ('assigned', 'acknowledged', 'in_progress', 'returned');
-- Words that nobody could make sense of, for the coordinators' summary.
CREATE INDEX "InboundMessage_notUnderstood" ON "InboundMessage" ("handledAt") WHERE failure = 'not understood';
