-- What a computation of all scores of a person read and gave, once for all models and short: the full working is worked
-- out again from it. Scores of before have theirs in score_working.
CREATE TABLE score_run (
    person_id ID NOT NULL,
    id ID NOT NULL,
    computed_on DATE NOT NULL,
    kept BYTES NOT NULL,
    PRIMARY KEY (person_id, id)
);
ALTER TABLE score ADD COLUMN run_id ID;
ALTER TABLE score DROP COLUMN data_versions;
