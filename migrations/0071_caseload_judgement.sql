-- Tiers recorded by managers, and judgements that stop or move a clock.
CREATE TABLE tier_record (
    person_id ID NOT NULL,
    id ID NOT NULL,
    tier TEXT NOT NULL,
    recorded_on DATE NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE clock_judgement (
    person_id ID NOT NULL,
    id ID NOT NULL,
    clock TEXT NOT NULL,
    effect TEXT NOT NULL,
    until DATE NOT NULL,
    made_on DATE NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at INSTANT,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
