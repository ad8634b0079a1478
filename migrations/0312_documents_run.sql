-- Many letters that were asked for together, and what has become of each.
CREATE TABLE letter_run (
    id ID NOT NULL,
    template TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT,
    given JSON NOT NULL,
    asked_at INSTANT NOT NULL,
    asked_by TEXT NOT NULL,
    asker_kind TEXT NOT NULL,
    asker_id ID,
    asker_staff_id ID,
    total INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX letter_run_by_asker ON letter_run (asker_id, asked_at);
CREATE TABLE letter_run_person (
    run_id ID NOT NULL,
    person_id ID NOT NULL,
    state TEXT NOT NULL,
    document_id ID,
    why TEXT,
    done_at INSTANT,
    PRIMARY KEY (run_id, person_id)
);
CREATE INDEX letter_run_person_by_state ON letter_run_person (run_id, state, person_id);
