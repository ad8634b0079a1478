-- Read models of interventions: treatment by person and kind, and requirements that were ordered and have not begun.
CREATE TABLE view_treatment (
    person_id ID NOT NULL,
    kind TEXT NOT NULL,
    team_id ID NOT NULL,
    severity TEXT,
    agreed BOOL NOT NULL,
    ordered_on DATE,
    begun_on DATE,
    guidance_on DATE,
    PRIMARY KEY (person_id, kind)
);
CREATE INDEX view_treatment_by_team ON view_treatment (team_id, kind);
CREATE TABLE view_not_begun (
    person_id ID NOT NULL,
    requirement_id ID NOT NULL,
    order_id ID NOT NULL,
    kind TEXT NOT NULL,
    team_id ID NOT NULL,
    staff_id ID,
    ordered_on DATE NOT NULL,
    late_from DATE NOT NULL,
    PRIMARY KEY (person_id, requirement_id)
);
CREATE INDEX view_not_begun_by_staff ON view_not_begun (staff_id, late_from);
CREATE INDEX view_not_begun_by_team ON view_not_begun (team_id, late_from);
