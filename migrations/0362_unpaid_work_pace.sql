-- Who holds a person, and how fast the hours of each requirement are worked: read models, kept with the change and by night.
CREATE TABLE view_work_holder (
    person_id ID NOT NULL,
    staff_id ID,
    officer_id ID,
    team_id ID,
    PRIMARY KEY (person_id)
);
CREATE TABLE view_work_pace (
    person_id ID NOT NULL,
    requirement_id ID NOT NULL,
    order_id ID NOT NULL,
    unit_id ID,
    team_id ID,
    staff_id ID,
    verdict TEXT NOT NULL,
    made_on DATE NOT NULL,
    ordered_minutes INT,
    credited_minutes INT NOT NULL,
    left_minutes INT NOT NULL,
    first_on DATE,
    first_due DATE NOT NULL,
    week_minutes INT,
    finish_on DATE,
    limit_on DATE NOT NULL,
    PRIMARY KEY (person_id, requirement_id)
);
CREATE INDEX view_work_pace_by_verdict ON view_work_pace (verdict, limit_on, person_id);
CREATE INDEX view_work_pace_by_unit ON view_work_pace (unit_id, verdict);
CREATE INDEX view_work_pace_by_staff ON view_work_pace (staff_id, verdict);
