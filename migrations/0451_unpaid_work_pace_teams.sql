-- Whose unpaid work needs a look is found by team too, for whoever leads it.
CREATE INDEX view_work_pace_by_team ON view_work_pace (team_id, verdict);
