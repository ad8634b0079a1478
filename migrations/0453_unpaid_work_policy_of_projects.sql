-- The numbers of projects and nominations become dated rows that a service sets anew, and what an outcome counts can be added
-- to and ended.
INSERT INTO work_policy (name, from_date, number, assumed, source) VALUES
    ('assessment_months', '2021-06-26', 12, TRUE, 'Months for which an assessment of a project is in force at most; the service''s own choice: looked at anew at least once a year'),
    ('project_most_places', '2021-06-26', 60, TRUE, 'Places of a project on one day, beyond which a number is taken for a slip; the service''s own choice'),
    ('notice_of_review_days', '2021-06-26', 42, TRUE, 'Days before an end of insurance, agreement or assessment on which a project says so; the service''s own choice'),
    ('nominations_from_one_address', '2021-06-26', 5, TRUE, 'Nominations that are taken from one network address in a day; the service''s own choice: a street can nominate, a program cannot flood'),
    ('nominations_a_day', '2021-06-26', 300, TRUE, 'Nominations that are taken in a day altogether; the service''s own choice'),
    ('wrong_looks_from_one_address', '2021-06-26', 20, TRUE, 'Wrong tries to look a nomination up from one network address in a day; the service''s own choice'),
    ('least_seconds_to_write', '2021-06-26', 4, TRUE, 'Seconds below which nobody can have written a nomination; the service''s own choice'),
    ('body_answer_days', '2021-06-26', 28, TRUE, 'Days that a body has for its answer about a nomination; the service''s own choice'),
    ('fewest_shown', '2021-06-26', 5, TRUE, 'A public figure about fewer projects than this is not shown; the service''s own choice, as for its figures of performance'),
    ('nominator_kept_months', '2021-06-26', 6, TRUE, 'Months after a nomination is finished for which the nominator''s name and address are kept; the service''s own choice, nobody has published one');
ALTER TABLE work_outcome ADD COLUMN ended BOOL NOT NULL DEFAULT FALSE;
ALTER TABLE work_outcome ADD COLUMN assumed BOOL NOT NULL DEFAULT TRUE;
ALTER TABLE work_outcome ADD COLUMN source TEXT NOT NULL DEFAULT 'The service''s own choice';
