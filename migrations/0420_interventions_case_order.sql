-- The desk asks for cases in one state, closed or not, and for how soon each began, by the day of the order.
CREATE INDEX view_programme_case_in_state ON view_programme_case (state, state_on);
CREATE INDEX view_programme_case_by_order ON view_programme_case (ordered_on);
