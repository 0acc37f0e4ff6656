-- DropIndex
DROP INDEX "Assignment_taskId_agencyId_key";

-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "email" TEXT,
ADD COLUMN     "position" TEXT;

-- CreateIndex
CREATE INDEX "Assignment_taskId_agencyId_idx" ON "Assignment"("taskId", "agencyId");

-- By hand from here: what the schema language cannot say.

-- One assignment in force of a task and an agency. What was withdrawn or merged stays beside it: else a
-- reorganisation could not move open work to a successor that has a withdrawn assignment of the same task.
CREATE UNIQUE INDEX "Assignment_inForce" ON "Assignment" ("taskId", "agencyId")
  WHERE state NOT IN ('cancelled', 'merged');
