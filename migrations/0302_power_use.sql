-- Powers of the responsible officer that were used.
CREATE TABLE power_use (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    power TEXT NOT NULL,
    used_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    reason_code TEXT,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    allowed_by JSON NOT NULL,
    document_id ID,
    used_at INSTANT NOT NULL,
    used_by TEXT NOT NULL,
    used_by_id ID,
    undone_on DATE,
    undone_by TEXT,
    undone_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
