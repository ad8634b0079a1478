-- Days of work at projects, who is expected and what came of them.
INSERT INTO work_policy (name, from_date, number, assumed, source) VALUES
    ('stood_down_ahead_minutes', '2015-02-01', 0, TRUE, 'Minutes counted for somebody who was told before the day that there is no work; the service''s own choice');
CREATE TABLE work_session (
    id ID NOT NULL,
    project_id ID NOT NULL,
    unit_id ID NOT NULL,
    on_date DATE NOT NULL,
    starts TIME NOT NULL,
    ends TIME NOT NULL,
    staff_id ID NOT NULL,
    outside_supervisor TEXT,
    places INT NOT NULL,
    meeting_point TEXT,
    tools TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    state_at INSTANT,
    state_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX work_session_by_project ON work_session (project_id, on_date, starts);
CREATE INDEX work_session_by_day ON work_session (on_date, state);
CREATE TABLE work_booking (
    person_id ID NOT NULL,
    id ID NOT NULL,
    session_id ID NOT NULL,
    project_id ID NOT NULL,
    requirement_id ID NOT NULL,
    contact_id ID,
    on_date DATE NOT NULL,
    starts TIME NOT NULL,
    ends TIME NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    came TIME,
    went TIME,
    penalty INT NOT NULL,
    work_quality TEXT,
    behaviour TEXT,
    note TEXT,
    state_reason TEXT,
    booked_at INSTANT NOT NULL,
    booked_by TEXT NOT NULL,
    told_at INSTANT,
    told_by TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX work_booking_by_session ON work_booking (session_id, state);
CREATE INDEX work_booking_by_contact ON work_booking (person_id, contact_id);
CREATE TABLE work_outcome (
    code TEXT NOT NULL,
    from_date DATE NOT NULL,
    place INT NOT NULL,
    counts TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (code, from_date)
);
INSERT INTO work_outcome (code, from_date, place, counts, hint) VALUES
    ('ATTC', '2015-02-01', 1, 'time', 'Worked the session'),
    ('AFTC', '2015-02-01', 2, 'time', 'Worked, but did not do as asked: it is a failure'),
    ('ATSH', '2015-02-01', 3, 'time', 'The time until then counts; it is a failure'),
    ('ATSS', '2015-02-01', 4, 'stood_down', 'Came, and the service could not let them work'),
    ('AFDA', '2015-02-01', 5, 'time', 'The reason for not complying was accepted'),
    ('ATCH', '2015-02-01', 6, 'concurrent', 'The court made the hours run with another order'),
    ('AFTA', '2015-02-01', 7, 'nothing', 'Did not come, and why is not known yet'),
    ('UAAB', '2015-02-01', 8, 'nothing', 'Did not come and had no good reason: it is a failure'),
    ('AASD', '2015-02-01', 9, 'stood_down_ahead', 'Told before the day that there is no work'),
    ('AAME', '2015-02-01', 10, 'nothing', 'Ill, with a reason that was accepted'),
    ('AAEM', '2015-02-01', 11, 'nothing', 'At work, with a reason that was accepted'),
    ('AAFC', '2015-02-01', 12, 'nothing', 'Family or childcare, accepted'),
    ('AACL', '2015-02-01', 13, 'nothing', 'At court or with a lawyer, accepted'),
    ('AARC', '2015-02-01', 14, 'nothing', 'In custody'),
    ('CO05', '2015-02-01', 15, 'nothing', 'Another reason, accepted by the officer');
