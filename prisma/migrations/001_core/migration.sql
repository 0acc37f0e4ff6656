-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('webchat', 'telegram', 'zalo_oa', 'zalo_bot');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('focal', 'head', 'leader', 'coordinator', 'admin');

-- CreateEnum
CREATE TYPE "Rank" AS ENUM ('main', 'deputy');

-- CreateEnum
CREATE TYPE "Honorific" AS ENUM ('dong_chi', 'ong', 'ba');

-- CreateEnum
CREATE TYPE "Manner" AS ENUM ('assigned', 'requested');

-- CreateEnum
CREATE TYPE "Part" AS ENUM ('lead', 'supporting');

-- CreateEnum
CREATE TYPE "AssignmentState" AS ENUM ('assigned', 'acknowledged', 'in_progress', 'submitted', 'returned', 'completed', 'cancelled', 'merged');

-- CreateEnum
CREATE TYPE "WardState" AS ENUM ('not_started', 'building', 'built', 'recognised');

-- CreateEnum
CREATE TYPE "ReportKind" AS ENUM ('acknowledged', 'progress', 'done', 'blocked', 'unblocked', 'question', 'answer', 'note', 'withdrawn', 'undone');

-- CreateEnum
CREATE TYPE "ExtensionState" AS ENUM ('pending', 'approved', 'denied', 'withdrawn');

-- CreateEnum
CREATE TYPE "NoticeState" AS ENUM ('queued', 'sent', 'read', 'acknowledged', 'answered', 'doubtful', 'failed', 'no_channel', 'withdrawn');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('queued', 'sending', 'waiting', 'sent', 'failed', 'withdrawn');

-- CreateEnum
CREATE TYPE "InboxState" AS ENUM ('received', 'handled', 'failed');

-- CreateTable
CREATE TABLE "Programme" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "issuedOn" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "file" JSONB NOT NULL,
    "loadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Duty" (
    "id" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "manner" "Manner" NOT NULL,

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DutyAgency" (
    "dutyId" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "part" "Part" NOT NULL,

    CONSTRAINT "DutyAgency_pkey" PRIMARY KEY ("dutyId","agencyId")
);

-- CreateTable
CREATE TABLE "Agency" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shortName" TEXT NOT NULL,
    "aliases" TEXT[],
    "manner" "Manner" NOT NULL DEFAULT 'assigned',
    "oversight" BOOLEAN NOT NULL DEFAULT false,
    "counted" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "parentId" UUID,
    "endedOn" TEXT,

    CONSTRAINT "Agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgencyName" (
    "id" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shortName" TEXT NOT NULL,
    "aliases" TEXT[],
    "until" TEXT NOT NULL,

    CONSTRAINT "AgencyName_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Succession" (
    "id" UUID NOT NULL,
    "actId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "on" TEXT NOT NULL,
    "fromId" UUID NOT NULL,
    "toId" UUID,
    "details" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "appliedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Succession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgencyGroup" (
    "code" TEXT NOT NULL,
    "names" TEXT[],
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AgencyGroup_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "AgencyGroupMember" (
    "groupCode" TEXT NOT NULL,
    "agencyId" UUID NOT NULL,

    CONSTRAINT "AgencyGroupMember_pkey" PRIMARY KEY ("groupCode","agencyId")
);

-- CreateTable
CREATE TABLE "Cycle" (
    "id" UUID NOT NULL,
    "programmeId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "dates" JSONB NOT NULL DEFAULT '{}',
    "askedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Cycle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WardTarget" (
    "programmeId" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "WardTarget_pkey" PRIMARY KEY ("programmeId","year")
);

-- CreateTable
CREATE TABLE "Ward" (
    "id" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plannedYear" INTEGER,
    "builtYear" INTEGER,
    "state" "WardState" NOT NULL DEFAULT 'not_started',
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Ward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Contact" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "honorific" "Honorific" NOT NULL DEFAULT 'dong_chi',
    "position" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "language" TEXT NOT NULL DEFAULT 'vi',
    "channelOrder" "Channel"[],
    "awayFrom" TEXT,
    "awayTo" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "erasedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContactRole" (
    "id" UUID NOT NULL,
    "contactId" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "rank" "Rank" NOT NULL DEFAULT 'main',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ContactRole_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Identity" (
    "id" UUID NOT NULL,
    "channel" "Channel" NOT NULL,
    "address" TEXT NOT NULL,
    "contactId" UUID,
    "agencyId" UUID,
    "state" TEXT NOT NULL DEFAULT 'active',
    "stateReason" TEXT,
    "stateAt" TIMESTAMPTZ(3),
    "details" JSONB NOT NULL DEFAULT '{}',
    "linkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "codeHash" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "agencyId" UUID,
    "role" "Role",
    "rank" "Rank" NOT NULL DEFAULT 'main',
    "name" TEXT,
    "honorific" "Honorific" NOT NULL DEFAULT 'dong_chi',
    "phone" TEXT,
    "contactId" UUID,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "usedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "contactId" UUID NOT NULL,
    "identityId" UUID NOT NULL,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Task" (
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "basis" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "dueText" TEXT NOT NULL,
    "dutyId" UUID,
    "cycle" TEXT,
    "period" TEXT,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "state" "AssignmentState" NOT NULL DEFAULT 'assigned',
    "percent" INTEGER,
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "blockedText" TEXT,
    "note" TEXT,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "dueText" TEXT NOT NULL,
    "dueSetAt" TIMESTAMPTZ(3) NOT NULL,
    "lateSince" TIMESTAMPTZ(3),
    "assignedAt" TIMESTAMPTZ(3) NOT NULL,
    "ackFrom" TIMESTAMPTZ(3),
    "acknowledgedAt" TIMESTAMPTZ(3),
    "confirmedAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),
    "extensionId" UUID,
    "extensionAskedAt" TIMESTAMPTZ(3),
    "activityAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextReminderAt" TIMESTAMPTZ(3),
    "mergedIntoId" UUID,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DueDate" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "dueText" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "byId" UUID,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DueDate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatusReport" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "kind" "ReportKind" NOT NULL,
    "percent" INTEGER,
    "text" TEXT NOT NULL DEFAULT '',
    "contactId" UUID,
    "recordedById" UUID,
    "source" TEXT,
    "documentNumber" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "channel" "Channel",
    "inboxId" BIGINT,
    "agencyName" TEXT NOT NULL,
    "before" JSONB,
    "meaning" TEXT NOT NULL DEFAULT '',
    "batchId" UUID NOT NULL,
    "undoesBatchId" UUID,

    CONSTRAINT "StatusReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeadlineConfirmation" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "contactId" UUID,
    "recordedById" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "batchId" UUID NOT NULL,

    CONSTRAINT "DeadlineConfirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Extension" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "contactId" UUID,
    "recordedById" UUID,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "dueText" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "ExtensionState" NOT NULL DEFAULT 'pending',
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedDueAt" TIMESTAMPTZ(3),
    "decidedDueText" TEXT,
    "decidedReason" TEXT,
    "batchId" UUID NOT NULL,

    CONSTRAINT "Extension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "byId" UUID,
    "reason" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reminder" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Snooze" (
    "contactId" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Snooze_pkey" PRIMARY KEY ("contactId","assignmentId")
);

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "requireAck" BOOLEAN NOT NULL DEFAULT false,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "audience" TEXT[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "stoppedAt" TIMESTAMPTZ(3),
    "recalledAt" TIMESTAMPTZ(3),
    "progressDeliveryId" BIGINT,

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "contactId" UUID NOT NULL,
    "assignmentId" UUID,
    "reminderId" UUID,
    "broadcastId" UUID,
    "state" "NoticeState" NOT NULL DEFAULT 'queued',
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "stateAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryNotice" (
    "deliveryId" BIGINT NOT NULL,
    "noticeId" UUID NOT NULL,

    CONSTRAINT "DeliveryNotice_pkey" PRIMARY KEY ("deliveryId","noticeId")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" BIGSERIAL NOT NULL,
    "identityId" UUID NOT NULL,
    "channel" "Channel" NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,
    "buttons" JSONB,
    "fileIds" UUID[],
    "assignmentId" UUID,
    "about" JSONB,
    "inReplyTo" TEXT,
    "editsId" BIGINT,
    "deletes" BOOLEAN NOT NULL DEFAULT false,
    "state" "DeliveryState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "doubtful" BOOLEAN NOT NULL DEFAULT false,
    "claimedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "platformId" TEXT,
    "failure" TEXT,
    "dedupeKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InboundMessage" (
    "id" BIGSERIAL NOT NULL,
    "channel" "Channel" NOT NULL,
    "platformId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "button" TEXT,
    "replyTo" TEXT,
    "fileIds" UUID[],
    "editOf" TEXT,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "state" "InboxState" NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "failure" TEXT,
    "handledAt" TIMESTAMPTZ(3),

    CONSTRAINT "InboundMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dialogue" (
    "contactId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "awaiting" TEXT NOT NULL,
    "args" JSONB NOT NULL,
    "fileIds" UUID[],
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Dialogue_pkey" PRIMARY KEY ("contactId")
);

-- CreateTable
CREATE TABLE "WebMessage" (
    "id" BIGSERIAL NOT NULL,
    "identityId" UUID NOT NULL,
    "from" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "buttons" JSONB,
    "fileIds" UUID[],
    "deliveryId" BIGINT,
    "clientId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "editedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "shownAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "File" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "ownerId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CallNote" (
    "id" UUID NOT NULL,
    "agencyId" UUID NOT NULL,
    "contactId" UUID,
    "byId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CallNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" UUID,
    "channel" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "texts" TEXT[],

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditText" (
    "digest" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "contactId" UUID,

    CONSTRAINT "AuditText_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "AuditPending" (
    "auditId" BIGINT NOT NULL,

    CONSTRAINT "AuditPending_pkey" PRIMARY KEY ("auditId")
);

-- CreateTable
CREATE TABLE "AuditSeal" (
    "seq" BIGSERIAL NOT NULL,
    "auditId" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditSeal_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "ChannelState" (
    "channel" "Channel" NOT NULL,
    "downSince" TIMESTAMPTZ(3),
    "reason" TEXT,
    "failing" TEXT[],
    "lastSuccess" TIMESTAMPTZ(3),
    "toldAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChannelState_pkey" PRIMARY KEY ("channel")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "_taskFiles" (
    "A" UUID NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_taskFiles_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_reportFiles" (
    "A" UUID NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_reportFiles_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "Programme_code_key" ON "Programme"("code");

-- CreateIndex
CREATE UNIQUE INDEX "Duty_programmeId_number_key" ON "Duty"("programmeId", "number");

-- CreateIndex
CREATE INDEX "DutyAgency_agencyId_idx" ON "DutyAgency"("agencyId");

-- CreateIndex
CREATE UNIQUE INDEX "Agency_code_key" ON "Agency"("code");

-- CreateIndex
CREATE INDEX "AgencyName_agencyId_idx" ON "AgencyName"("agencyId");

-- CreateIndex
CREATE INDEX "Succession_on_idx" ON "Succession"("on");

-- CreateIndex
CREATE INDEX "Succession_fromId_idx" ON "Succession"("fromId");

-- CreateIndex
CREATE INDEX "Succession_toId_idx" ON "Succession"("toId");

-- CreateIndex
CREATE INDEX "AgencyGroupMember_agencyId_idx" ON "AgencyGroupMember"("agencyId");

-- CreateIndex
CREATE UNIQUE INDEX "Cycle_programmeId_code_key" ON "Cycle"("programmeId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "Ward_agencyId_name_key" ON "Ward"("agencyId", "name");

-- CreateIndex
CREATE INDEX "Contact_active_idx" ON "Contact"("active");

-- CreateIndex
CREATE INDEX "ContactRole_contactId_idx" ON "ContactRole"("contactId");

-- CreateIndex
CREATE INDEX "ContactRole_agencyId_idx" ON "ContactRole"("agencyId");

-- CreateIndex
CREATE INDEX "Identity_contactId_idx" ON "Identity"("contactId");

-- CreateIndex
CREATE INDEX "Identity_agencyId_idx" ON "Identity"("agencyId");

-- CreateIndex
CREATE UNIQUE INDEX "Identity_channel_address_key" ON "Identity"("channel", "address");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_codeHash_key" ON "Invitation"("codeHash");

-- CreateIndex
CREATE INDEX "Invitation_agencyId_idx" ON "Invitation"("agencyId");

-- CreateIndex
CREATE INDEX "Invitation_contactId_idx" ON "Invitation"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_contactId_idx" ON "Session"("contactId");

-- CreateIndex
CREATE INDEX "Session_identityId_idx" ON "Session"("identityId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_tokenHash_key" ON "ApiToken"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Task_number_key" ON "Task"("number");

-- CreateIndex
CREATE INDEX "Task_dutyId_idx" ON "Task"("dutyId");

-- CreateIndex
CREATE UNIQUE INDEX "Task_cycle_period_key" ON "Task"("cycle", "period");

-- CreateIndex
CREATE INDEX "Assignment_agencyId_state_idx" ON "Assignment"("agencyId", "state");

-- CreateIndex
CREATE INDEX "Assignment_state_dueAt_idx" ON "Assignment"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Assignment_nextReminderAt_idx" ON "Assignment"("nextReminderAt");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_taskId_agencyId_key" ON "Assignment"("taskId", "agencyId");

-- CreateIndex
CREATE INDEX "DueDate_assignmentId_at_idx" ON "DueDate"("assignmentId", "at");

-- CreateIndex
CREATE INDEX "StatusReport_assignmentId_recordedAt_idx" ON "StatusReport"("assignmentId", "recordedAt");

-- CreateIndex
CREATE INDEX "StatusReport_batchId_idx" ON "StatusReport"("batchId");

-- CreateIndex
CREATE INDEX "StatusReport_undoesBatchId_idx" ON "StatusReport"("undoesBatchId");

-- CreateIndex
CREATE INDEX "StatusReport_recordedAt_idx" ON "StatusReport"("recordedAt");

-- CreateIndex
CREATE INDEX "DeadlineConfirmation_assignmentId_idx" ON "DeadlineConfirmation"("assignmentId");

-- CreateIndex
CREATE INDEX "Extension_assignmentId_idx" ON "Extension"("assignmentId");

-- CreateIndex
CREATE INDEX "Extension_state_idx" ON "Extension"("state");

-- CreateIndex
CREATE INDEX "Decision_assignmentId_at_idx" ON "Decision"("assignmentId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Reminder_assignmentId_rule_day_key" ON "Reminder"("assignmentId", "rule", "day");

-- CreateIndex
CREATE INDEX "Snooze_until_idx" ON "Snooze"("until");

-- CreateIndex
CREATE INDEX "Notice_contactId_createdAt_idx" ON "Notice"("contactId", "createdAt");

-- CreateIndex
CREATE INDEX "Notice_assignmentId_idx" ON "Notice"("assignmentId");

-- CreateIndex
CREATE INDEX "Notice_broadcastId_state_idx" ON "Notice"("broadcastId", "state");

-- CreateIndex
CREATE INDEX "Notice_reminderId_idx" ON "Notice"("reminderId");

-- CreateIndex
CREATE INDEX "DeliveryNotice_noticeId_idx" ON "DeliveryNotice"("noticeId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_dedupeKey_key" ON "Delivery"("dedupeKey");

-- CreateIndex
CREATE INDEX "Delivery_identityId_id_idx" ON "Delivery"("identityId", "id");

-- CreateIndex
CREATE INDEX "Delivery_assignmentId_idx" ON "Delivery"("assignmentId");

-- CreateIndex
CREATE INDEX "InboundMessage_channel_address_id_idx" ON "InboundMessage"("channel", "address", "id");

-- CreateIndex
CREATE UNIQUE INDEX "InboundMessage_channel_platformId_key" ON "InboundMessage"("channel", "platformId");

-- CreateIndex
CREATE UNIQUE INDEX "WebMessage_deliveryId_key" ON "WebMessage"("deliveryId");

-- CreateIndex
CREATE INDEX "WebMessage_identityId_id_idx" ON "WebMessage"("identityId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WebMessage_identityId_clientId_key" ON "WebMessage"("identityId", "clientId");

-- CreateIndex
CREATE INDEX "File_sha256_idx" ON "File"("sha256");

-- CreateIndex
CREATE INDEX "CallNote_agencyId_at_idx" ON "CallNote"("agencyId", "at");

-- CreateIndex
CREATE INDEX "AuditLog_subject_id_idx" ON "AuditLog"("subject", "id");

-- CreateIndex
CREATE INDEX "AuditLog_actorId_idx" ON "AuditLog"("actorId");

-- CreateIndex
CREATE INDEX "AuditText_contactId_idx" ON "AuditText"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditSeal_auditId_key" ON "AuditSeal"("auditId");

-- CreateIndex
CREATE INDEX "_taskFiles_B_index" ON "_taskFiles"("B");

-- CreateIndex
CREATE INDEX "_reportFiles_B_index" ON "_reportFiles"("B");

-- AddForeignKey
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DutyAgency" ADD CONSTRAINT "DutyAgency_dutyId_fkey" FOREIGN KEY ("dutyId") REFERENCES "Duty"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DutyAgency" ADD CONSTRAINT "DutyAgency_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agency" ADD CONSTRAINT "Agency_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgencyName" ADD CONSTRAINT "AgencyName_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Succession" ADD CONSTRAINT "Succession_fromId_fkey" FOREIGN KEY ("fromId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Succession" ADD CONSTRAINT "Succession_toId_fkey" FOREIGN KEY ("toId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgencyGroupMember" ADD CONSTRAINT "AgencyGroupMember_groupCode_fkey" FOREIGN KEY ("groupCode") REFERENCES "AgencyGroup"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgencyGroupMember" ADD CONSTRAINT "AgencyGroupMember_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cycle" ADD CONSTRAINT "Cycle_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WardTarget" ADD CONSTRAINT "WardTarget_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ward" ADD CONSTRAINT "Ward_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactRole" ADD CONSTRAINT "ContactRole_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContactRole" ADD CONSTRAINT "ContactRole_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Identity" ADD CONSTRAINT "Identity_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Identity" ADD CONSTRAINT "Identity_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "Identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_dutyId_fkey" FOREIGN KEY ("dutyId") REFERENCES "Duty"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Agency"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DueDate" ADD CONSTRAINT "DueDate_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatusReport" ADD CONSTRAINT "StatusReport_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeadlineConfirmation" ADD CONSTRAINT "DeadlineConfirmation_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Extension" ADD CONSTRAINT "Extension_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Snooze" ADD CONSTRAINT "Snooze_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_reminderId_fkey" FOREIGN KEY ("reminderId") REFERENCES "Reminder"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryNotice" ADD CONSTRAINT "DeliveryNotice_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryNotice" ADD CONSTRAINT "DeliveryNotice_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "Identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dialogue" ADD CONSTRAINT "Dialogue_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "Contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebMessage" ADD CONSTRAINT "WebMessage_identityId_fkey" FOREIGN KEY ("identityId") REFERENCES "Identity"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_taskFiles" ADD CONSTRAINT "_taskFiles_A_fkey" FOREIGN KEY ("A") REFERENCES "File"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_taskFiles" ADD CONSTRAINT "_taskFiles_B_fkey" FOREIGN KEY ("B") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_reportFiles" ADD CONSTRAINT "_reportFiles_A_fkey" FOREIGN KEY ("A") REFERENCES "File"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_reportFiles" ADD CONSTRAINT "_reportFiles_B_fkey" FOREIGN KEY ("B") REFERENCES "StatusReport"("id") ON DELETE CASCADE ON UPDATE CASCADE;
