-- Who is on duty at which court and when, and how often each court sits.
CREATE TABLE court_sitting (
    court_id ID NOT NULL,
    weekday INT NOT NULL,
    from_date DATE NOT NULL,
    before_date DATE,
    needed INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (court_id, weekday, from_date)
);
CREATE TABLE court_duty (
    id ID NOT NULL,
    court_id ID NOT NULL,
    day DATE NOT NULL,
    staff_id ID NOT NULL,
    sitting TEXT NOT NULL,
    note TEXT,
    added_by TEXT NOT NULL,
    added_at INSTANT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at INSTANT,
    withdrawn_why TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX court_duty_by_day ON court_duty (day, court_id);
