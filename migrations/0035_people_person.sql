-- Who somebody is: the record itself, the numbers and names by which they are known, and the registries of CRNs and merges.
CREATE TABLE person (
    person_id ID NOT NULL,
    crn TEXT NOT NULL,
    title TEXT,
    first_name TEXT NOT NULL,
    middle_names TEXT,
    last_name TEXT NOT NULL,
    preferred_name TEXT,
    former_last_name TEXT,
    born DATE,
    gender TEXT,
    died DATE,
    came_from TEXT NOT NULL,
    opened_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE crn (
    crn TEXT NOT NULL,
    person_id ID NOT NULL,
    given_at INSTANT NOT NULL,
    PRIMARY KEY (crn)
);
CREATE INDEX crn_by_person ON crn (person_id);
CREATE TABLE crn_series (
    series TEXT NOT NULL,
    given INT NOT NULL,
    PRIMARY KEY (series)
);
CREATE TABLE person_merge (
    id ID NOT NULL,
    person_id ID NOT NULL,
    absorbed_id ID NOT NULL,
    merged_at INSTANT NOT NULL,
    merged_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    ended_at INSTANT,
    ended_by TEXT,
    end_reason TEXT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX person_merge_once ON person_merge (absorbed_id) WHERE ended_at IS NULL;
CREATE INDEX person_merge_by_survivor ON person_merge (person_id);
CREATE TABLE person_identifier (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    note TEXT,
    end_date DATE,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_alias (
    person_id ID NOT NULL,
    id ID NOT NULL,
    first_name TEXT NOT NULL,
    middle_names TEXT,
    last_name TEXT NOT NULL,
    born DATE,
    gender TEXT,
    note TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE person_key (
    key_text TEXT NOT NULL,
    person_id ID NOT NULL,
    PRIMARY KEY (key_text, person_id)
);
CREATE INDEX person_key_by_person ON person_key (person_id);
CREATE TABLE person_headline (
    person_id ID NOT NULL,
    staff_id ID,
    tier TEXT,
    PRIMARY KEY (person_id)
);
-- only postgres
-- Keys are looked up by their beginning, byte by byte; SQLite compares so by itself.
ALTER TABLE person_key ALTER COLUMN key_text TYPE text COLLATE "C";
-- both
