-- What waits of programmes and treatment is found by team too, for whoever leads it.
ALTER TABLE view_programme_case ADD COLUMN team_id ID;
CREATE INDEX view_programme_case_by_team ON view_programme_case (team_id, closed);
ALTER TABLE view_treatment_line ADD COLUMN team_id ID;
CREATE INDEX view_treatment_line_by_team ON view_treatment_line (team_id, closed);
UPDATE view_programme_case SET team_id =
    (SELECT h.team_id FROM view_interventions_holder h WHERE h.person_id = view_programme_case.person_id);
UPDATE view_treatment_line SET team_id =
    (SELECT h.team_id FROM view_interventions_holder h WHERE h.person_id = view_treatment_line.person_id);
