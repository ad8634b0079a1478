-- What courts' messages mean for a person: by which ids courts know them, reports asked for, outcomes, open questions.
CREATE TABLE court_known_id (
    court_id TEXT NOT NULL,
    person_id ID NOT NULL,
    known_since INSTANT NOT NULL,
    PRIMARY KEY (court_id)
);
CREATE INDEX court_known_id_by_person ON court_known_id (person_id);
CREATE TABLE court_case_event (
    person_id ID NOT NULL,
    case_key TEXT NOT NULL,
    event_id ID NOT NULL,
    PRIMARY KEY (person_id, case_key)
);
CREATE TABLE court_report_request (
    person_id ID NOT NULL,
    id ID NOT NULL,
    event_id ID NOT NULL,
    asked_on DATE NOT NULL,
    court_name TEXT,
    case_references TEXT,
    ways TEXT NOT NULL,
    due_on DATE,
    due_court TEXT,
    state TEXT NOT NULL,
    source_key TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX court_report_request_open ON court_report_request (due_on, person_id) WHERE state = 'asked';
CREATE TABLE court_outcome (
    person_id ID NOT NULL,
    id ID NOT NULL,
    event_id ID NOT NULL,
    order_id ID,
    kind TEXT NOT NULL,
    made_on DATE NOT NULL,
    court_name TEXT,
    words TEXT NOT NULL,
    effect TEXT NOT NULL,
    waits_for TEXT,
    state TEXT NOT NULL,
    source_key TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX court_outcome_waiting ON court_outcome (made_on, person_id) WHERE waits_for IS NOT NULL;
CREATE TABLE court_question (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    order_id ID,
    message_id ID NOT NULL,
    words TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    asked_at INSTANT NOT NULL,
    state TEXT NOT NULL,
    decided_at INSTANT,
    decided_by TEXT,
    decision TEXT,
    decision_reason TEXT,
    source_key TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX court_question_open ON court_question (asked_at, person_id) WHERE state = 'open';
