-- Whether whoever nominated something may be written to, and when their name and address were removed.
ALTER TABLE work_nomination ADD COLUMN write_agreed_on DATE;
ALTER TABLE work_nomination ADD COLUMN write_stopped_on DATE;
ALTER TABLE work_nomination ADD COLUMN nominator_removed_on DATE;
CREATE INDEX work_nomination_by_removal ON work_nomination (nominator_removed_on, state, id);
