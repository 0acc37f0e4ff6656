-- CreateTable
CREATE TABLE "ApiRequest" (
    "askedBy" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "answer" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ApiRequest_pkey" PRIMARY KEY ("askedBy","key")
);

-- CreateIndex
CREATE INDEX "ApiRequest_at_idx" ON "ApiRequest"("at");

-- By hand from here: what the schema language cannot say.

-- Text made comparable for search, as src/domain/vietnamese.ts does it: no diacritics, đ → d, lower case.
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(translate(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐðÐƉ', 'ddddd'));

-- Tasks are searched by the beginnings of their words. Signs part words, so that "119/QĐ-UBND" is found by each part.
CREATE FUNCTION task_words(title text, description text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.simple'::regconfig,
    regexp_replace(folded(title || ' ' || description), '[^a-z0-9]+', ' ', 'g'));
CREATE INDEX "Task_words" ON "Task" USING gin (task_words(title, description));

-- What failed or was withdrawn is rare and asked for.
CREATE INDEX "Delivery_ended" ON "Delivery" (state, id) WHERE state IN ('failed', 'withdrawn');
