-- Open actions are asked for by whoever does them, and by the manager of the meeting.
CREATE INDEX staff_meeting_action_by_owner ON staff_meeting_action (owner_id, due_on);
CREATE INDEX staff_meeting_by_manager ON staff_meeting (manager_id);
