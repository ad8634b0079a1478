-- People matched with a volunteer, and when they met; the line by which lists find a match.
CREATE TABLE volunteer_match (
    person_id ID NOT NULL,
    id ID NOT NULL,
    volunteer_id ID NOT NULL,
    volunteer_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    person_agreed_on DATE NOT NULL,
    officer_agreed_on DATE NOT NULL,
    officer_name TEXT NOT NULL,
    weighed JSON NOT NULL,
    weighed_why TEXT,
    matched_at INSTANT NOT NULL,
    matched_by TEXT NOT NULL,
    ended_on DATE,
    end_reason TEXT,
    end_words TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE volunteer_contact (
    person_id ID NOT NULL,
    id ID NOT NULL,
    match_id ID NOT NULL,
    contact_id ID NOT NULL,
    on_day DATE NOT NULL,
    minutes INT NOT NULL,
    came BOOL NOT NULL,
    recorded_at INSTANT NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (person_id, id)
);
CREATE TABLE view_volunteer_match (
    id ID NOT NULL,
    volunteer_id ID NOT NULL,
    person_id ID NOT NULL,
    staff_id ID,
    is_open BOOL NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    ended_on DATE,
    last_contact_on DATE,
    minutes INT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX view_volunteer_match_by_volunteer ON view_volunteer_match (volunteer_id, is_open);
CREATE INDEX view_volunteer_match_by_person ON view_volunteer_match (person_id);
CREATE INDEX view_volunteer_match_by_staff ON view_volunteer_match (staff_id, is_open);
