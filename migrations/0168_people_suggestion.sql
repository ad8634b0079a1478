-- What another source says of a person and the record says otherwise: for somebody to accept or decline.
CREATE TABLE person_suggestion (
    person_id ID NOT NULL,
    id ID NOT NULL,
    card TEXT NOT NULL,
    cells JSON NOT NULL,
    says TEXT NOT NULL,
    record_says TEXT NOT NULL,
    source TEXT NOT NULL,
    made_at INSTANT NOT NULL,
    state TEXT NOT NULL,
    decided_at INSTANT,
    decided_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
