-- What a person's own record holds of a case: that there is one and how far it is, what the person agreed to do, compensation
-- and reparation as entries that are never changed. Nothing that the person harmed said or wants stands here.
CREATE TABLE restorative_side (
    person_id ID NOT NULL,
    id ID NOT NULL,
    case_id ID NOT NULL,
    event_id ID,
    own_event BOOL NOT NULL,
    state TEXT NOT NULL,
    opened_on DATE NOT NULL,
    offered_on DATE,
    answer TEXT,
    answered_on DATE,
    ended_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX restorative_side_by_case ON restorative_side (case_id);
CREATE TABLE restorative_promise (
    person_id ID NOT NULL,
    id ID NOT NULL,
    case_id ID NOT NULL,
    words TEXT NOT NULL,
    due_on DATE,
    state TEXT NOT NULL,
    settled_on DATE,
    settled_by TEXT,
    settled_words TEXT,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE restorative_money (
    person_id ID NOT NULL,
    id ID NOT NULL,
    case_id ID NOT NULL,
    what TEXT NOT NULL,
    pence INT NOT NULL,
    on_day DATE NOT NULL,
    why TEXT,
    instalment_pence INT,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE restorative_minutes (
    person_id ID NOT NULL,
    id ID NOT NULL,
    case_id ID NOT NULL,
    what TEXT NOT NULL,
    minutes INT NOT NULL,
    on_day DATE NOT NULL,
    why TEXT,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
