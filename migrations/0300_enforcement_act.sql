-- What was done with a breach, a power, an early end or a milestone.
CREATE TABLE enforcement_act (
    person_id ID NOT NULL,
    id ID NOT NULL,
    about TEXT NOT NULL,
    about_id ID NOT NULL,
    what TEXT NOT NULL,
    came_to TEXT NOT NULL,
    on_day DATE NOT NULL,
    words TEXT,
    facts JSON,
    at INSTANT NOT NULL,
    by_name TEXT NOT NULL,
    by_id ID,
    PRIMARY KEY (person_id, id)
);
CREATE INDEX enforcement_act_by_subject ON enforcement_act (person_id, about_id);
