-- A person's newest signed assessment is found without reading everybody's.
CREATE INDEX assessment_signed_of_person ON assessment (person_id, state, signed_on);
