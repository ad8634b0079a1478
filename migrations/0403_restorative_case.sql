-- Cases of restorative justice: what was done, the person harmed in tables that only those who arrange it read, meetings, letters,
-- how each side felt, and what it cost. Nothing of it carries the person's id but the line by which lists find a case.
CREATE TABLE restorative_case (
    id ID NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_on DATE NOT NULL,
    opened_at INSTANT NOT NULL,
    opened_by TEXT NOT NULL,
    lead_id ID,
    lead_name TEXT,
    mode TEXT,
    mediator_volunteer ID,
    mediator_staff ID,
    mediator_name TEXT,
    agreed_on DATE,
    ended_on DATE,
    end_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE restorative_act (
    case_id ID NOT NULL,
    id ID NOT NULL,
    deed TEXT NOT NULL,
    side TEXT,
    on_day DATE NOT NULL,
    came_to TEXT NOT NULL,
    fact TEXT,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE restorative_harmed (
    case_id ID NOT NULL,
    name TEXT NOT NULL,
    called TEXT,
    reach TEXT,
    through TEXT,
    language TEXT NOT NULL,
    needs TEXT,
    version INT NOT NULL,
    PRIMARY KEY (case_id)
);
CREATE TABLE restorative_words (
    case_id ID NOT NULL,
    id ID NOT NULL,
    about TEXT NOT NULL,
    side TEXT,
    words TEXT NOT NULL,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE restorative_meeting (
    case_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    planned_on DATE NOT NULL,
    starts TIME,
    place TEXT,
    state TEXT NOT NULL,
    happened_on DATE,
    minutes INT,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE restorative_letter (
    case_id ID NOT NULL,
    id ID NOT NULL,
    from_side TEXT NOT NULL,
    received_on DATE NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INT NOT NULL,
    sha256 TEXT NOT NULL,
    handed_on DATE,
    handed_by TEXT,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE restorative_letter_bytes (
    case_id ID NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (case_id, sha256)
);
CREATE TABLE restorative_feeling (
    case_id ID NOT NULL,
    id ID NOT NULL,
    side TEXT NOT NULL,
    point TEXT NOT NULL,
    scale INT NOT NULL,
    on_day DATE NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE restorative_cost (
    case_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    pence INT NOT NULL,
    on_day DATE NOT NULL,
    what TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (case_id, id)
);
CREATE TABLE view_restorative (
    id ID NOT NULL,
    person_id ID NOT NULL,
    lead_id ID,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open BOOL NOT NULL,
    mode TEXT,
    opened_on DATE NOT NULL,
    offered_person_on DATE,
    offered_harmed_on DATE,
    person_consents BOOL NOT NULL,
    harmed_consents BOOL NOT NULL,
    both_since DATE,
    assessed_on DATE,
    prepared_person_on DATE,
    prepared_harmed_on DATE,
    mediator BOOL NOT NULL,
    planned_on DATE,
    met_on DATE,
    followed_on DATE,
    ended_on DATE,
    person_felt INT,
    harmed_felt INT,
    promises INT NOT NULL,
    kept INT NOT NULL,
    next_promise_on DATE,
    cost_pence INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX view_restorative_by_state ON view_restorative (is_open, state, opened_on);
CREATE INDEX view_restorative_by_person ON view_restorative (person_id);
CREATE INDEX view_restorative_by_lead ON view_restorative (lead_id, is_open);
