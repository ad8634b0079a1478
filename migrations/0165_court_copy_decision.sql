-- What people decide about copies of one order that differ: an input of the fold, beside the messages.
CREATE TABLE court_copy_decision (
    person_id ID NOT NULL,
    id ID NOT NULL,
    question_id ID NOT NULL,
    order_id ID,
    results JSON NOT NULL,
    content_hash TEXT NOT NULL,
    taken TEXT,
    words TEXT NOT NULL,
    decided_at INSTANT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    undone_at INSTANT,
    undone_by TEXT,
    undone_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
ALTER TABLE court_question ADD COLUMN copies JSON;
