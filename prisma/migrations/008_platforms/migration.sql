-- Files that a person sent are fetched from the platform after the message is stored and before it is handled.
-- Messages that exist have none to fetch.
ALTER TABLE "InboundMessage" ADD COLUMN "fileRefs" JSONB;

-- A platform may take what we send and not bring what people write, or the other way round: told apart.
ALTER TABLE "ChannelState" ADD COLUMN "receiveFault" TEXT;
ALTER TABLE "ChannelState" ADD COLUMN "receiveFaultSince" TIMESTAMPTZ(3);
ALTER TABLE "ChannelState" ADD COLUMN "receiveToldAt" TIMESTAMPTZ(3);
