-- Contacts with people of another officer, as work of whoever did them and off the work of whoever holds the case.
CREATE TABLE view_contact_work (
    contact_id ID NOT NULL,
    person_id ID NOT NULL,
    staff_id ID NOT NULL,
    holder_id ID NOT NULL,
    counts_as TEXT NOT NULL,
    on_day DATE NOT NULL,
    PRIMARY KEY (contact_id)
);
CREATE INDEX view_contact_work_by ON view_contact_work (staff_id, on_day);
CREATE INDEX view_contact_work_for ON view_contact_work (holder_id, on_day);
