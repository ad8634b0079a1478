-- Breaches, the written parts of their packs, and the line by which lists find them.
CREATE TABLE breach (
    person_id ID NOT NULL,
    id ID NOT NULL,
    order_id ID NOT NULL,
    event_id ID NOT NULL,
    reason TEXT NOT NULL,
    failures JSON NOT NULL,
    aware_on DATE NOT NULL,
    instructed_on DATE NOT NULL,
    instructed_at INSTANT NOT NULL,
    instructed_by TEXT NOT NULL,
    staff_id ID,
    state TEXT NOT NULL,
    court_id ID,
    court_name TEXT,
    laid_on DATE,
    hearing_on DATE,
    outcome TEXT,
    outcome_words TEXT,
    ended_on DATE,
    order_before JSON NOT NULL,
    order_after JSON,
    sent_at INSTANT,
    sent_by TEXT,
    shown JSON,
    shown_hash TEXT,
    notice_document ID,
    pack_document ID,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE breach_part (
    person_id ID NOT NULL,
    breach_id ID NOT NULL,
    part TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at INSTANT NOT NULL,
    written_by TEXT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (person_id, breach_id, part)
);
CREATE TABLE view_breach (
    id ID NOT NULL,
    person_id ID NOT NULL,
    order_id ID NOT NULL,
    staff_id ID,
    team_id ID,
    court_id ID,
    state TEXT NOT NULL,
    is_open BOOL NOT NULL,
    aware_on DATE NOT NULL,
    due_on DATE,
    laid_on DATE,
    hearing_on DATE,
    ended_on DATE,
    PRIMARY KEY (id)
);
CREATE INDEX view_breach_by_person ON view_breach (person_id);
CREATE INDEX view_breach_by_staff ON view_breach (staff_id, is_open, due_on);
CREATE INDEX view_breach_by_team ON view_breach (team_id, is_open, due_on);
CREATE INDEX view_breach_by_court ON view_breach (court_id, is_open, hearing_on);
