-- Supervision meetings of staff with their manager: what was discussed, and actions with their days.
CREATE TABLE staff_meeting (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    manager_id ID,
    manager TEXT NOT NULL,
    held_on DATE NOT NULL,
    discussed TEXT NOT NULL,
    next_on DATE,
    recorded_at INSTANT NOT NULL,
    amended_why TEXT,
    version INT NOT NULL,
    PRIMARY KEY (staff_id, id)
);
CREATE TABLE staff_meeting_action (
    staff_id ID NOT NULL,
    id ID NOT NULL,
    meeting_id ID NOT NULL,
    what TEXT NOT NULL,
    owner_id ID NOT NULL,
    due_on DATE NOT NULL,
    recorded_at INSTANT NOT NULL,
    done_on DATE,
    done_by TEXT,
    outcome TEXT,
    version INT NOT NULL,
    PRIMARY KEY (staff_id, id)
);
