-- Assessments with their answers, what became of them, and what came from elsewhere.
CREATE TABLE assessment (
    person_id ID NOT NULL,
    id ID NOT NULL,
    number INT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    setting TEXT NOT NULL,
    begun_for TEXT NOT NULL,
    variant TEXT NOT NULL,
    based_on ID,
    begun_at INSTANT NOT NULL,
    begun_by TEXT NOT NULL,
    staff_id ID,
    team_id ID,
    signed_on DATE,
    signed_by TEXT,
    countersigned_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX assessment_by_number ON assessment (person_id, number);
CREATE TABLE assessment_answer (
    person_id ID NOT NULL,
    assessment_id ID NOT NULL,
    question TEXT NOT NULL,
    value TEXT,
    words TEXT,
    standing TEXT NOT NULL,
    carried_from TEXT,
    author TEXT NOT NULL,
    answered_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, assessment_id, question)
);
CREATE TABLE assessment_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    assessment_id ID NOT NULL,
    kind TEXT NOT NULL,
    done_at INSTANT NOT NULL,
    author TEXT NOT NULL,
    staff_id ID,
    grade TEXT,
    reason TEXT,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE assessment_import (
    person_id ID NOT NULL,
    id ID NOT NULL,
    source TEXT NOT NULL,
    instrument TEXT NOT NULL,
    completed_on DATE NOT NULL,
    assessor TEXT,
    document TEXT NOT NULL,
    answers JSON NOT NULL,
    received_at INSTANT NOT NULL,
    received_by TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_assessment_work (
    person_id ID NOT NULL,
    assessment_id ID NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    staff_id ID,
    team_id ID,
    since DATE NOT NULL,
    PRIMARY KEY (person_id, assessment_id)
);
CREATE INDEX view_assessment_work_by_staff ON view_assessment_work (staff_id, state, since);
CREATE INDEX view_assessment_work_by_team ON view_assessment_work (team_id, state, since);
