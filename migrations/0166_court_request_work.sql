-- What the service does with a court's request for a report: who has it, whether it was taken on, how it was closed.
CREATE TABLE court_request_work (
    person_id ID NOT NULL,
    request_id ID NOT NULL,
    staff_id ID,
    assigned_on DATE,
    taken_on DATE,
    closed_on DATE,
    close_reason TEXT,
    note TEXT,
    version INT NOT NULL,
    PRIMARY KEY (person_id, request_id)
);
CREATE INDEX court_request_work_by_staff ON court_request_work (staff_id, person_id) WHERE closed_on IS NULL;
