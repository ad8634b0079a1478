-- Reports to courts as work of whoever wrote them.
CREATE TABLE view_report_work (
    report_id ID NOT NULL,
    person_id ID NOT NULL,
    staff_id ID NOT NULL,
    kind TEXT NOT NULL,
    signed_on DATE NOT NULL,
    PRIMARY KEY (report_id)
);
CREATE INDEX view_report_work_of ON view_report_work (staff_id, signed_on);
