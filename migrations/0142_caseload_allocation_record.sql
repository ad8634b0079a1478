-- What was known when a person was allocated, what was not, what was done to find it, and what is still needed.
CREATE TABLE allocation_record (
    person_id ID NOT NULL,
    id ID NOT NULL,
    allocation_id ID NOT NULL,
    is_short BOOL NOT NULL,
    known TEXT,
    not_known TEXT,
    done_to_find TEXT,
    decided_by TEXT NOT NULL,
    decided_on DATE NOT NULL,
    officer_id ID NOT NULL,
    recommended_id ID,
    against_why TEXT,
    tier TEXT,
    points_of_case INT NOT NULL,
    points_before INT NOT NULL,
    available INT NOT NULL,
    shown JSON NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE allocation_need (
    person_id ID NOT NULL,
    id ID NOT NULL,
    record_id ID NOT NULL,
    what TEXT NOT NULL,
    from_whom TEXT NOT NULL,
    by_day DATE NOT NULL,
    settled_on DATE,
    settled_by TEXT,
    settled_words TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
