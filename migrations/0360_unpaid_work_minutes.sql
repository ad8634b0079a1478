-- Unpaid work: the room's own policy as dated rows, and the account of minutes.
CREATE TABLE work_policy (
    name TEXT NOT NULL,
    from_date DATE NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, from_date)
);
INSERT INTO work_policy (name, from_date, number, assumed, source) VALUES
    ('education_percent', '2015-02-01', 30, FALSE, 'Hundredths of the hours ordered that education, training and employment may make up; the national service''s code and its guidance on figures'),
    ('travel_most_minutes', '2015-02-01', 180, FALSE, 'Most minutes of one adjustment for travel; the national service''s code'),
    ('travel_each_way_minutes', '2015-02-01', 30, TRUE, 'Minutes of a way to work beyond which travel may be counted; the guidance was not read'),
    ('stood_down_minutes', '2015-02-01', 60, TRUE, 'Minutes counted for somebody who came and was stood down by the service; the service''s own choice'),
    ('most_day_minutes', '2015-02-01', 600, TRUE, 'Minutes of work a day above which a register is taken for a slip of the pen; the service''s own choice'),
    ('least_week_minutes', '2015-02-01', 420, TRUE, 'Minutes a week that somebody should work, at least: seven hours; custom of the field'),
    ('first_session_working_days', '2015-02-01', 10, TRUE, 'Working days from the order to the first session; custom of the field, seven to ten'),
    ('finish_months', '2015-02-01', 12, FALSE, 'Months from the order within which the hours should be worked; the measure of the national service (policy, and no longer law)'),
    ('most_places', '2015-02-01', 40, TRUE, 'Places of a session above which a figure is taken for a slip of the pen; the service''s own choice'),
    ('plan_weeks', '2015-02-01', 60, TRUE, 'Weeks ahead for which somebody is placed on sessions, at most; the service''s own choice');
CREATE TABLE work_minutes (
    person_id ID NOT NULL,
    id ID NOT NULL,
    requirement_id ID NOT NULL,
    kind TEXT NOT NULL,
    minutes INT NOT NULL,
    done_on DATE NOT NULL,
    starts TIME,
    ends TIME,
    penalty INT NOT NULL,
    booking_id ID,
    first_id ID NOT NULL,
    takes_back ID,
    other_id ID,
    elsewhere TEXT,
    reason TEXT,
    recorded_at INSTANT NOT NULL,
    author_id ID,
    author_name TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX work_minutes_of_requirement ON work_minutes (person_id, requirement_id, done_on);
