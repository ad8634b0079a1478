-- What people reached, and what was given for it.
CREATE TABLE milestone (
    person_id ID NOT NULL,
    id ID NOT NULL,
    code TEXT NOT NULL,
    source_key TEXT NOT NULL,
    order_id ID,
    requirement_id ID,
    reached_on DATE NOT NULL,
    found_at INSTANT NOT NULL,
    state TEXT NOT NULL,
    words TEXT,
    decided_on DATE,
    decided_by TEXT,
    document_id ID,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX milestone_by_source ON milestone (person_id, source_key);
