-- Levels of risk of serious harm, by setting and by who is at risk. A change is a new row.
CREATE TABLE harm_level (
    person_id ID NOT NULL,
    id ID NOT NULL,
    setting TEXT NOT NULL,
    who TEXT NOT NULL,
    level TEXT NOT NULL,
    evidence TEXT NOT NULL,
    decided_on DATE NOT NULL,
    decided_at INSTANT NOT NULL,
    author TEXT NOT NULL,
    staff_id ID,
    assessment_id ID,
    reason TEXT,
    PRIMARY KEY (person_id, id)
);
