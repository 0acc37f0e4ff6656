-- AlterTable
CREATE SEQUENCE task_number_seq;
ALTER TABLE "Task" ALTER COLUMN "number" SET DEFAULT nextval('task_number_seq');
ALTER SEQUENCE task_number_seq OWNED BY "Task"."number";

-- By hand from here: what the schema language cannot say.

-- Numbers that people say (#12) start at 11.
ALTER SEQUENCE task_number_seq RESTART WITH 11;

-- What happened is never edited: neither by us nor by an administrator with a console.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE history text;
BEGIN
  FOREACH history IN ARRAY ARRAY['StatusReport', 'DeadlineConfirmation', 'Decision', 'DueDate', 'CallNote', 'AuditLog', 'AuditSeal'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', history);
    EXECUTE format('CREATE TRIGGER append_only_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', history);
  END LOOP;
END $$;

-- Every line of the log waits for its link of the hash chain.
CREATE FUNCTION audit_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditPending" ("auditId") VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_pending AFTER INSERT ON "AuditLog" FOR EACH ROW EXECUTE FUNCTION audit_pending();

-- The inbox is read through the few messages that wait; the last list of a chat through what had buttons.
CREATE INDEX "InboundMessage_waitingOfChat" ON "InboundMessage" (channel, address, id) WHERE state = 'received';
CREATE INDEX "InboundMessage_waiting" ON "InboundMessage" (id) WHERE state = 'received';
CREATE INDEX "Delivery_buttons" ON "Delivery" ("identityId", id) WHERE buttons IS NOT NULL;
