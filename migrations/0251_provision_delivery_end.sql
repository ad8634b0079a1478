-- How the delivery of each requirement ended, as heard from sentences.
CREATE TABLE view_delivery_end (
    requirement_id ID NOT NULL,
    person_id ID NOT NULL,
    ended_on DATE NOT NULL,
    completed BOOL NOT NULL,
    PRIMARY KEY (requirement_id)
);
CREATE INDEX view_delivery_end_by_person ON view_delivery_end (person_id);
CREATE INDEX waiting_entry_by_joining ON waiting_entry (joined_on);
