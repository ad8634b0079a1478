-- Tiers as computed, with inputs and working; what changed the tier that drives allocation and intervals; proposals and
-- the end of a manager's tier; breaches that count for a year; and how far a recalculation of everybody is.
CREATE TABLE tier_result (
    person_id ID NOT NULL,
    id ID NOT NULL,
    computed_on DATE NOT NULL,
    computed_at INSTANT NOT NULL,
    cause TEXT NOT NULL,
    two_part TEXT NOT NULL,
    protect_points INT NOT NULL,
    change_points INT NOT NULL,
    letter TEXT NOT NULL,
    provisional BOOL NOT NULL,
    rule_version TEXT NOT NULL,
    inputs JSON NOT NULL,
    two_part_account JSON NOT NULL,
    letter_account JSON NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE tier_record_end (
    person_id ID NOT NULL,
    record_id ID NOT NULL,
    ended_at INSTANT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (person_id, record_id)
);
CREATE TABLE tier_change (
    person_id ID NOT NULL,
    id ID NOT NULL,
    on_day DATE NOT NULL,
    changed_at INSTANT NOT NULL,
    from_tier TEXT,
    to_tier TEXT,
    computed TEXT,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    cause TEXT NOT NULL,
    author TEXT NOT NULL,
    officer_id ID,
    team_id ID,
    points INT,
    available INT,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX tier_change_by_team ON tier_change (team_id, on_day);
CREATE TABLE tier_proposal (
    person_id ID NOT NULL,
    id ID NOT NULL,
    tier TEXT NOT NULL,
    current TEXT,
    computed TEXT,
    direction TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    staff_id ID,
    team_id ID NOT NULL,
    proposed_on DATE NOT NULL,
    points INT,
    available INT,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_on DATE,
    decision_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_tier (
    person_id ID NOT NULL,
    two_part TEXT NOT NULL,
    letter TEXT NOT NULL,
    provisional BOOL NOT NULL,
    computed_on DATE NOT NULL,
    result_id ID NOT NULL,
    need_points INT NOT NULL,
    severe_needs INT NOT NULL,
    is_woman BOOL NOT NULL,
    location TEXT NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_tier_proposal (
    person_id ID NOT NULL,
    id ID NOT NULL,
    team_id ID NOT NULL,
    since DATE NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX view_tier_proposal_by_team ON view_tier_proposal (team_id, since);
CREATE TABLE view_enforced (
    person_id ID NOT NULL,
    order_id ID NOT NULL,
    on_day DATE NOT NULL,
    PRIMARY KEY (person_id, order_id, on_day)
);
CREATE TABLE tier_run (
    id ID NOT NULL,
    started_at INSTANT NOT NULL,
    started_by TEXT NOT NULL,
    total INT NOT NULL,
    done INT NOT NULL,
    changed INT NOT NULL,
    failed INT NOT NULL,
    last_person ID,
    finished_at INSTANT,
    PRIMARY KEY (id)
);
CREATE INDEX tier_run_by_start ON tier_run (started_at);
