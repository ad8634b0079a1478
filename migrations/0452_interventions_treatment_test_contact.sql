-- A test knows its appointment, so that it goes when the appointment goes.
ALTER TABLE treatment_test ADD COLUMN contact_id ID;
ALTER TABLE treatment_test ADD COLUMN gone BOOL NOT NULL DEFAULT FALSE;
CREATE INDEX treatment_test_by_contact ON treatment_test (person_id, contact_id);
