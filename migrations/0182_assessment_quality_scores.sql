-- What the scores are by the first answers and by the reviewer's, worked out when the reviewer gave theirs.
ALTER TABLE quality_review ADD COLUMN scores JSON;
