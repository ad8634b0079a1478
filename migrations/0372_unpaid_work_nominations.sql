-- What the public nominates, every step with it, who was asked, what a citizens' panel said; and counts that keep spam out.
CREATE TABLE work_nomination (
    id ID NOT NULL,
    reference TEXT NOT NULL,
    secret_hash BYTES NOT NULL,
    language TEXT NOT NULL,
    what TEXT NOT NULL,
    place TEXT NOT NULL,
    postcode TEXT,
    for_whom TEXT NOT NULL,
    why TEXT NOT NULL,
    nominator TEXT NOT NULL,
    organisation TEXT,
    email TEXT,
    telephone TEXT,
    unit_id ID,
    received_on DATE NOT NULL,
    received_at INSTANT NOT NULL,
    state TEXT NOT NULL,
    decided_on DATE,
    declined_code TEXT,
    decision_words TEXT,
    duplicate_of ID,
    project_id ID,
    done_on DATE,
    done_minutes INT,
    done_words TEXT,
    told_on DATE,
    told_how TEXT,
    told_words TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX work_nomination_by_state ON work_nomination (state, received_at, id);
CREATE INDEX work_nomination_by_reference ON work_nomination (reference);
CREATE INDEX work_nomination_by_project ON work_nomination (project_id);
CREATE TABLE work_nomination_step (
    nomination_id ID NOT NULL,
    id ID NOT NULL,
    deed TEXT NOT NULL,
    on_day DATE NOT NULL,
    well BOOL,
    words TEXT,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (nomination_id, id)
);
CREATE TABLE work_consultation (
    nomination_id ID NOT NULL,
    id ID NOT NULL,
    body TEXT NOT NULL,
    whom TEXT NOT NULL,
    asked_on DATE NOT NULL,
    answer_by DATE NOT NULL,
    answered_on DATE,
    answer TEXT,
    words TEXT,
    version INT NOT NULL,
    PRIMARY KEY (nomination_id, id)
);
CREATE INDEX work_consultation_by_day ON work_consultation (asked_on, body);
CREATE TABLE work_panel (
    id ID NOT NULL,
    unit_id ID NOT NULL,
    held_on DATE NOT NULL,
    place TEXT,
    groups JSON NOT NULL,
    note TEXT,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX work_panel_by_day ON work_panel (held_on, id);
CREATE TABLE work_panel_vote (
    panel_id ID NOT NULL,
    nomination_id ID NOT NULL,
    votes_for INT NOT NULL,
    votes_against INT NOT NULL,
    rank INT,
    words TEXT,
    PRIMARY KEY (panel_id, nomination_id)
);
CREATE INDEX work_panel_vote_by_nomination ON work_panel_vote (nomination_id);
CREATE TABLE work_nomination_count (
    on_day DATE NOT NULL,
    what TEXT NOT NULL,
    number INT NOT NULL,
    PRIMARY KEY (on_day, what)
);
CREATE TABLE work_nomination_from (
    what_hash BYTES NOT NULL,
    on_day DATE NOT NULL,
    number INT NOT NULL,
    PRIMARY KEY (what_hash)
);
