-- Appeals and reopenings about what a court passed, and what a person says they do to the order.
CREATE TABLE sentence_appeal (
    person_id ID NOT NULL,
    id ID NOT NULL,
    event_id ID NOT NULL,
    order_id ID,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    court_name TEXT,
    lodged_on DATE,
    result TEXT NOT NULL,
    result_words TEXT,
    decided_on DATE,
    effect TEXT NOT NULL,
    effect_from DATE,
    effect_note TEXT,
    ended_by_effect BOOL NOT NULL,
    source_key TEXT NOT NULL,
    removed TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
