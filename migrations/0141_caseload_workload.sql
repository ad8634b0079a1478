-- Points of a case on its list; reductions of hours; what an over-full officer puts back; capacity by day.
ALTER TABLE view_caseload ADD COLUMN two_part TEXT;
ALTER TABLE view_caseload ADD COLUMN points INT NOT NULL DEFAULT 0;
ALTER TABLE view_caseload ADD COLUMN allowance INT NOT NULL DEFAULT 0;
CREATE TABLE hours_reduction (
    id ID NOT NULL,
    staff_id ID NOT NULL,
    reason TEXT NOT NULL,
    hundredths INT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    notes TEXT,
    recorded_at INSTANT NOT NULL,
    author TEXT NOT NULL,
    deleted_at INSTANT,
    deleted_by TEXT,
    deleted_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX hours_reduction_by_staff ON hours_reduction (staff_id, first_day);
CREATE TABLE put_back (
    id ID NOT NULL,
    staff_id ID NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    until DATE NOT NULL,
    agreed_by TEXT NOT NULL,
    recorded_on DATE NOT NULL,
    author TEXT NOT NULL,
    points INT NOT NULL,
    available INT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX put_back_by_staff ON put_back (staff_id, recorded_on);
CREATE TABLE view_capacity_day (
    staff_id ID NOT NULL,
    on_day DATE NOT NULL,
    team_id ID NOT NULL,
    points INT NOT NULL,
    available INT NOT NULL,
    people INT NOT NULL,
    PRIMARY KEY (staff_id, on_day)
);
CREATE INDEX view_capacity_day_by_team ON view_capacity_day (team_id, on_day);
