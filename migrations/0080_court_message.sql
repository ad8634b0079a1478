-- What courts send, verbatim and before anything else, and what was understood of it.
CREATE TABLE court_message (
    id ID NOT NULL,
    source_name TEXT NOT NULL,
    received_at INSTANT NOT NULL,
    received_by TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    size INT NOT NULL,
    body BYTES NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX court_message_by_content ON court_message (content_hash);
CREATE TABLE court_reading (
    message_id ID NOT NULL,
    state TEXT NOT NULL,
    form TEXT,
    hearing TEXT,
    hearing_day DATE,
    shared_at INSTANT,
    court_name TEXT,
    reason TEXT,
    read_at INSTANT NOT NULL,
    decided_at INSTANT,
    decided_by TEXT,
    decision TEXT,
    version INT NOT NULL,
    PRIMARY KEY (message_id)
);
CREATE INDEX court_reading_unread ON court_reading (message_id) WHERE state = 'unread';
CREATE INDEX court_reading_by_hearing ON court_reading (hearing);
CREATE TABLE court_matter (
    message_id ID NOT NULL,
    place INT NOT NULL,
    hearing TEXT,
    who TEXT NOT NULL,
    born DATE,
    asks TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    linked_to ID,
    linked_by TEXT,
    link_reason TEXT,
    taken_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (message_id, place)
);
CREATE INDEX court_matter_waiting ON court_matter (message_id, place) WHERE state = 'waiting';
CREATE INDEX court_matter_by_person ON court_matter (linked_to);
CREATE TABLE court_matter_id (
    court_id TEXT NOT NULL,
    message_id ID NOT NULL,
    place INT NOT NULL,
    PRIMARY KEY (court_id, message_id, place)
);
