-- Members of staff, the teams they are in, and when they are away.
CREATE TABLE staff_grade (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    holds_cases BOOL NOT NULL,
    position INT NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    PRIMARY KEY (code)
);
CREATE TABLE staff (
    id ID NOT NULL,
    code TEXT NOT NULL,
    forename TEXT NOT NULL,
    surname TEXT NOT NULL,
    folded TEXT NOT NULL,
    grade TEXT NOT NULL REFERENCES staff_grade (code),
    weekly_minutes INT NOT NULL,
    telephone TEXT,
    email TEXT,
    user_id ID,
    start_date DATE NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX staff_code ON staff (code);
CREATE INDEX staff_by_user ON staff (user_id);
CREATE TABLE staff_team (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    team_id ID NOT NULL REFERENCES team (id),
    is_main BOOL NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE,
    reason TEXT NOT NULL,
    PRIMARY KEY (staff_id, id)
);
CREATE INDEX staff_team_by_team ON staff_team (team_id, start_date);
CREATE TABLE absence (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    reason TEXT NOT NULL,
    cover_staff_id ID,
    recorded_by TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    withdrawn_at INSTANT,
    withdrawn_reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (staff_id, id)
);
CREATE INDEX absence_by_day ON absence (first_day, last_day);
