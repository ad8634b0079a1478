-- Bands that an officer proposes in place of the computed one, and what a manager decided. The computed number stays.
CREATE TABLE score_override (
    person_id ID NOT NULL,
    id ID NOT NULL,
    score_id ID NOT NULL,
    generation INT NOT NULL,
    model TEXT NOT NULL,
    computed_band TEXT NOT NULL,
    band TEXT NOT NULL,
    direction TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_on DATE NOT NULL,
    proposed_at INSTANT NOT NULL,
    proposed_by TEXT NOT NULL,
    staff_id ID,
    team_id ID,
    cases INT,
    capacity_tenths INT,
    state TEXT NOT NULL,
    decided_on DATE,
    decided_by TEXT,
    decision_reason TEXT,
    ended_on DATE,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_score_override (
    person_id ID NOT NULL,
    id ID NOT NULL,
    staff_id ID,
    team_id ID,
    state TEXT NOT NULL,
    direction TEXT NOT NULL,
    generation INT NOT NULL,
    model TEXT NOT NULL,
    computed_band TEXT NOT NULL,
    band TEXT NOT NULL,
    cases INT,
    capacity_tenths INT,
    since DATE NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX view_score_override_team ON view_score_override (team_id, state, since);
