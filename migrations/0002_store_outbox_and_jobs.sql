CREATE TABLE outbox (
    id ID NOT NULL,
    name TEXT NOT NULL,
    event_version INT NOT NULL,
    person_id ID,
    body JSON NOT NULL,
    told_at INSTANT NOT NULL,
    position INT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX outbox_by_position ON outbox (position);
CREATE INDEX outbox_waiting ON outbox (id) WHERE position IS NULL;
CREATE TABLE request_key (
    request_key TEXT NOT NULL,
    body_hash BYTES NOT NULL,
    answer JSON NOT NULL,
    answered_at INSTANT NOT NULL,
    PRIMARY KEY (request_key)
);
CREATE TABLE job (
    id ID NOT NULL,
    kind TEXT NOT NULL,
    body JSON NOT NULL,
    run_at INSTANT NOT NULL,
    attempts INT NOT NULL,
    leased_until INSTANT,
    leased_by ID,
    last_error TEXT,
    done_at INSTANT,
    PRIMARY KEY (id)
);
CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL;
CREATE TABLE setting (
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (name)
);
