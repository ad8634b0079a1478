-- Mentors, mediators and other volunteers: who they are, how they are reached, what was done, their checks, supervision and
-- expenses, whom they know, and the record of their own that some of them have.
CREATE TABLE volunteer (
    id ID NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    kinds JSON NOT NULL,
    state TEXT NOT NULL,
    state_since DATE NOT NULL,
    unit_id ID,
    sex TEXT,
    languages JSON NOT NULL,
    available TEXT,
    skills TEXT,
    most_people INT NOT NULL,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX volunteer_by_state ON volunteer (state, sort_name);
CREATE TABLE volunteer_reach (
    volunteer_id ID NOT NULL,
    telephone TEXT,
    email TEXT,
    address TEXT,
    postcode TEXT,
    emergency TEXT,
    version INT NOT NULL,
    PRIMARY KEY (volunteer_id)
);
CREATE TABLE volunteer_own_record (
    volunteer_id ID NOT NULL,
    record_id ID NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (volunteer_id)
);
CREATE TABLE volunteer_act (
    volunteer_id ID NOT NULL,
    id ID NOT NULL,
    what TEXT NOT NULL,
    came_to TEXT NOT NULL,
    on_day DATE NOT NULL,
    words TEXT,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (volunteer_id, id)
);
CREATE TABLE volunteer_check (
    volunteer_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    seen_on DATE NOT NULL,
    seen_by TEXT NOT NULL,
    reference TEXT,
    until DATE,
    withdrawn_on DATE,
    withdrawn_why TEXT,
    withdrawn_by TEXT,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (volunteer_id, id)
);
CREATE TABLE volunteer_conflict (
    volunteer_id ID NOT NULL,
    id ID NOT NULL,
    with_record ID NOT NULL,
    kind TEXT NOT NULL,
    words TEXT,
    since DATE NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    ended_on DATE,
    ended_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (volunteer_id, id)
);
CREATE TABLE volunteer_supervision (
    volunteer_id ID NOT NULL,
    id ID NOT NULL,
    held_on DATE NOT NULL,
    held_by TEXT NOT NULL,
    discussed TEXT NOT NULL,
    action TEXT,
    action_due DATE,
    action_done_on DATE,
    action_done_words TEXT,
    concern TEXT,
    next_on DATE,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (volunteer_id, id)
);
CREATE TABLE volunteer_expense (
    volunteer_id ID NOT NULL,
    id ID NOT NULL,
    on_day DATE NOT NULL,
    what TEXT NOT NULL,
    pence INT NOT NULL,
    state TEXT NOT NULL,
    decided_on DATE,
    decided_by TEXT,
    decided_why TEXT,
    recorded_at INSTANT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (volunteer_id, id)
);
