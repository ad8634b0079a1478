-- The list of a court's day: who is listed, how far they are prepared, the note taken in court, and results typed where no
-- message came; which results there are as dated rows. Messages and requests are found by their day.
CREATE TABLE court_result_kind (
    code TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_before DATE,
    place INT NOT NULL,
    name TEXT NOT NULL,
    expects TEXT NOT NULL,
    PRIMARY KEY (code, valid_from)
);
CREATE TABLE court_day_entry (
    id ID NOT NULL,
    court_id ID NOT NULL,
    day DATE NOT NULL,
    person_id ID,
    who TEXT,
    offences TEXT,
    listing INT,
    sitting TEXT NOT NULL,
    room TEXT,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    removed_why TEXT,
    preparing TEXT NOT NULL,
    result TEXT,
    result_words TEXT,
    result_by TEXT,
    result_at INSTANT,
    settled TEXT,
    settled_why TEXT,
    settled_by TEXT,
    added_at INSTANT NOT NULL,
    added_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX court_day_entry_by_day ON court_day_entry (court_id, day);
CREATE TABLE court_day_note (
    entry_id ID NOT NULL,
    words TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (entry_id)
);
CREATE INDEX court_reading_by_day ON court_reading (hearing_day);
INSERT INTO court_result_kind (code, valid_from, valid_before, place, name, expects) VALUES
    ('probation-sentence', '2021-06-26', NULL, 10, 'Sentence that probation carries out', 'supervise'),
    ('other-sentence', '2021-06-26', NULL, 20, 'Sentence without probation', 'nothing'),
    ('fine', '2021-06-26', NULL, 30, 'Fine', 'nothing'),
    ('report', '2021-06-26', NULL, 40, 'Adjourned for a report', 'report'),
    ('adjourned', '2021-06-26', NULL, 50, 'Adjourned', 'nothing'),
    ('committed', '2021-06-26', NULL, 60, 'Committed to the Crown Court', 'nothing'),
    ('committed-report', '2021-06-26', NULL, 70, 'Committed to the Crown Court with a report', 'report'),
    ('warrant', '2021-06-26', NULL, 80, 'Warrant', 'nothing'),
    ('trial', '2021-06-26', NULL, 90, 'Trial fixed', 'nothing'),
    ('dismissed', '2021-06-26', NULL, 100, 'Dismissed', 'nothing'),
    ('no-result', '2021-06-26', NULL, 110, 'Nothing was decided', 'nothing'),
    ('other', '2021-06-26', NULL, 120, 'Something else', 'any');
