-- Needs that an assessment found and that nothing is done about: no referral, no place, no step of the plan.
CREATE TABLE view_unmet_need (
    person_id ID NOT NULL,
    need TEXT NOT NULL,
    severe BOOL NOT NULL,
    unit_id ID,
    team_id ID,
    staff_id ID,
    PRIMARY KEY (person_id, need)
);
CREATE INDEX view_unmet_need_by_staff ON view_unmet_need (staff_id, need);
CREATE INDEX view_unmet_need_by_team ON view_unmet_need (team_id, need);
CREATE INDEX view_unmet_need_by_unit ON view_unmet_need (unit_id, need);
