-- What lists read: what is due around whom, who holds the person, when they were last assessed, and their failures.
-- Written with the facts, rebuildable from them.
CREATE TABLE view_assessment_due (
    person_id ID NOT NULL,
    kind TEXT NOT NULL,
    item_id ID NOT NULL,
    what TEXT NOT NULL,
    due_on DATE NOT NULL,
    shows_from DATE NOT NULL,
    staff_id ID,
    team_id ID,
    PRIMARY KEY (person_id, kind, item_id)
);
CREATE INDEX view_assessment_due_by_staff ON view_assessment_due (staff_id, due_on, person_id);
CREATE INDEX view_assessment_due_by_team ON view_assessment_due (team_id, due_on, person_id);
CREATE TABLE view_assessment_holder (
    person_id ID NOT NULL,
    staff_id ID,
    officer_id ID,
    team_id ID,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_assessment_signed (
    person_id ID NOT NULL,
    assessment_id ID NOT NULL,
    signed_on DATE NOT NULL,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_assessment_failure (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    on_day DATE NOT NULL,
    PRIMARY KEY (person_id, contact_id)
);
