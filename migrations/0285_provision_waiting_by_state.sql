-- Counting who waits for what reads those who wait, not all who ever stood in a list.
CREATE INDEX view_waiting_by_state ON view_waiting (state, offer_id, ready_on);
