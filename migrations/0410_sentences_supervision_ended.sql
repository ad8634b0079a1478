-- The last day of supervision under a suspended sentence, where it ended before the period that the court passed; that
-- period stays as it was.
ALTER TABLE sentence_order ADD COLUMN supervision_ended_on DATE;
