-- Who holds a person, as allocation told it; and each step of enforcement as measures read it.
CREATE TABLE view_enforcement_holder (
    person_id ID NOT NULL,
    staff_id ID,
    officer_id ID,
    team_id ID,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_enforcement_step (
    person_id ID NOT NULL,
    id ID NOT NULL,
    kept_under ID NOT NULL,
    order_id ID,
    step TEXT NOT NULL,
    on_day DATE NOT NULL,
    team_id ID,
    outcome TEXT,
    superseded BOOL NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX view_enforcement_step_by_day ON view_enforcement_step (on_day, step);
CREATE INDEX view_enforcement_step_by_team ON view_enforcement_step (team_id, on_day);
