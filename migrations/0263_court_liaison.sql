-- The service's work with the bench: meetings and their actions, what the bench was told is available and since when, where
-- the bench's guidelines and the service's differ, and what sentencers say each year.
CREATE TABLE court_meeting (
    court_id ID NOT NULL,
    id ID NOT NULL,
    held_on DATE NOT NULL,
    bench TEXT NOT NULL,
    service TEXT NOT NULL,
    discussed TEXT NOT NULL,
    next_on DATE,
    recorded_by TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (court_id, id)
);
CREATE TABLE court_meeting_action (
    court_id ID NOT NULL,
    id ID NOT NULL,
    meeting_id ID NOT NULL,
    what TEXT NOT NULL,
    owner_id ID NOT NULL,
    due_on DATE NOT NULL,
    recorded_at INSTANT NOT NULL,
    done_on DATE,
    done_by TEXT,
    outcome TEXT,
    version INT NOT NULL,
    PRIMARY KEY (court_id, id)
);
CREATE INDEX court_meeting_action_open ON court_meeting_action (owner_id, due_on) WHERE done_on IS NULL;
CREATE TABLE court_told (
    court_id ID NOT NULL,
    id ID NOT NULL,
    what TEXT NOT NULL,
    available_from DATE,
    told_on DATE NOT NULL,
    told_by TEXT NOT NULL,
    ended_on DATE,
    ended_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (court_id, id)
);
CREATE TABLE court_difference (
    court_id ID NOT NULL,
    id ID NOT NULL,
    subject TEXT NOT NULL,
    bench_says TEXT NOT NULL,
    service_says TEXT NOT NULL,
    found_on DATE NOT NULL,
    recorded_by TEXT NOT NULL,
    settled_on DATE,
    settled_how TEXT,
    version INT NOT NULL,
    PRIMARY KEY (court_id, id)
);
CREATE TABLE court_feedback_question (
    code TEXT NOT NULL,
    from_year INT NOT NULL,
    before_year INT,
    place INT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (code, from_year)
);
CREATE TABLE court_feedback (
    court_id ID NOT NULL,
    year INT NOT NULL,
    question TEXT NOT NULL,
    very_good INT NOT NULL,
    good INT NOT NULL,
    poor INT NOT NULL,
    very_poor INT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (court_id, year, question)
);
INSERT INTO court_feedback_question (code, from_year, before_year, place, words) VALUES
    ('timely', 2020, NULL, 10, 'Reports come in time'),
    ('useful', 2020, NULL, 20, 'Reports help to decide'),
    ('proposals', 2020, NULL, 30, 'Proposals are realistic'),
    ('starts', 2020, NULL, 40, 'We are told when requirements begin'),
    ('confidence', 2020, NULL, 50, 'We trust how orders are carried out');
