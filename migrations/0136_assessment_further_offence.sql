-- Serious further offences: what happened, what was held before, by when what is due, what was learned and who does what.
CREATE TABLE further_offence_deadline (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    place INT NOT NULL,
    words TEXT NOT NULL,
    days INT NOT NULL,
    working BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE further_offence (
    person_id ID NOT NULL,
    id ID NOT NULL,
    happened_on DATE NOT NULL,
    learned_on DATE NOT NULL,
    charged_on DATE,
    offence TEXT NOT NULL,
    circumstances TEXT NOT NULL,
    team_id ID,
    held_before JSON NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    withdrawn_at INSTANT,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE further_offence_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    offence_id ID NOT NULL,
    code TEXT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE NOT NULL,
    note TEXT,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX further_offence_step_once ON further_offence_step (person_id, offence_id, code);
CREATE TABLE further_offence_action (
    person_id ID NOT NULL,
    id ID NOT NULL,
    offence_id ID NOT NULL,
    learning TEXT NOT NULL,
    what TEXT NOT NULL,
    owner_id ID NOT NULL,
    due_on DATE NOT NULL,
    author TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    done_on DATE,
    done_by TEXT,
    outcome TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_further_offence (
    person_id ID NOT NULL,
    offence_id ID NOT NULL,
    team_id ID,
    learned_on DATE NOT NULL,
    next_step TEXT,
    next_due DATE,
    open_actions INT NOT NULL,
    action_due DATE,
    PRIMARY KEY (person_id, offence_id)
);
CREATE INDEX view_further_offence_by_team ON view_further_offence (team_id, next_due);
CREATE TABLE view_tier_held (
    person_id ID NOT NULL,
    from_day DATE NOT NULL,
    tier TEXT NOT NULL,
    PRIMARY KEY (person_id, from_day)
);
