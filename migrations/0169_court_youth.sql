-- Orders of young people that run beyond their eighteenth birthday: youth justice supervises them until somebody takes
-- them on, and nobody may be lost at the boundary.
CREATE TABLE court_youth_order (
    id ID NOT NULL,
    source_key TEXT NOT NULL,
    message_id ID NOT NULL,
    place INT NOT NULL,
    shared_at INSTANT,
    who TEXT NOT NULL,
    born DATE,
    eighteen_on DATE,
    order_words TEXT NOT NULL,
    ends_on DATE,
    court_name TEXT,
    cases TEXT,
    youth_team TEXT,
    state TEXT NOT NULL,
    taken_to ID,
    taken_on DATE,
    maturity TEXT,
    education TEXT,
    safeguarding TEXT,
    worker TEXT,
    decided_by TEXT,
    decided_at INSTANT,
    reason TEXT,
    version INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX court_youth_order_awaited ON court_youth_order (eighteen_on, id) WHERE state = 'awaited';
CREATE INDEX court_youth_order_by_person ON court_youth_order (taken_to) WHERE taken_to IS NOT NULL;
