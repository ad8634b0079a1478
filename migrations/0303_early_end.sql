-- Early ends, and the line by which what waits for a word is found.
CREATE TABLE early_end (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    power TEXT NOT NULL,
    state TEXT NOT NULL,
    found_on DATE NOT NULL,
    found_by TEXT NOT NULL,
    found_at INSTANT NOT NULL,
    evidence JSON NOT NULL,
    ends_on DATE,
    reason TEXT,
    decided_on DATE,
    decided_by TEXT,
    notice_document ID,
    end_document ID,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_enforcement_offer (
    id ID NOT NULL,
    person_id ID NOT NULL,
    staff_id ID,
    team_id ID,
    what TEXT NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open BOOL NOT NULL,
    since DATE NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX view_enforcement_offer_by_person ON view_enforcement_offer (person_id);
CREATE INDEX view_enforcement_offer_by_staff ON view_enforcement_offer (staff_id, what, is_open, since);
CREATE INDEX view_enforcement_offer_by_team ON view_enforcement_offer (team_id, what, is_open, since);
