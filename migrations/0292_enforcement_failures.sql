-- Failures to comply, what was done about each, warnings, what was tried, and who sees what waits.
CREATE TABLE enforcement_failure (
    person_id ID NOT NULL,
    id ID NOT NULL,
    contact_id ID NOT NULL,
    order_id ID,
    event_id ID,
    requirement_id ID,
    failed_on DATE NOT NULL,
    starts TIME,
    place TEXT,
    contact_type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    attended BOOL,
    national_standard BOOL NOT NULL,
    opened_at INSTANT NOT NULL,
    evidence_due DATE,
    evidence_rule TEXT NOT NULL,
    state TEXT NOT NULL,
    decision TEXT,
    decided_on DATE,
    agreed BOOL NOT NULL,
    superseded TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX enforcement_failure_contact ON enforcement_failure (person_id, contact_id);
CREATE TABLE enforcement_failure_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    failure_id ID NOT NULL,
    step TEXT NOT NULL,
    decision TEXT,
    on_day DATE NOT NULL,
    words TEXT,
    outcome TEXT,
    given_by TEXT,
    file_id ID,
    rules TEXT,
    author_id ID,
    author_name TEXT NOT NULL,
    staff_id ID,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX enforcement_failure_step_of ON enforcement_failure_step (person_id, failure_id, recorded_at);
CREATE TABLE enforcement_warning (
    person_id ID NOT NULL,
    id ID NOT NULL,
    failure_id ID NOT NULL,
    order_id ID NOT NULL,
    given_on DATE NOT NULL,
    told_until DATE,
    elements JSON NOT NULL,
    document_id ID,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    withdrawn_on DATE,
    withdrawn_reason TEXT,
    superseded TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX enforcement_warning_of_failure ON enforcement_warning (person_id, failure_id);
CREATE TABLE enforcement_effort (
    person_id ID NOT NULL,
    id ID NOT NULL,
    failure_id ID,
    kind TEXT NOT NULL,
    on_day DATE NOT NULL,
    words TEXT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    withdrawn TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_enforcement_due (
    person_id ID NOT NULL,
    failure_id ID NOT NULL,
    order_id ID,
    waits TEXT NOT NULL,
    must_refer BOOL NOT NULL,
    failed_on DATE NOT NULL,
    due_on DATE NOT NULL,
    since DATE NOT NULL,
    staff_id ID,
    team_id ID,
    PRIMARY KEY (person_id, failure_id)
);
CREATE INDEX view_enforcement_due_by_staff ON view_enforcement_due (staff_id, due_on);
CREATE INDEX view_enforcement_due_by_team ON view_enforcement_due (team_id, due_on);
