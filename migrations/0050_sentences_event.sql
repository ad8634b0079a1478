-- Matters of a person, numbered 1, 2, 3 within the person.
CREATE TABLE sentence_event (
    person_id ID NOT NULL,
    id ID NOT NULL,
    number INT NOT NULL,
    origin TEXT NOT NULL,
    referred_on DATE NOT NULL,
    taken_on DATE,
    court_id ID,
    court_name TEXT,
    notes TEXT,
    ended_on DATE,
    end_reason TEXT,
    end_note TEXT,
    source_key TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX sentence_event_by_number ON sentence_event (person_id, number);
CREATE UNIQUE INDEX sentence_event_by_source ON sentence_event (person_id, source_key) WHERE source_key IS NOT NULL;
