-- Which checks a volunteer needs and for how long each holds, and the numbers of this room. All of it is the service's own
-- choice and assumed until it sets it anew.
CREATE TABLE volunteer_check_kind (
    code TEXT NOT NULL,
    from_date DATE NOT NULL,
    words TEXT NOT NULL,
    words_cy TEXT NOT NULL,
    needed_for JSON NOT NULL,
    holds_months INT,
    position INT NOT NULL,
    ended BOOL NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code, from_date)
);
CREATE TABLE volunteer_policy (
    name TEXT NOT NULL,
    from_date DATE NOT NULL,
    number INT NOT NULL,
    assumed BOOL NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (name, from_date)
);
CREATE TABLE volunteer_policy_change (
    id ID NOT NULL,
    list TEXT NOT NULL,
    code TEXT NOT NULL,
    from_day DATE NOT NULL,
    before TEXT NOT NULL,
    becomes TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO volunteer_check_kind (code, from_date, words, words_cy, needed_for, holds_months, position, ended, assumed, source) VALUES
    ('identity', '2021-06-26', 'Identity', 'Hunaniaeth', '["mentor","peer-mentor","mediator","other"]', NULL, 1, false, true, 'Usual practice with volunteers; no published figure'),
    ('references', '2021-06-26', 'Two references', 'Dau eirda', '["mentor","peer-mentor","mediator","other"]', NULL, 2, false, true, 'Usual practice with volunteers; no published figure'),
    ('criminal-record', '2021-06-26', 'Criminal record check', 'Gwiriad cofnodion troseddol', '["mentor","peer-mentor","mediator"]', 36, 3, false, true, 'Usual practice with volunteers; no published figure'),
    ('training', '2021-06-26', 'Training in safeguarding and boundaries', 'Hyfforddiant diogelu a ffiniau', '["mentor","peer-mentor","mediator"]', 24, 4, false, true, 'Usual practice with volunteers; no published figure'),
    ('lived-experience', '2021-06-26', 'Approval of lived experience', 'Cymeradwyo profiad bywyd', '["peer-mentor"]', 12, 5, false, true, 'Usual practice with peer mentors; no published figure'),
    ('restorative-training', '2021-06-26', 'Training in restorative practice', 'Hyfforddiant adferol', '["mediator"]', 36, 6, false, true, 'Usual practice in restorative work; no published figure');
INSERT INTO volunteer_policy (name, from_date, number, assumed, source) VALUES
    ('supervision_days', '2021-06-26', 56, true, 'Every eight weeks; no published figure'),
    ('running_out_days', '2021-06-26', 42, true, 'Six weeks, so that a check can be made again in time; no published figure'),
    ('most_minutes', '2021-06-26', 720, true, 'Half a day and night: longer is taken for a slip; no published figure'),
    ('most_expense_pence', '2021-06-26', 50000, true, 'Above it a claim is taken for a slip; no published figure');
