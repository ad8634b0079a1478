-- What measures compare people by: codes alone, written with the record, rebuildable from it.
CREATE TABLE view_person_traits (
    person_id ID NOT NULL,
    sex TEXT,
    born_month DATE,
    ethnicity TEXT,
    PRIMARY KEY (person_id)
);
