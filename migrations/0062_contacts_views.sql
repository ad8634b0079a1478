CREATE TABLE view_diary (
    staff_id ID NOT NULL,
    happens_on DATE NOT NULL,
    contact_id ID NOT NULL,
    person_id ID NOT NULL,
    team_id ID,
    contact_type TEXT NOT NULL,
    starts TIME,
    ends TIME,
    minutes INT,
    office_id ID,
    appointment BOOL NOT NULL,
    awaited BOOL NOT NULL,
    with_person BOOL NOT NULL,
    group_session BOOL NOT NULL,
    outcome TEXT,
    attended BOOL,
    PRIMARY KEY (staff_id, happens_on, contact_id)
);
CREATE INDEX view_diary_awaited ON view_diary (staff_id, happens_on) WHERE awaited;
CREATE TABLE view_last_contact (
    person_id ID NOT NULL,
    happens_on DATE NOT NULL,
    contact_id ID NOT NULL,
    contact_type TEXT NOT NULL,
    staff_id ID,
    PRIMARY KEY (person_id)
);
