-- Who read what grows faster than all else together. PostgreSQL keeps it by months, so that an old month goes as a whole. What
-- was there before is the first part, up to 2027; a row for which no month was made goes to the rest and is never refused.
-- Where that is a lot: deploy/README.md, "The log of who read what".
-- only postgres
ALTER TABLE access_log RENAME TO access_log_begin;
ALTER INDEX access_log_pkey RENAME TO access_log_begin_pkey;
ALTER INDEX access_log_by_person RENAME TO access_log_begin_by_person;
CREATE TABLE access_log (
    read_at INSTANT NOT NULL,
    id ID NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id ID,
    actor_name TEXT NOT NULL,
    person_id ID,
    what TEXT NOT NULL,
    manner TEXT NOT NULL,
    shown JSON,
    PRIMARY KEY (read_at, id)
) PARTITION BY RANGE (read_at);
CREATE INDEX access_log_by_person ON access_log (person_id, read_at);
CREATE TABLE access_log_rest PARTITION OF access_log DEFAULT;
WITH later AS (DELETE FROM access_log_begin WHERE read_at >= 1798761600000000 RETURNING *)
INSERT INTO access_log SELECT * FROM later;
ALTER TABLE access_log ATTACH PARTITION access_log_begin FOR VALUES FROM (MINVALUE) TO (1798761600000000);
-- both
