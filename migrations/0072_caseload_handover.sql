-- Handovers from one officer to the next, and what was said about each item.
CREATE TABLE handover (
    person_id ID NOT NULL,
    id ID NOT NULL,
    from_staff_id ID NOT NULL,
    to_staff_id ID NOT NULL,
    team_id ID NOT NULL,
    started_on DATE NOT NULL,
    met_by DATE NOT NULL,
    accepted_at INSTANT,
    accepted_by ID,
    closed_on DATE,
    closed_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE UNIQUE INDEX handover_open ON handover (person_id) WHERE closed_on IS NULL;
CREATE TABLE handover_item (
    person_id ID NOT NULL,
    handover_id ID NOT NULL,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    words TEXT NOT NULL,
    who TEXT,
    by_day DATE,
    PRIMARY KEY (person_id, handover_id, item)
);
