-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "partIds" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "WebMessage" ADD COLUMN     "replyTo" BIGINT;

-- By hand from here. The outbox is read through the few rows that are still to be sent, so what was sent long ago
-- costs nothing: the order of a channel, the order of a chat, and what is under way. What is queued for tomorrow is
-- passed over within the index.
CREATE INDEX "Delivery_queue" ON "Delivery" (channel, priority, id, "notBefore") WHERE state = 'queued';
CREATE INDEX "Delivery_queueOfChat" ON "Delivery" (channel, address, priority, id) WHERE state = 'queued';
CREATE INDEX "Delivery_sending" ON "Delivery" (channel, address) WHERE state = 'sending';
CREATE INDEX "Delivery_waiting" ON "Delivery" (id) WHERE state = 'waiting';
-- A reply names the message of ours by the platform's id, which is unique within its chat only.
CREATE INDEX "Delivery_platformId" ON "Delivery" (address, "platformId") WHERE "platformId" IS NOT NULL;
-- What open pages have to be told again: edits and removals.
CREATE INDEX "WebMessage_changed" ON "WebMessage" ("identityId", "editedAt") WHERE "editedAt" IS NOT NULL;
