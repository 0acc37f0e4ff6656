-- The queues grow by thousands of rows in one statement. Their figures are to be counted anew soon after that, not
-- when a tenth of the table has changed: by old figures the first row of a chat is looked for in the whole queue.
ALTER TABLE "Delivery" SET (autovacuum_analyze_threshold = 500, autovacuum_analyze_scale_factor = 0.01);
ALTER TABLE "InboundMessage" SET (autovacuum_analyze_threshold = 500, autovacuum_analyze_scale_factor = 0.01);
