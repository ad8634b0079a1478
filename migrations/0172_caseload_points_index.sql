-- The points of an officer's list are summed without reading every list.
CREATE INDEX view_caseload_points ON view_caseload (list_id, two_part);
