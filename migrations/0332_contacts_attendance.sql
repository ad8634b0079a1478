-- What came of a person's appointments, counted by month and event, and the days on which they did not keep to their order.
CREATE TABLE view_attendance (
    person_id ID NOT NULL,
    month DATE NOT NULL,
    event_id ID NOT NULL,
    attended INT NOT NULL,
    kept INT NOT NULL,
    acceptable INT NOT NULL,
    failed INT NOT NULL,
    awaited INT NOT NULL,
    PRIMARY KEY (person_id, month, event_id)
);
CREATE INDEX view_attendance_by_month ON view_attendance (month, person_id);
CREATE TABLE view_failed_day (
    person_id ID NOT NULL,
    on_day DATE NOT NULL,
    event_id ID NOT NULL,
    back_on DATE,
    PRIMARY KEY (person_id, on_day)
);
CREATE INDEX view_failed_day_by_day ON view_failed_day (on_day, person_id);
