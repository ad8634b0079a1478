-- Requirements of an order, and what was done on them.
CREATE TABLE sentence_requirement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    kind TEXT NOT NULL,
    length TEXT,
    starts_on DATE,
    ends_on DATE,
    notes TEXT,
    started_on DATE,
    source_key TEXT,
    sent JSON,
    ended_on DATE,
    end_reason TEXT,
    end_note TEXT,
    removed TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX sentence_requirement_by_source ON sentence_requirement (person_id, source_key) WHERE source_key IS NOT NULL;
CREATE TABLE sentence_progress (
    person_id ID NOT NULL,
    id ID NOT NULL,
    requirement_id ID NOT NULL,
    done_on DATE NOT NULL,
    minutes INT NOT NULL,
    note TEXT,
    source_key TEXT,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX sentence_progress_by_source ON sentence_progress (person_id, source_key) WHERE source_key IS NOT NULL;
