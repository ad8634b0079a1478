-- What lists read: on whose list a person stands, what is missing and from which day it shows, and which meetings there
-- are. Written with the facts, rebuildable from them.
CREATE TABLE view_caseload (
    person_id ID NOT NULL,
    list_kind TEXT NOT NULL,
    list_id ID NOT NULL,
    team_id ID NOT NULL,
    stint_id ID NOT NULL,
    officer_id ID,
    officer_left BOOL NOT NULL,
    held_since DATE NOT NULL,
    supervised_since DATE NOT NULL,
    allocated_on DATE,
    allocate_by DATE,
    tier TEXT,
    in_custody BOOL NOT NULL,
    last_contact DATE,
    contact_due DATE NOT NULL,
    last_arranged DATE,
    PRIMARY KEY (person_id)
);
CREATE INDEX view_caseload_by_list ON view_caseload (list_kind, list_id, contact_due, person_id);
CREATE INDEX view_caseload_by_team ON view_caseload (team_id, contact_due, person_id);
CREATE INDEX view_caseload_by_officer ON view_caseload (officer_id);
CREATE TABLE view_gap (
    person_id ID NOT NULL,
    number INT NOT NULL,
    kind TEXT NOT NULL,
    rank INT NOT NULL,
    team_id ID NOT NULL,
    staff_id ID,
    shows_from DATE NOT NULL,
    shows_until DATE,
    due_on DATE,
    contact_id ID,
    PRIMARY KEY (person_id, number)
);
CREATE INDEX view_gap_by_staff ON view_gap (staff_id, rank, shows_from);
CREATE INDEX view_gap_by_team ON view_gap (team_id, rank, shows_from) WHERE staff_id IS NULL;
CREATE TABLE view_meeting (
    person_id ID NOT NULL,
    contact_id ID NOT NULL,
    on_day DATE NOT NULL,
    staff_id ID,
    arranged_on DATE NOT NULL,
    is_appointment BOOL NOT NULL,
    has_outcome BOOL NOT NULL,
    attended BOOL NOT NULL,
    one_to_one BOOL NOT NULL,
    PRIMARY KEY (person_id, contact_id)
);
