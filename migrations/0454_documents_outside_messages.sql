-- E-mails to somebody who has no record, on the chain of the subject that they are about.
CREATE TABLE message_outside (
    subject_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    address TEXT,
    heading TEXT,
    body TEXT,
    state TEXT NOT NULL,
    reason TEXT,
    tries INT NOT NULL,
    claimed_until INSTANT,
    handed_at INSTANT,
    provider_id TEXT,
    settled_at INSTANT,
    forgotten_on DATE,
    made_at INSTANT NOT NULL,
    author_name TEXT NOT NULL,
    changed_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (subject_id, id)
);
CREATE INDEX message_outside_by_state ON message_outside (kind, state, changed_at);
CREATE TABLE message_outside_step (
    subject_id ID NOT NULL,
    id ID NOT NULL,
    sending_id ID NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    author_name TEXT NOT NULL,
    happened_at INSTANT NOT NULL,
    PRIMARY KEY (subject_id, id)
);
CREATE INDEX message_outside_step_of ON message_outside_step (subject_id, sending_id);
