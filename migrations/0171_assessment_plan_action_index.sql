-- Actions that are due are found by their own ids.
CREATE INDEX plan_action_by_id ON plan_action (id);
