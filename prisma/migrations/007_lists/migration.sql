-- Lists of open work read what is open, however much was completed before: pages in the order in which it was given,
-- and the first few of who is longest late, silent or stuck.
CREATE INDEX "Assignment_open" ON "Assignment" (id)
  WHERE state IN ('assigned', 'acknowledged', 'in_progress', 'submitted', 'returned');
CREATE INDEX "Assignment_missed" ON "Assignment" (COALESCE("lateSince", "dueAt"))
  WHERE state IN ('assigned', 'acknowledged', 'in_progress', 'submitted', 'returned');
CREATE INDEX "Assignment_unacknowledged" ON "Assignment" ("assignedAt") WHERE state = 'assigned';
CREATE INDEX "Assignment_blocked" ON "Assignment" ("dueAt")
  WHERE blocked AND state NOT IN ('completed', 'cancelled', 'merged');
